"""The rubric's versions: each kept as it was, and keys that never come to mean something else."""

import pytest
from sqlmodel import select

from app.actions.rubric import change_rubric, load_rubric
from app.db import Database
from app.errors import Changed, Conflict, Invalid, NotAllowed
from app.models.exemplars import Rubric
from app.models.people import Role
from app.queries.rubric import current_rubric
from app.queries.viewers import person_viewer
from app.schemas.rubric import CriterionChange
from tests.factories import County

NEW = CriterionChange(title="Honest", description="About what did not work.")


def changed(
    database: Database, county: County, criteria: list[CriterionChange], version: int = 1, note: str = "Why"
) -> Rubric:
    person = county.person(Role.administrator)
    with database.write() as session:
        made = change_rubric(
            session, person_viewer(session, person), version=version, criteria=criteria, note=note
        )
        session.expunge(made)
        return made


def kept(rubric: Rubric) -> list[CriterionChange]:
    return [CriterionChange(**one) for one in rubric.criteria]


def first(database: Database) -> Rubric:
    with database.read() as session:
        return session.exec(select(Rubric).where(Rubric.version == 1)).one()


def test_it_comes_with_the_service_and_is_loaded_once(database: Database) -> None:
    rubric = first(database)
    assert 6 <= len(rubric.criteria) <= 8
    assert rubric.made_by is None
    words = " ".join(one["title"] + one["description"] for one in rubric.criteria).lower()
    assert "assistant" not in words, "nothing about one kind of guidance is built in"
    with database.write() as session:
        assert not load_rubric(session)


def test_a_change_makes_the_next_version_and_keeps_the_old_one(database: Database, county: County) -> None:
    before = first(database)
    made = changed(database, county, [NEW, *reversed(kept(before))], note="The honest part first.")
    assert (made.version, made.note) == (2, "The honest part first.")
    keys = [one["key"] for one in made.criteria]
    assert keys[0] == "honest-2", "the key of another criterion is not given again"
    assert keys[1:] == [one["key"] for one in reversed(before.criteria)]
    assert first(database).criteria == before.criteria


def test_a_key_that_has_gone_is_never_given_again(database: Database, county: County) -> None:
    rest = [one for one in kept(first(database)) if one.key != "honest"]
    changed(database, county, rest)
    made = changed(database, county, [*rest, NEW], version=2)
    assert made.criteria[-1]["key"] == "honest-2"
    with pytest.raises(Invalid):
        changed(database, county, kept(first(database)), version=3)


def test_who_read_an_old_version_changes_nothing(database: Database, county: County) -> None:
    criteria = kept(first(database))
    changed(database, county, criteria[1:])
    with pytest.raises(Changed):
        changed(database, county, criteria[2:])
    with database.read() as session:
        assert current_rubric(session).version == 2


def test_nothing_changed_is_no_version(database: Database, county: County) -> None:
    with pytest.raises(Conflict):
        changed(database, county, kept(first(database)))


def test_only_administrators(database: Database, county: County) -> None:
    person = county.person(Role.regional_lead, county.region())
    with database.write() as session, pytest.raises(NotAllowed):
        change_rubric(session, person_viewer(session, person), version=1, criteria=[NEW], note="Mine")
