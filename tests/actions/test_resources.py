"""Resources go up the same ladder, and to other schools only on terms that somebody has chosen."""

from uuid import UUID

import pytest
from sqlmodel import Session

from app.actions import stories
from app.db import Database
from app.errors import Invalid
from app.models.files import Licence, Resource
from app.models.items import Audience, Item, ItemKind
from app.models.people import Role
from app.policies.viewers import PersonViewer
from app.queries.items import item_facts
from app.queries.stories import story_view
from app.queries.story_lists import list_stories
from app.queries.viewers import person_viewer
from tests.factories import County


def resource(county: County, author: UUID, school: int) -> UUID:
    with county.database.write() as session:
        return stories.start_story(
            session,
            person_viewer(session, author),
            title="Planning sheet",
            school_urn=school,
            tags=[],
            kind=ItemKind.resource,
        ).id


def choose(database: Database, item: UUID, licence: Licence) -> None:
    with database.write() as session:
        found = session.get_one(Resource, item)
        found.licence = licence
        session.add(found)


def titles(session: Session, viewer: PersonViewer, shelf: str) -> list[str]:
    return [one.title for one in list_stories(session, viewer, shelf=shelf).items]  # type: ignore[arg-type]


def test_without_a_licence_it_stays_in_its_school(database: Database) -> None:
    county = County(database)
    cluster = county.cluster()
    school, near = county.school(cluster), county.school(cluster)
    author, lead = county.person(Role.contributor, school), county.person(Role.school_lead, school)
    reader = county.person(Role.contributor, near)
    item = resource(county, author, school)
    county.rewrite(item, "A sheet for planning", section="what-it-is")
    county.publish(item, author, Audience.school)
    with pytest.raises(Invalid, match="what others may do") as refused:
        county.submit(item, lead, Audience.cluster, revision=1)
    assert [one["where"] for one in refused.value.errors] == ["licence"]
    # What was approved was approved without terms: these need a revision of their own.
    choose(database, item, Licence.cc_by_nc)
    with pytest.raises(Invalid):
        county.submit(item, lead, Audience.cluster, revision=1)
    county.rewrite(item, "How we plan", section="what-it-is")
    county.publish(item, author, Audience.cluster)
    with database.read() as session:
        viewer = person_viewer(session, reader)
        found = session.get_one(Item, item)
        shown = story_view(session, viewer, found, item_facts(session, found))
        assert shown.licence is not None
        assert shown.licence.name == "CC BY-NC 4.0"
        assert shown.kind is ItemKind.resource
        assert titles(session, viewer, "resources") == ["Planning sheet"]
        assert titles(session, viewer, "stories") == []
        assert titles(session, viewer, "all") == ["Planning sheet"]


def test_a_story_needs_none(database: Database) -> None:
    county = County(database)
    school = county.school(county.cluster())
    author = county.person(Role.contributor, school)
    story = county.story(author, school, audience=Audience.cluster)
    with database.read() as session:
        viewer = person_viewer(session, author)
        found = session.get_one(Item, story)
        assert story_view(session, viewer, found, item_facts(session, found)).licence is None
        assert titles(session, viewer, "resources") == []
