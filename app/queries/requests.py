"""Story requests: what one is asked, what one asked, and how far each has come."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models.people import Holding, Role, Seat
from app.models.places import Cluster, ClusterMembership, School, SchoolStatus
from app.models.requests import RequestState, StoryRequest
from app.policies.requests import (
    RequestFacts,
    is_asked,
    may_decline,
    may_see_request,
    may_withdraw_request,
)
from app.policies.viewers import PersonViewer
from app.queries.item_titles import ItemKnown, items_known
from app.queries.people import people_by_id
from app.queries.places import cluster_ref, school_ref, schools_by_urn
from app.queries.recommendations import recommendations_by_id
from app.queries.viewers import holding_now, membership_now
from app.schemas.places import ClusterRef
from app.schemas.requests import RequestCan, RequestLists, RequestPlace, RequestStory, RequestView

NO_SUCH_REQUEST = "There is no such request, or it is not yours to see."
SHOWN = 100


def request_facts(request: StoryRequest) -> RequestFacts:
    """What policies need to know of ``request``."""
    return RequestFacts(request.school_urn, request.cluster_id, request.asked_by, request.state)


def get_request(session: Session, viewer: PersonViewer, request_id: UUID) -> StoryRequest:
    """The request if ``viewer`` may see it, else ``NotFound``."""
    request = session.get(StoryRequest, request_id)
    if request is None or not may_see_request(viewer, request_facts(request)):
        raise NotFound(NO_SUCH_REQUEST)
    return request


def _asked_of(viewer: PersonViewer) -> ColumnElement[bool]:
    """The condition that a ``StoryRequest`` goes to ``viewer``: ``policies.requests.is_asked`` as SQL."""
    return sa.or_(
        col(StoryRequest.school_urn).in_(viewer.schools),
        col(StoryRequest.cluster_id).in_(viewer.member_clusters | viewer.clusters_led),
    )


def requests_to_answer(session: Session, viewer: PersonViewer, *, limit: int = SHOWN) -> list[RequestView]:
    """What waits for an answer of the viewer's school or cluster, oldest first."""
    if not viewer.has_seat:
        return []
    rows = session.exec(
        select(StoryRequest)
        .where(_asked_of(viewer), StoryRequest.state == RequestState.waiting)
        .order_by(col(StoryRequest.asked_at), col(StoryRequest.id))
        .limit(limit)
    ).all()
    return request_views(session, viewer, rows)


def request_lists(session: Session, viewer: PersonViewer) -> RequestLists:
    """What the viewer is asked, and what they asked; Regional Leads see what any of them and others asked."""
    asked: Sequence[StoryRequest] = []
    if viewer.has_seat:
        waiting_first = sa.case((col(StoryRequest.state) == RequestState.waiting, 0), else_=1)
        mine = sa.true() if viewer.regions_led else StoryRequest.asked_by == viewer.person_id
        asked = session.exec(
            select(StoryRequest)
            .where(mine)
            .order_by(waiting_first, col(StoryRequest.asked_at).desc(), col(StoryRequest.id))
            .limit(SHOWN)
        ).all()
    return RequestLists(
        to_answer=requests_to_answer(session, viewer),
        asked=request_views(session, viewer, asked),
        may_ask=bool(viewer.regions_led or viewer.clusters_led),
    )


def request_views(
    session: Session, viewer: PersonViewer, requests: Sequence[StoryRequest]
) -> list[RequestView]:
    """Those requests, which the viewer may see, in a constant number of reads."""
    if not requests:
        return []
    people = people_by_id(session, [request.asked_by for request in requests])
    schools = schools_by_urn(session, [request.school_urn for request in requests])
    clusters = _clusters(session, [request.cluster_id for request in requests])
    recommendations = recommendations_by_id(session, [request.recommendation_id for request in requests])
    items = items_known(session, viewer, [request.item_id for request in requests])
    return [
        RequestView(
            id=request.id,
            school=schools.get(request.school_urn or 0),
            cluster=clusters.get(request.cluster_id or 0),
            recommendation=recommendations[request.recommendation_id],
            message=request.message,
            state=request.state,
            asked_by=people[request.asked_by],
            asked_at=request.asked_at,
            answered_at=request.answered_at,
            reason=request.reason,
            taken_up_at=items[request.item_id].home.school if request.item_id else None,
            story=_story(request.item_id, items.get(request.item_id)) if request.item_id else None,
            can=_can(viewer, request_facts(request)),
        )
        for request in requests
    ]


