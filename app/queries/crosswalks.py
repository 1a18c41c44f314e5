"""How recommendations of different editions map onto each other, and so which stories are about which.

Only the tags that people chose are stored. Mapping happens when reading: one hop, in both directions, never
into the same edition; and a story counts once for a recommendation however many ways it gets there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause, Subquery
from sqlmodel import Session, col, select

from app.models.evidence import Crosswalk, Recommendation, Strength
from app.models.items import Revision, RevisionTag

OWN, CLOSE, PARTIAL = 0, 1, 2
"""How near a story's tag is to a recommendation: the very tag, by a close or only by a partial crosswalk."""

NEARNESS: dict[int, Strength | None] = {OWN: None, CLOSE: Strength.close, PARTIAL: Strength.partial}


@dataclass(frozen=True, slots=True)
class Related:
    """A recommendation of another edition that a crosswalk joins to one asked about."""

    recommendation_id: int
    strength: Strength


@dataclass(frozen=True, slots=True)
class StoryCount:
    """How many stories are about a recommendation, each counted once, where it is nearest.

    ``direct``: tagged with it. ``mapped``: with a recommendation of another edition that says the same.
    ``partly``: only with one that partly says it.
    """

    direct: int = 0
    mapped: int = 0
    partly: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.direct + self.mapped + self.partly


def both_ways() -> Subquery:
    """Crosswalks read in both directions, never into the same edition: ``here``, ``there``, ``nearness``.

    Two recommendations that are joined twice come once, by the stronger link.
    """
    nearness = sa.case((col(Crosswalk.strength) == Strength.close, CLOSE), else_=PARTIAL).label("nearness")
    forth = sa.select(col(Crosswalk.from_id).label("here"), col(Crosswalk.to_id).label("there"), nearness)
    back = sa.select(col(Crosswalk.to_id), col(Crosswalk.from_id), nearness)
    link = sa.union_all(forth, back).subquery("link")
    one, other = aliased(Recommendation), aliased(Recommendation)
    return (
        select(link.c.here, link.c.there, sa.func.min(link.c.nearness).label("nearness"))
        .join(one, col(one.id) == link.c.here)
        .join(other, col(other.id) == link.c.there)
        .where(col(one.edition_id) != other.edition_id)
        .group_by(link.c.here, link.c.there)
        .subquery("both_ways")
    )


def related(session: Session, ids: Sequence[int]) -> dict[int, list[Related]]:
    """What is one hop away from each of these recommendations, in no order."""
    links = both_ways()
    found: dict[int, list[Related]] = {one: [] for one in ids}
    for here, there, nearness in session.exec(
        select(links.c.here, links.c.there, links.c.nearness).where(links.c.here.in_(ids))
    ).all():
        found[here].append(Related(there, Strength.close if nearness == CLOSE else Strength.partial))
    return found


def story_matches(visible: FromClause, about: ColumnElement[bool]) -> Subquery:
    """Which stories are about which recommendations: ``recommendation_id``, ``item_id``, ``nearness``.

    ``visible`` has an ``item_id`` and the ``revision_number`` whose tags count; ``about`` is a condition on
    ``Recommendation``. Each pair comes once, by its nearest way: a tag of the authors', else a crosswalk.
    """
    tag = (
        select(visible.c.item_id, col(RevisionTag.recommendation_id))
        .select_from(visible)
        .join(
            Revision,
            sa.and_(
                col(Revision.item_id) == visible.c.item_id,
                col(Revision.number) == visible.c.revision_number,
            ),
        )
        .join(RevisionTag, col(RevisionTag.revision_id) == Revision.id)
        .cte("tag")
    )
    links = both_ways()
    own = (
        sa.select(
            col(Recommendation.id).label("recommendation_id"), tag.c.item_id, sa.literal(OWN).label("way")
        )
        .join(tag, tag.c.recommendation_id == Recommendation.id)
        .where(about)
    )
    mapped = (
        sa.select(col(Recommendation.id), tag.c.item_id, links.c.nearness)
        .join(links, links.c.here == Recommendation.id)
        .join(tag, tag.c.recommendation_id == links.c.there)
        .where(about)
    )
    ways = sa.union_all(own, mapped).subquery("ways")
    return (
        select(ways.c.recommendation_id, ways.c.item_id, sa.func.min(ways.c.way).label("nearness"))
        .group_by(ways.c.recommendation_id, ways.c.item_id)
        .subquery("matches")
    )


def count_stories(session: Session, visible: FromClause, about: ColumnElement[bool]) -> dict[int, StoryCount]:
    """For each recommendation that meets ``about`` and has any: its ``visible`` stories ."""
    matches = story_matches(visible, about)

    def how_many(nearness: int) -> ColumnElement[int]:
        return sa.func.sum(sa.case((matches.c.nearness == nearness, 1), else_=0))

    rows = session.exec(
        select(matches.c.recommendation_id, how_many(OWN), how_many(CLOSE), how_many(PARTIAL)).group_by(
            matches.c.recommendation_id
        )
    ).all()
    return {one: StoryCount(int(own), int(close), int(partly)) for one, own, close, partly in rows}
