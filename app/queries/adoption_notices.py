"""The words of notices about "we tried this too", for those who may read the item when they read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from app.models.adoptions import Adoption, Stance
from app.models.places import School

_DID = {
    Stance.adopted: "{school} took on {story} as it is.",
    Stance.adapted: "{school} adapted {story}.",
    Stance.stopped: "{school} tried {story} and stopped.",
}


@dataclass(frozen=True, slots=True)
class AdoptionKnown:
    """What a school says; ``stance`` is ``None`` once it has taken that back."""

    school: str
    stance: Stance | None


def adoptions_known(session: Session, ids: Iterable[UUID | None]) -> dict[UUID, AdoptionKnown]:
    """These, as they are now; whether their item is the reader's to know is for the caller to ask."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    rows = session.exec(
        select(Adoption, School.name)
        .join(School, col(School.urn) == Adoption.school_urn)
        .where(col(Adoption.id).in_(wanted))
    ).all()
    return {
        one.id: AdoptionKnown(school, one.stance if one.taken_back_at is None else None)
        for one, school in rows
    }


def adoption_words(story: str, known: AdoptionKnown | None) -> str:
    """One sentence; which school it is only for those who may read the story."""
    if known is None:
        return f"Another school said what it did with {story}."
    if known.stance is None:
        return f"{known.school} had said what it did with {story}, and took that back."
    return _DID[known.stance].format(school=known.school, story=story)
