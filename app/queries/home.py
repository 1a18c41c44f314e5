"""Home: what needs me now, then what is new."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.models.places import Cluster
from app.policies.items import may_start
from app.policies.viewers import PersonViewer
from app.queries.cluster_actions import due_actions
from app.queries.drafts import list_drafts, list_invitations
from app.queries.meetings import next_meetings
from app.queries.notices import notices
from app.queries.places import cluster_ref
from app.queries.requests import requests_to_answer
from app.queries.reviews import review_queue
from app.queries.story_lists import list_stories, page_of
from app.queries.visibility import in_cluster, visible_revisions
from app.schemas.home import HomeCan, HomeView

FEW = 6


def home_view(session: Session, viewer: PersonViewer) -> HomeView:
    """The signed-in person's home. Stories of their own clusters are not repeated under the county."""
    mine = viewer.member_clusters | viewer.clusters_led
    clusters = session.exec(select(Cluster).where(col(Cluster.id).in_(mine)).order_by(Cluster.name)).all()
    near = sa.or_(sa.false(), *(in_cluster(viewer, cluster) for cluster in mine))
    visible = visible_revisions(viewer)
    news = notices(session, viewer, limit=FEW, unread_only=True)
    return HomeView(
        reviews=review_queue(session, viewer, limit=FEW),
        invitations=list_invitations(session, viewer.person_id),
        requests=requests_to_answer(session, viewer, limit=FEW),
        meetings=next_meetings(session, viewer),
        notices=news.items,
        unread=news.unread,
        actions=due_actions(session, viewer, limit=FEW),
        writing=list_drafts(session, viewer, limit=FEW),
        clusters=[ref for ref in map(cluster_ref, clusters) if ref],
        new_in_cluster=page_of(session, visible, near, None, limit=FEW).items,
        new_in_county=page_of(session, visible, sa.not_(near), None, limit=FEW).items
        if mine
        else list_stories(session, viewer, limit=FEW).items,
        can=HomeCan(start_story=any(may_start(viewer, school) for school in viewer.schools)),
    )
