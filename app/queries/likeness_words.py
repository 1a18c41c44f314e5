"""Why a school is like another, in a teacher's words. Pure: no database.

Said of the other school, to somebody at the first ("yours") or on the first's page ("here").
"""

from typing import Literal

from app.queries.likeness import PERHAPS, SAME, Likeness, Traits, kilometres, rurality
from app.schemas.similar import Compared

_PHASES = {"not applicable": "special or alternative school", "16 plus": "sixth form", "nursery": "nursery"}
_KINDS = (
    ("special", "special school"),
    ("referral", "pupil referral unit"),
    ("alternative", "alternative provision"),
)


def compared(mine: Traits, other: Traits, likeness: Likeness, *, yours: bool) -> list[Compared]:
    """Every respect in which they were compared, or could not be, in the order of interest."""
    type_matters = likeness.tier == PERHAPS
    return [
        Compared(
            about="phase",
            words=_phase(mine, other, likeness.tier, yours),
            missing=_missing(mine.type, other.type) if type_matters else None,
        ),
        Compared(about="size", words=_size(mine, other, yours), missing=_missing(mine.pupils, other.pupils)),
        Compared(
            about="fsm", words=_fsm(mine, other, yours), missing=_missing(mine.fsm_percent, other.fsm_percent)
        ),
        Compared(
            about="surroundings",
            words=_surroundings(mine, other, yours),
            missing=_missing(rurality(mine.urban_rural), rurality(other.urban_rural)),
        ),
        Compared(
            about="distance",
            words=_distance(mine, other, yours),
            missing=_missing(mine.district, other.district)
            if "distance" not in likeness.differences
            else None,
        ),
    ]


def sort_of_school(traits: Traits) -> str:
    """What one calls such a school: "primary", "special school" …"""
    phase, kind = traits.phase.casefold(), (traits.type or "").casefold()
    if phase == "not applicable":
        return next((words for part, words in _KINDS if part in kind), _PHASES[phase])
    return _PHASES.get(phase, phase)


def _phase(mine: Traits, other: Traits, tier: int, yours: bool) -> str:
    sort = sort_of_school(other)
    if tier == SAME:
        return f"{sort} like yours" if yours else f"{sort}, as here"
    if tier == PERHAPS:
        return f"{sort}, perhaps of another type"
    own = sort_of_school(mine)
    return f"{sort}, yours is {own}" if yours else f"{sort}, here {own}"


def _size(mine: Traits, other: Traits, yours: bool) -> str:
    if mine.pupils is None or other.pupils is None:
        return _unknown("number of pupils", mine.pupils, other.pupils, yours)
    pupils = "1 pupil" if other.pupils == 1 else f"{other.pupils:,} pupils"
    if mine.pupils == other.pupils:
        return f"{pupils} too"
    return f"{pupils}, yours has {mine.pupils:,}" if yours else f"{pupils}, here {mine.pupils:,}"


def _fsm(mine: Traits, other: Traits, yours: bool) -> str:
    if mine.fsm_percent is None or other.fsm_percent is None:
        return _unknown("free school meals", mine.fsm_percent, other.fsm_percent, yours)
    here, there = f"{mine.fsm_percent:.0f} %", f"{other.fsm_percent:.0f} %"
    if here == there:
        return f"{there} on free school meals too"
    return f"{there} on free school meals, {'yours' if yours else 'here'} {here}"


def _surroundings(mine: Traits, other: Traits, yours: bool) -> str:
    here, there = rurality(mine.urban_rural), rurality(other.urban_rural)
    if here is None or there is None:
        return _unknown("town or country", here, there, yours)
    names = {0.0: "in a town", 0.5: "in a small town or large village", 1.0: "in the country"}
    if here == there:
        return f"{names[there]} too"
    return f"{names[there]}, {'yours' if yours else 'here'} {names[here]}"


def _distance(mine: Traits, other: Traits, yours: bool) -> str:
    km = kilometres(mine, other)
    if km is not None:
        miles = km / 1.609344
        return (
            "less than a mile away"
            if miles < 1
            else f"{miles:.0f} {'mile' if round(miles) == 1 else 'miles'} away"
        )
    if mine.district and other.district:
        if mine.district.casefold() == other.district.casefold():
            return f"also in {other.district}"
        return f"in {other.district}, {'yours' if yours else 'here'} {mine.district}"
    return _unknown("district", mine.district, other.district, yours)


def _missing(here: object, there: object) -> Literal["here", "there", "both"] | None:
    if here is None:
        return "both" if there is None else "here"
    return "there" if there is None else None


def _unknown(what: str, here: object, there: object, yours: bool) -> str:
    match _missing(here, there):
        case "both":
            return f"{what} not known of either"
        case "here":
            return f"{what} not known {'for yours' if yours else 'here'}"
        case _:
            return f"{what} not known {'for this school' if yours else 'there'}"
