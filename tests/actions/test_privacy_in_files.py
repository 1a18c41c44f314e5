"""What stands in files is looked through like a story's own words, before it leaves the school."""

from uuid import UUID

import pytest
from sqlmodel import select

from app import clock
from app.errors import Invalid
from app.models.audit import AuditEntry
from app.models.items import Audience, Item, Revision
from app.models.privacy import FindingKind, PrivacyDismissal
from app.queries import privacy_files
from app.queries.privacy import MOST_OF_A_FILE, privacy_view
from tests.actions.test_privacy import School
from tests.factories import County
from tests.uploads import stored


@pytest.fixture
def school(county: County) -> School:
    return School(county)


@pytest.fixture
def story(school: School) -> UUID:
    return school.county.story(school.lead, school.urn)


def sees(school: School, story: UUID, revision: bool = False) -> list[tuple[str, str, str]]:
    """What the check says: where, what, and the words before it."""
    with school.county.database.read() as session:
        frozen = session.exec(select(Revision)).one() if revision else None
        view = privacy_view(session, session.get_one(Item, story), frozen)
    return [(one.section_title, one.match, one.before) for one in view.findings]


def test_the_words_in_a_file_stand_in_the_way_like_a_section_s(school: School, story: UUID) -> None:
    text = b"Rota\nSam, born 12/03/2016, sits with Mrs Fen.\nUPN A823410619023."
    file = stored(school.county, story, school.lead, content=text)
    with pytest.raises(Invalid) as refused:
        school.ask(story)
    assert [(one["where"], one["kind"]) for one in refused.value.errors] == [
        (f"sections.file-{file}", "date_of_birth"),
        (f"sections.file-{file}", "upn"),
    ]
    assert "in the file “Rota.txt”." in refused.value.errors[0]["message"]
    assert "12/03/2016" not in str(refused.value.errors)
    assert sees(school, story) == [
        ("The file “Rota.txt”", "12/03/2016", "Sam, born "),
        ("The file “Rota.txt”", "A823410619023", "UPN "),
    ]
    school.ask(story, Audience.school, confirmed=False)
    assert sees(school, story, revision=True) == sees(school, story)

    school.dismiss_all(story)
    school.ask(story, revision=1)
    with school.county.database.read() as session:
        kept = session.exec(select(PrivacyDismissal)).all()
        assert {one.kind for one in kept} == {FindingKind.date_of_birth, FindingKind.upn}
        assert "823410619023" not in repr([*kept, *session.exec(select(AuditEntry)).all()])


def test_a_file_s_name_and_description_are_looked_through_too(school: School, story: UUID) -> None:
    stored(school.county, story, school.lead, name="Sam 12.03.2016.txt", content=b"Nothing.")
    stored(school.county, story, school.lead, content=b"Nothing.", said="Ring 01522 523456")
    assert [(title, match) for title, match, _ in sees(school, story)] == [
        ("The file “Sam 12.03.2016.txt”", "12.03.2016"),
        ("The file “Rota.txt”", "01522 523456"),
    ]


def test_the_newest_version_counts_and_what_was_taken_out_does_not(school: School, story: UUID) -> None:
    county = school.county
    file = stored(county, story, school.lead, content=b"Ring 01522 523456.")
    assert len(sees(school, story)) == 1
    stored(county, story, school.lead, content=b"Ring us.", replaces=file)
    assert sees(school, story) == []
    school.ask(story)


def test_one_thing_in_a_file_is_told_once_and_a_table_of_pupils_not_in_full(
    school: School, story: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "\n".join(f"Pupil {n}\tpupil{n % 400}@ashlow.sch.uk" for n in range(3_000))
    stored(school.county, story, school.lead, name="Pupils.csv", content=rows.encode())
    found = sees(school, story)
    assert len(found) == MOST_OF_A_FILE
    assert len({match for _, match, _ in found}) == MOST_OF_A_FILE
    # Those that may stay make room for others: nothing is let through because there is so much of it.
    school.dismiss_all(story)
    assert len(sees(school, story)) == 2 * MOST_OF_A_FILE
    with pytest.raises(Invalid):
        school.ask(story)


def test_a_file_is_looked_through_once(school: School, story: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(school.county, story, school.lead, content=b"Ring 01522 523456.")
    assert len(sees(school, story)) == 1
    monkeypatch.setattr(privacy_files, "scan", None)
    assert len(sees(school, story)) == 1
    with monkeypatch.context() as later:
        later.setattr(clock, "today", lambda: clock.now().date().replace(year=2046))
        with pytest.raises(TypeError):  # who is of an age to be at school is another matter then
            sees(school, story)


def test_in_which_files_only_a_person_can_look(school: School, story: UUID) -> None:
    county = school.county
    stored(county, story, school.lead, name="Read.txt", read_whole=True)
    stored(county, story, school.lead, name="Photo.jpg", media_type="image/jpeg", text="")
    with county.database.read() as session:
        assert privacy_view(session, session.get_one(Item, story), None).unread == ["Photo.jpg"]
