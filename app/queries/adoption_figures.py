"""How many schools tried an item, in numbers and in words: all that the public is told of it."""

from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.models.adoptions import Adoption, Stance
from app.schemas.adoptions import AdoptionFigure

Counts = Mapping[Stance, int]

_SHORT = {Stance.adopted: "as it is", Stance.adapted: "adapted", Stance.stopped: "stopped"}
_ONE = {
    Stance.adopted: "as it is",
    Stance.adapted: "which adapted it",
    Stance.stopped: "which stopped",
}


def counts_of(session: Session, items: set[UUID]) -> dict[UUID, dict[Stance, int]]:
    """For each of these items that any school tried, how many said what; one read."""
    found: dict[UUID, dict[Stance, int]] = {}
    if not items:
        return found
    for item, stance, number in session.exec(
        select(Adoption.item_id, Adoption.stance, sa.func.count())
        .where(col(Adoption.item_id).in_(items), col(Adoption.taken_back_at).is_(None))
        .group_by(col(Adoption.item_id), col(Adoption.stance))
    ).all():
        found.setdefault(item, {})[Stance(stance)] = number
    return found


def figure(counts: Counts) -> AdoptionFigure:
    """These numbers with their words."""
    return AdoptionFigure(**{one.value: counts.get(one, 0) for one in Stance}, words=figure_words(counts))


def figure_words(counts: Counts) -> str:
    """ "Tried by 5 other schools: 2 as it is, 2 adapted, 1 stopped"; nothing where none did."""
    said = {one: counts[one] for one in Stance if counts.get(one)}
    schools = sum(said.values())
    if not said:
        return ""
    if schools == 1:
        return f"Tried by 1 other school, {_ONE[next(iter(said))]}"
    return f"Tried by {schools} other schools: " + ", ".join(
        f"{number} {_SHORT[one]}" for one, number in said.items()
    )


def figure_of(session: Session, item_id: UUID) -> AdoptionFigure:
    """The figure of one item."""
    return figure(counts_of(session, {item_id}).get(item_id, {}))
