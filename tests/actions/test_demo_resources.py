"""The demo's resources: of several audiences, with files that are there and are what they are said to be."""

import hashlib
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from app.actions.demo_places import demo_id
from app.actions.demo_resources import FILES, keep_files, read_resources
from app.adapters.files import ObjectFiles
from app.adapters.inspecting import Inspecting
from app.content.templates import load_template
from app.models.files import FileVersion
from app.models.items import Audience, Item
from app.models.people import Person
from app.policies.viewers import Public
from app.queries.items import item_facts
from app.queries.library import Search, library_view
from app.queries.stories import story_view
from app.queries.story_lists import list_stories
from app.queries.viewers import person_viewer


def persona(session: Session, name: str) -> Person:
    return session.exec(select(Person).where(Person.persona == name)).one()


def test_they_are_of_every_audience_and_the_clusters_shelf_is_not_empty(session: Session) -> None:
    reach = {
        one.story.slug: max(
            item_facts(session, session.get_one(Item, demo_id("story", one.story.slug))).publications,
            key=list(Audience).index,
        )
        for one in read_resources()
    }
    assert set(reach.values()) == {Audience.school, Audience.cluster, Audience.county, Audience.public}
    lead = person_viewer(session, persona(session, "same-cluster-lead").id)
    assert len(list_stories(session, lead, shelf="resources").items) >= 5
    assert len(list_stories(session, Public(), shelf="resources").items) == 2


def test_every_part_is_written_and_every_file_described(session: Session) -> None:
    keys = {section.key for section in load_template("resource").sections}
    for one in read_resources():
        item = session.get_one(Item, demo_id("story", one.story.slug))
        author = person_viewer(session, item.created_by)
        shown = story_view(session, author, item, item_facts(session, item))
        assert {section.key for section in shown.sections} == keys, one.story.slug
        assert shown.files
        assert all(file.description for file in shown.files), one.story.slug
        assert shown.school
        assert shown.licence or item_facts(session, item).publications.keys() == {Audience.school}


def test_one_file_has_an_older_version_that_readers_do_not_see(session: Session) -> None:
    item = session.get_one(Item, demo_id("story", "planning-sheet"))
    reader = person_viewer(session, persona(session, "other-school-lead").id)
    (sheet, picture) = story_view(session, reader, item, item_facts(session, item)).files
    assert (sheet.name, sheet.version) == ("Planning sheet.docx", 2)
    assert picture.preview


def test_words_in_a_file_find_it(session: Session) -> None:
    found = library_view(session, Public(), Search("watch out initials")).items
    assert [hit.story.title for hit in found] == ["Two-minute handover card, four to a page"]


def test_the_files_are_in_the_store_under_the_keys_of_their_rows(session: Session, tmp_path: Path) -> None:
    store = ObjectFiles(tmp_path)
    keep_files(store)
    # Made again, as after a start that was cut off: the same.
    keep_files(store)
    versions = session.exec(select(FileVersion).where(col(FileVersion.size) > 0)).all()
    assert len(versions) == 12
    for version in versions:
        content = b"".join(store.read(version.key, 0, version.size + 1))
        assert hashlib.sha256(content).hexdigest() == version.sha256, version.name
        if version.has_preview:
            assert b"".join(store.read(f"{version.key}-preview", 0, 12))[8:] == b"WEBP"
    kept = {one.key for batch in store.objects() for one in batch}
    assert len(kept) == len(versions) + sum(version.has_preview for version in versions)


@pytest.mark.slow
def test_what_is_said_of_a_file_is_what_the_inspection_finds(session: Session, tmp_path: Path) -> None:
    for version in session.exec(select(FileVersion)).all():
        (name,) = (
            one.name
            for one in FILES.iterdir()
            if hashlib.sha256(one.read_bytes()).hexdigest() == version.sha256
        )
        folder = tmp_path / name
        folder.mkdir()
        file = folder / name
        file.write_bytes((FILES / name).read_bytes())
        made = Inspecting().inspect(file, name)
        for what in ("media_type", "width", "height", "pages", "text", "read_whole", "note"):
            assert getattr(version, what) == getattr(made, what), (name, what)
        assert version.has_preview == (made.preview is not None)
