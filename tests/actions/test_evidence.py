"""Loading guidance: once per change of a file, leaving alone what people have done since."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import col, select

from app.actions.evidence import LOADED, load_guidance
from app.content.guidance import GuidanceFileError
from app.db import Database
from app.models.audit import AuditEntry
from app.models.evidence import Crosswalk, Edition, Guidance, Recommendation, Strength
from app.models.people import Role
from app.policies.viewers import Public
from app.queries.evidence import edition_view, list_guidance, resolve
from tests.factories import County
from tests.guidance_files import crosswalk, edition, put, put_crosswalks


@pytest.fixture
def load(database: Database, tmp_path: Path) -> Callable[[], tuple[str, ...]]:
    """Load what is in ``tmp_path``."""

    def run() -> tuple[str, ...]:
        with database.write() as session:
            return load_guidance(session, tmp_path)

    return run


def titles(database: Database, label: str = "2020") -> list[str]:
    with database.read() as session:
        return [one.title for one in edition_view(session, Public(), "marking", label).recommendations]


def strengths(database: Database) -> dict[tuple[str, str], Strength]:
    """The crosswalks of the made-up guidance, as "label number" of each end."""
    with database.read() as session:
        names = {
            one.id: f"{label} {one.number}"
            for one, label in session.exec(
                select(Recommendation, Edition.label)
                .join(Edition, col(Edition.id) == Recommendation.edition_id)
                .join(Guidance, col(Guidance.id) == Edition.guidance_id)
                .where(Guidance.slug == "marking")
            ).all()
        }
        return {
            (names[link.from_id], names[link.to_id]): link.strength
            for link in session.exec(select(Crosswalk)).all()
            if link.from_id in names
        }


def test_every_database_has_the_shipped_guidance(database: Database) -> None:
    with database.write() as session:
        assert load_guidance(session) == ()
    with database.read() as session:
        slugs = [line.slug for line in list_guidance(session)]
        view = edition_view(session, Public(), "teaching-assistants", "2015")
    assert len(slugs) > 5
    assert len(view.recommendations) == 7
    assert len(view.groups) == 3


def test_a_file_becomes_an_edition_with_groups(
    database: Database, tmp_path: Path, load: Callable[[], tuple[str, ...]]
) -> None:
    put(tmp_path, edition("marking", "2020", "daily: Mark less", "daily: Say why", "Rest", note="Unsure."))
    assert load() == ("marking 2020: new",)
    with database.read() as session:
        view = edition_view(session, Public(), "marking", "2020")
    assert [(one.number, one.title, one.group) for one in view.recommendations] == [
        (1, "Mark less", "daily"),
        (2, "Say why", "daily"),
        (3, "Rest", None),
    ]
    assert [(group.key, group.title) for group in view.groups] == [("daily", "About daily")]
    assert view.note == "Unsure."


def test_short_titles_are_loaded_and_the_full_ones_stand_in_for_missing_ones(
    database: Database, tmp_path: Path, load: Callable[[], tuple[str, ...]]
) -> None:
    made = edition("marking", "2020", "Mark less than you did", "Say why", short="Marking")
    made["recommendations"][0]["short"] = "Mark less"
    put(tmp_path, made)
    load()

    def named() -> list[tuple[str, str]]:
        with database.read() as session:
            view = edition_view(session, Public(), "marking", "2020")
            found = [(one.edition_short_title, one.short_title) for one in view.recommendations]
            assert {view.short_title} == {edition for edition, _ in found}
            return found

    assert named() == [("Marking", "Mark less"), ("Marking", "Say why")]
    del made["short"], made["recommendations"][0]["short"]
    put(tmp_path, made)
    load()
    assert named() == [("Better marking", "Mark less than you did"), ("Better marking", "Say why")]


def test_when_nothing_changed_one_read_is_all(
    database: Database, tmp_path: Path, load: Callable[[], tuple[str, ...]]
) -> None:
    put(tmp_path, edition("marking", "2020", "One"))
    load()
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    assert load() == ()
    assert len([one for one in statements if not one.startswith("BEGIN")]) == 1
    with database.read() as session:
        assert session.exec(select(sa.func.count()).where(AuditEntry.action == LOADED)).one() == 2


def test_a_changed_file_changes_its_edition_and_keeps_its_recommendations(
    database: Database, tmp_path: Path, load: Callable[[], tuple[str, ...]]
) -> None:
    put(tmp_path, edition("marking", "2020", "old: One", "old: Two"))
    load()
    with database.read() as session:
        before = resolve(session, "marking", "2020", 2).id
    put(tmp_path, edition("marking", "2020", "new: One", "new: Two, better said", "Three", title="Anew"))
    assert load() == ("marking 2020: changed",)
    assert titles(database) == ["One", "Two, better said", "Three"]
    with database.read() as session:
        assert resolve(session, "marking", "2020", 2).id == before
        view = edition_view(session, Public(), "marking", "2020")
    assert view.title == "Anew"
    assert [group.key for group in view.groups] == ["new"]


def test_what_an_administrator_changed_lasts_until_its_file_changes(
    database: Database, tmp_path: Path, load: Callable[[], tuple[str, ...]]
) -> None:
    put(tmp_path, edition("marking", "2020", "One", "Two"))
    put(tmp_path, edition("marking", "2024", "One", "Two"))
    put_crosswalks(
        tmp_path,
        crosswalk("marking 2020 1", "marking 2024 1"),
        crosswalk("marking 2020 2", "marking 2024 2"),
        crosswalk("marking 2020 1", "marking 2024 2"),
    )
    load()
    with database.write() as session:
        resolve(session, "marking", "2020", 1).title = "In our words"
        first, gone = (resolve(session, "marking", label, 1).id for label in ("2020", "2024"))
        session.delete(session.get_one(Crosswalk, (first, gone)))

    put(tmp_path, edition("marking", "2024", "One", "Two", "Three"))
    assert load() == ("marking 2024: changed",)
    assert titles(database) == ["In our words", "Two"]
    assert strengths(database).keys() == {("2020 2", "2024 2"), ("2020 1", "2024 2")}

    put_crosswalks(
        tmp_path,
        crosswalk("marking 2020 1", "marking 2024 1"),
        crosswalk("marking 2020 2", "marking 2024 2", "partial"),
        crosswalk("marking 2020 2", "marking 2024 3"),
    )
    assert load() == ("3 crosswalks changed",)
    assert strengths(database) == {
        ("2020 2", "2024 2"): Strength.partial,
        ("2020 2", "2024 3"): Strength.close,
    }


def test_a_recommendation_that_a_file_drops_goes_unless_a_story_carries_it(
    database: Database, county: County, tmp_path: Path, load: Callable[[], tuple[str, ...]]
) -> None:
    put(tmp_path, edition("marking", "2020", "One", "Two", "Three"))
    put(tmp_path, edition("marking", "2024", "One"))
    put_crosswalks(tmp_path, crosswalk("marking 2020 3", "marking 2024 1"))
    load()
    school = county.school(county.cluster())
    lead = county.person(Role.school_lead, school)
    county.story(lead, school, tags=[county.recommendation(2, "marking", "2020")])
    put(tmp_path, edition("marking", "2020", "One"))
    put_crosswalks(tmp_path)
    done = load()
    assert titles(database) == ["One", "Two"]
    assert "marking 2020: number 3 is gone" in done
    assert any(what.startswith("marking 2020: number 2 is kept") for what in done)
    assert strengths(database) == {}


def test_a_wrong_file_writes_nothing(
    database: Database, tmp_path: Path, load: Callable[[], tuple[str, ...]]
) -> None:
    put(tmp_path, edition("marking", "2020", "One"))
    load()
    put(tmp_path, edition("marking", "2020", "Changed"))
    put(tmp_path, edition("reading", "2020"))
    with pytest.raises(GuidanceFileError, match=r"reading-2020\.json"):
        load()
    assert titles(database) == ["One"]
