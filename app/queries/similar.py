"""Schools like ours: the nearest by what the register knows, and why, in words."""

from dataclasses import fields
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col

from app.errors import NotFound
from app.models.places import School, SchoolStatus
from app.policies.viewers import PersonViewer
from app.queries.likeness import Traits, rank
from app.queries.likeness_words import compared
from app.queries.places import schools_by_urn
from app.schemas.similar import LikeMine, SimilarSchool, SimilarSchools

HOW_MANY = 15

_OF_ITSELF = {
    "pupils": "how many pupils it has",
    "fsm_percent": "its free school meals",
    "urban_rural": "whether it is in a town or the country",
}


def nearest_schools(session: Session, urn: int, n: int = HOW_MANY) -> list[int]:
    """URNs of up to ``n`` open schools most like this one, nearest first; none if there is no such school."""
    traits = _all_traits(session, urn)
    return [one.urn for one in rank(traits[urn], traits.values())[:n]] if urn in traits else []


def similar_schools(session: Session, viewer: PersonViewer, urn: int, n: int = HOW_MANY) -> SimilarSchools:
    """The same with what was compared, or ``NotFound``."""
    traits = _all_traits(session, urn)
    if urn not in traits:
        raise NotFound("There is no school with this number.")
    mine = traits[urn]
    found = rank(mine, traits.values())[:n]
    schools = schools_by_urn(session, [urn, *(one.urn for one in found)])
    yours = urn in viewer.schools
    return SimilarSchools(
        school=schools[urn],
        schools=[
            SimilarSchool(
                school=schools[one.urn],
                district=traits[one.urn].district,
                degree=one.degree,
                compared=compared(mine, traits[one.urn], one, yours=yours),
            )
            for one in found
        ],
        unknown=[words for field, words in _OF_ITSELF.items() if getattr(mine, field) is None],
    )


def like_mine(session: Session, viewer: PersonViewer, urn: int) -> list[LikeMine]:
    """How like each school of the viewer's this one is, the most like first, or ``NotFound``.

    Nothing about their own school, nor about one that is not comparable.
    """
    traits = _all_traits(session, urn, *viewer.schools)
    if urn not in traits:
        raise NotFound("There is no school with this number.")
    theirs = traits[urn]
    found = [
        (mine, one)
        for mine in sorted(viewer.schools - {urn})
        if mine in traits
        for one in rank(traits[mine], traits.values())
        if one.urn == urn
    ]
    found.sort(key=lambda pair: (pair[1].tier, pair[1].score))
    schools = schools_by_urn(session, [urn, *(mine for mine, _ in found)])
    return [
        LikeMine(
            mine=schools[mine],
            likeness=SimilarSchool(
                school=schools[urn],
                district=theirs.district,
                degree=one.degree,
                compared=compared(traits[mine], theirs, one, yours=True),
            ),
        )
        for mine, one in found
    ]


def _all_traits(session: Session, *always: int) -> dict[int, Traits]:
    """What is compared of every open school, and of those in ``always`` even if they have closed."""
    here = [SchoolStatus.open, SchoolStatus.closing]
    columns: list[ColumnElement[Any]] = [getattr(School, field.name) for field in fields(Traits)]
    rows = session.exec(  # type: ignore[call-overload]
        sa.select(*columns).where(sa.or_(col(School.status).in_(here), col(School.urn).in_(always)))
    ).all()
    return {row[0]: Traits(*row) for row in rows}
