"""What a cluster decides about itself."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.actions.audit import record
from app.errors import Invalid
from app.events import ClusterNews, emit
from app.models.evidence import ClusterFocus, Edition, Guidance
from app.models.places import Cluster
from app.policies.answers import require
from app.policies.clusters import may_choose_focus
from app.policies.viewers import PersonViewer


def choose_focus(
    session: Session, viewer: PersonViewer, cluster: Cluster, editions: Sequence[tuple[str, str]]
) -> None:
    """Work from these editions, each by its guidance and label, and from no others; none is allowed."""
    assert cluster.id is not None
    require(may_choose_focus(viewer, cluster.id))
    wanted = set(editions)
    rows = session.exec(
        select(Guidance.slug, Edition.label, Edition.id)
        .join(Edition, col(Edition.guidance_id) == Guidance.id)
        .where(sa.tuple_(col(Guidance.slug), col(Edition.label)).in_(wanted))
    ).all()
    if len(rows) != len(wanted):
        raise Invalid("One of these editions is not in the guidance here.")
    session.exec(sa.delete(ClusterFocus).where(col(ClusterFocus.cluster_id) == cluster.id))
    session.add_all(ClusterFocus(cluster_id=cluster.id, edition_id=edition or 0) for _, _, edition in rows)
    record(
        session,
        viewer.person_id,
        "cluster.focus_chosen",
        "cluster",
        cluster.id,
        editions=sorted(f"{slug}/{label}" for slug, label in wanted),
    )
    emit(session, ClusterNews(cluster.id, "focus"))
