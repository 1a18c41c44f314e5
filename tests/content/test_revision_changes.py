"""What a revision changes is said in words, and all of it is."""

from typing import Any

import pytest

from app.content.revision_changes import Frozen, changes_between
from app.content.revision_details import Details, EntryDetail, FileDetail, MeasureDetail


def section(key: str, text: str, entry: str | None = None) -> dict[str, Any]:
    return {"key": key, "title": key.capitalize(), "markdown": text, **({"entry": entry} if entry else {})}


def entry(number: str, **other: Any) -> EntryDetail:
    told: EntryDetail = {
        "id": number,
        "happened_on": "2026-03-01",
        "going": None,
        "prompt": None,
        "by": None,
        "tags": [],
    }
    return {**told, **other}  # type: ignore[typeddict-item]


def measure(number: str, *points: tuple[str, float], **other: Any) -> MeasureDetail:
    told: MeasureDetail = {
        "id": number,
        "name": "Reading age",
        "unit": "months",
        "better": "up",
        "source": "",
        "baseline": None,
        "target": None,
        "points": [{"measured_on": day, "value": value, "people": None, "note": ""} for day, value in points],
    }
    return {**told, **other}  # type: ignore[typeddict-item]


def file(number: str, version: int = 1, of_entry: str | None = None) -> FileDetail:
    return {
        "id": number,
        "version": version,
        "name": "sheet.pdf",
        "description": "",
        "media_type": "application/pdf",
        "size": 1,
        "width": None,
        "height": None,
        "pages": 1,
        "has_preview": False,
        "entry": of_entry,
    }


def phase(name: str, since: str, note: str = "") -> dict[str, str]:
    return {"phase": name, "since": since, "note": note}


def revision(
    *sections: dict[str, Any],
    title: str = "Ten minutes",
    byline: tuple[str, ...] = ("a",),
    tags: tuple[int, ...] = (1,),
    files: tuple[FileDetail, ...] = (),
    links: tuple[str, ...] = (),
    licence: str = "",
    **journey: Any,
) -> Frozen:
    details: Details = {"files": list(files)}
    details["links"] = [{"id": one, "url": one, "title": "", "description": ""} for one in links]
    if licence:
        details["licence"] = licence
    if journey:
        details["journey"] = {"phases": [], "entries": [], "measures": [], **journey}  # type: ignore[typeddict-item]
    return Frozen(title, byline, frozenset(tags), sections, details)


BEGUN = phase("explore", "2026-01-05")
DELIVERED = phase("deliver", "2026-02-02")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (revision(section("why", "A")), revision(section("why", "A")), []),
        (
            revision(section("why", "A"), section("how", "B")),
            revision(section("why", "A2"), section("what", "C"), title="Twelve minutes"),
            ["The title is now “Twelve minutes”", "“What” is new", "“Why” changed", "“How” was taken out"],
        ),
        (revision(), revision(section("why", "A"), section("how", "B")), ["“Why” and “How” are new"]),
        (revision(), revision(*(section(one, "A") for one in "abcd")), ["4 parts of the text are new"]),
        (
            revision(entries=[entry("1"), entry("2")]),
            revision(entries=[entry("2", going="stuck"), entry("3"), entry("4")]),
            ["2 entries are new, 1 changed, 1 was taken out"],
        ),
        (
            revision(section("tried", "A", "1"), entries=[entry("1", by="J. Okoro")]),
            revision(section("tried", "B", "1"), entries=[entry("1")]),
            ["1 entry changed"],
        ),
        (
            revision(entries=[entry("1")]),
            revision(entries=[entry("1")], files=(file("f", of_entry="1"),)),
            ["1 entry changed"],
        ),
        (
            revision(phases=[BEGUN, DELIVERED]),
            revision(phases=[BEGUN, DELIVERED, phase("prepare", "2026-03-02")]),
            ["The phase moved back from Deliver to Prepare"],
        ),
        (
            revision(phases=[BEGUN]),
            revision(phases=[BEGUN, DELIVERED]),
            ["The phase moved on from Explore to Deliver"],
        ),
        (
            revision(phases=[BEGUN]),
            revision(phases=[{**BEGUN, "note": "Why"}]),
            ["What is said of its phases changed"],
        ),
        (
            revision(measures=[measure("m", ("2026-01-01", 1))]),
            revision(measures=[measure("m", ("2026-01-01", 1), ("2026-02-01", 2), ("2026-03-01", 2))]),
            ["The measure “Reading age” has 2 more numbers"],
        ),
        (
            revision(measures=[measure("m", ("2026-01-01", 1), ("2026-02-01", 2))]),
            revision(measures=[measure("m", ("2026-01-01", 3), target=4), measure("n", ("2026-01-01", 3))]),
            [
                "The measure “Reading age” has 1 fewer number, has 1 number that changed, "
                "is described differently",
                "The measure “Reading age” is new, with 1 number",
            ],
        ),
        (
            revision(measures=[measure("m")]),
            revision(measures=[]),
            ["The measure “Reading age” was taken out"],
        ),
        (
            revision(files=(file("a"), file("b")), links=("x",), licence="cc-by"),
            revision(files=(file("a", 2), file("c")), links=("x", "y"), tags=(1, 2), byline=("a", "b")),
            [
                "1 file is new, 1 changed, 1 was taken out",
                "1 link is new",
                "The licence changed",
                "The recommendations changed",
                "The byline changed",
            ],
        ),
    ],
)
def test_what_changed(before: Frozen, after: Frozen, said: list[str]) -> None:
    assert changes_between(before, after) == said
