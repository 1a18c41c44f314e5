"""What cards and actions can be about: the cluster's schools, and what it looks at."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from app import clock
from app.actions.boards.turn import Turn
from app.errors import Invalid
from app.models.evidence import ClusterFocus, Recommendation
from app.models.places import ClusterMembership
from app.queries.viewers import membership_now


def must_know_recommendations(turn: Turn, ids: Collection[int | None]) -> None:
    """Raise ``Invalid`` unless all are in an edition that the cluster looks at."""
    wanted = set(ids)
    if wanted and not wanted <= _found(turn, _IN_FOCUS, ids=list(wanted)):
        raise Invalid("Your cluster does not look at this recommendation.")


def must_know_school(turn: Turn, urn: int | None) -> None:
    """Raise ``Invalid`` unless it is a school of the cluster, or none."""
    if urn is not None and not _found(turn, _IN_CLUSTER, urn=urn, today=clock.today()):
        raise Invalid("This school is not in the cluster.")


def _found(turn: Turn, asked: sa.Select[Any], **about: Any) -> set[int]:
    rows = turn.rows.execute(asked, {"cluster": turn.facts.cluster_id, **about})
    return {row[0] for row in rows}


def _statements() -> tuple[sa.Select[Any], sa.Select[Any]]:
    focus, recommendation, membership = (
        SQLModel.metadata.tables[str(one.__tablename__)]
        for one in (ClusterFocus, Recommendation, ClusterMembership)
    )
    in_focus = (
        sa.select(recommendation.c.id)
        .join(focus, focus.c.edition_id == recommendation.c.edition_id)
        .where(
            focus.c.cluster_id == sa.bindparam("cluster"),
            recommendation.c.id.in_(sa.bindparam("ids", expanding=True)),
        )
    )
    in_cluster = sa.select(membership.c.school_urn).where(
        membership.c.cluster_id == sa.bindparam("cluster"),
        membership.c.school_urn == sa.bindparam("urn"),
        membership_now(sa.bindparam("today", type_=sa.Date())),
    )
    return in_focus, in_cluster


# Put together once, as cards are tagged all the time.
_IN_FOCUS, _IN_CLUSTER = _statements()