def _story(item_id: UUID, known: ItemKnown | None) -> RequestStory | None:
    if known is None or known.title is None:
        return None
    return RequestStory(id=item_id, title=known.title, audience=known.audience)


def _can(viewer: PersonViewer, request: RequestFacts) -> RequestCan:
    waits = request.state is RequestState.waiting
    at_a_school = (
        request.school_urn in viewer.schools
        if request.school_urn is not None
        else request.cluster_id in viewer.member_clusters
    )
    return RequestCan(
        start=waits and at_a_school and is_asked(viewer, request),
        decline=bool(may_decline(viewer, request)),
        withdraw=bool(may_withdraw_request(viewer, request)),
    )


def _clusters(session: Session, ids: Sequence[int | None]) -> dict[int, ClusterRef]:
    wanted = {one for one in ids if one is not None}
    found = session.exec(select(Cluster).where(col(Cluster.id).in_(wanted))).all() if wanted else []
    return {one.id: ref for one in found if one.id is not None and (ref := cluster_ref(one))}


def who_hears_of(session: Session, request: StoryRequest) -> frozenset[UUID]:
    """The leads whom a request is for: of the school, or of the cluster and its schools.

    Everybody at a school that has no lead.
    """
    if request.school_urn is not None:
        at_school = col(Seat.school_urn) == request.school_urn
        leads = _holders(session, at_school, Seat.role == Role.school_lead)
        return leads or _holders(session, at_school)
    schools = select(ClusterMembership.school_urn).where(
        ClusterMembership.cluster_id == request.cluster_id, membership_now()
    )
    return _holders(
        session,
        sa.or_(
            sa.and_(col(Seat.role) == Role.cluster_lead, col(Seat.cluster_id) == request.cluster_id),
            sa.and_(col(Seat.role) == Role.school_lead, col(Seat.school_urn).in_(schools)),
        ),
    )


def _holders(session: Session, *conditions: ColumnElement[bool] | bool) -> frozenset[UUID]:
    return frozenset(
        session.exec(
            select(Holding.person_id)
            .join(Seat, col(Seat.id) == Holding.seat_id)
            .where(*conditions, holding_now())
        ).all()
    )


def places_to_ask(session: Session, viewer: PersonViewer, text: str, limit: int = 10) -> list[RequestPlace]:
    """Clusters, then schools, whose name has every word of ``text`` in it, and which the viewer may ask."""
    if not (viewer.regions_led or viewer.clusters_led):
        return []
    words = text.split()[:6]
    clusters = (
        session.exec(
            select(Cluster)
            .where(*(col(Cluster.name).icontains(word, autoescape=True) for word in words))
            .order_by(Cluster.name)
            .limit(limit)
        ).all()
        if viewer.regions_led
        else []
    )
    query = (
        select(School)
        .where(
            School.status != SchoolStatus.closed,
            *(col(School.name).icontains(word, autoescape=True) for word in words),
        )
        .order_by(School.name, col(School.urn))
        .limit(limit)
    )
    if not viewer.regions_led:
        query = query.join(ClusterMembership, col(ClusterMembership.school_urn) == School.urn).where(
            col(ClusterMembership.cluster_id).in_(viewer.clusters_led), membership_now()
        )
    found = [RequestPlace(cluster=cluster_ref(cluster)) for cluster in clusters]
    found += [RequestPlace(school=school_ref(school)) for school in session.exec(query).all()]
    return found[:limit]
