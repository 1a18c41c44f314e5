"""What a revision changes against an earlier one, in the words that its readers are told it in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from app.content.revision_details import Details, FileDetail, JourneyDetails, MeasureDetail, PhaseDetail
from app.models.journeys import Phase

ORDER = tuple(Phase)
MOST_NAMES = 3
"""More parts of a text than this are counted, not named."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """A revision as far as it can be compared. ``sections`` as in ``Revision.sections``."""

    title: str
    byline: tuple[str, ...]
    tags: frozenset[int]
    sections: Sequence[Mapping[str, Any]]
    details: Details


def changes_between(before: Frozen, after: Frozen) -> list[str]:
    """What is different in ``after``, in reading order: phrases with a capital first and no full stop.

    ``["2 entries are new, 1 changed", "The phase moved back from Deliver to Prepare"]``, or nothing.
    """
    return [
        *([f"The title is now “{after.title}”"] if after.title != before.title else []),
        *_text(_parts(before), _parts(after)),
        *_journey(before, after),
        *_counted(
            "file",
            "files",
            {one["id"]: one for one in _files(before.details, None)},
            {one["id"]: one for one in _files(after.details, None)},
        ),
        *_counted(
            "link",
            "links",
            {one["id"]: one for one in before.details.get("links", [])},
            {one["id"]: one for one in after.details.get("links", [])},
        ),
        *(["The licence changed"] if before.details.get("licence") != after.details.get("licence") else []),
        *(["The recommendations changed"] if before.tags != after.tags else []),
        *(["The byline changed"] if before.byline != after.byline else []),
    ]


def _parts(revision: Frozen) -> dict[str, tuple[str, str]]:
    """Title and text of what is written, without the entries of a journey, by key."""
    return {
        part["key"]: (part["title"], part["markdown"])
        for part in revision.sections
        if not part.get("entry") and part["markdown"].strip()
    }


def _text(before: Mapping[str, tuple[str, str]], after: Mapping[str, tuple[str, str]]) -> list[str]:
    new = [title for key, (title, _) in after.items() if key not in before]
    gone = [title for key, (title, _) in before.items() if key not in after]
    changed = [title for key, (title, text) in after.items() if key in before and before[key][1] != text]
    return [
        *_named(new, "is new", "are new"),
        *_named(changed, "changed", "changed"),
        *_named(gone, "was taken out", "were taken out"),
    ]


def _named(titles: Sequence[str], one: str, several: str) -> list[str]:
    if not titles:
        return []
    if len(titles) > MOST_NAMES:
        return [f"{len(titles)} parts of the text {several}"]
    quoted = [f"“{title}”" for title in titles]
    names = quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
    return [f"{names} {one if len(titles) == 1 else several}"]


def _journey(before: Frozen, after: Frozen) -> list[str]:
    if "journey" not in before.details or "journey" not in after.details:
        return []
    earlier, later = before.details["journey"], after.details["journey"]
    return [
        *_counted("entry", "entries", _entries(before, earlier), _entries(after, later)),
        *_phases(earlier["phases"], later["phases"]),
        *_measures(earlier["measures"], later["measures"]),
    ]


def _entries(revision: Frozen, journey: JourneyDetails) -> dict[str, Any]:
    """All that there is of each entry but who it names, by id."""
    return {
        entry["id"]: (
            {**entry, "by": None},
            [
                (part["key"], part["markdown"])
                for part in revision.sections
                if part.get("entry") == entry["id"]
            ],
            _files(revision.details, entry["id"]),
        )
        for entry in journey["entries"]
    }


def _files(details: Details, entry: str | None) -> list[FileDetail]:
    return [one for one in details.get("files", []) if one["entry"] == entry]


def _counted(one: str, several: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """ "2 entries are new, 1 changed, 1 was taken out"."""
    new = sum(key not in before for key in after)
    gone = sum(key not in after for key in before)
    changed = sum(key in before and before[key] != what for key, what in after.items())
    said: list[str] = []
    for count, verb in (
        (new, "is new" if new == 1 else "are new"),
        (changed, "changed"),
        (gone, "was taken out" if gone == 1 else "were taken out"),
    ):
        if count:
            noun = "" if said else f" {one if count == 1 else several}"
            said.append(f"{count}{noun} {verb}")
    return [", ".join(said)] if said else []


def _phases(before: Sequence[PhaseDetail], after: Sequence[PhaseDetail]) -> list[str]:
    if before == after:
        return []
    known = {(one["phase"], one["since"]) for one in before}
    moves = [
        _move(earlier["phase"], later["phase"])
        for earlier, later in pairwise(after)
        if (later["phase"], later["since"]) not in known and earlier["phase"] != later["phase"]
    ]
    return moves or ["What is said of its phases changed"]


def _move(earlier: str, later: str) -> str:
    back = "back" if ORDER.index(Phase(later)) < ORDER.index(Phase(earlier)) else "on"
    return f"The phase moved {back} from {earlier.capitalize()} to {later.capitalize()}"


def _measures(before: Sequence[MeasureDetail], after: Sequence[MeasureDetail]) -> list[str]:
    known = {one["id"]: one for one in before}
    here = {one["id"] for one in after}
    told = [(f"The measure “{one['name']}”", known.get(one["id"]), one) for one in after]
    return [
        *(f"{name} {words}" for name, old, new in told for words in _measure(old, new)),
        *(f"The measure “{one['name']}” was taken out" for one in before if one["id"] not in here),
    ]


def _measure(before: MeasureDetail | None, after: MeasureDetail) -> list[str]:
    if before is None:
        count = len(after["points"])
        return [f"is new, with {_numbers(count)}" if count else "is new"]
    earlier = {point["measured_on"]: point for point in before["points"]}
    later = {point["measured_on"]: point for point in after["points"]}
    more = len(later.keys() - earlier.keys())
    fewer = len(earlier.keys() - later.keys())
    changed = sum(day in earlier and earlier[day] != point for day, point in later.items())
    said = [
        *([f"has {_numbers(more, 'more ')}"] if more else []),
        *([f"has {_numbers(fewer, 'fewer ')}"] if fewer else []),
        *(
            ["has 1 number that changed" if changed == 1 else f"has {changed} numbers that changed"]
            if changed
            else []
        ),
        *(["is described differently"] if _without_points(before) != _without_points(after) else []),
    ]
    return [", ".join(said)] if said else []


def _numbers(count: int, more: str = "") -> str:
    return f"{count} {more}{'number' if count == 1 else 'numbers'}"


def _without_points(measure: MeasureDetail) -> dict[str, Any]:
    return {key: value for key, value in measure.items() if key != "points"}
