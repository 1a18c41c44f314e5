"""Minutes are made once, from the board as everybody saw it, and go to their cluster and no further."""

from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from app.actions import publishing
from app.actions.minutes import begin_minutes
from app.errors import Conflict, Invalid, NotAllowed
from app.models.boards import Board
from app.models.documents import Document, DocumentProjection
from app.models.items import Audience, Item, Submission, SubmissionState
from app.models.meetings import Meeting
from app.models.people import Role
from app.policies.items import readable_revision
from app.policies.submissions import approvers_of, may_ask
from app.queries.approvers import approvers
from app.queries.boards import board_facts
from app.queries.items import item_facts
from app.queries.library import Search, library_view
from app.queries.minutes import minutes_view
from app.queries.steps import next_steps
from app.queries.submissions import submission_facts
from app.queries.viewers import person_viewer
from app.schemas.minutes import MinutesView
from tests.boards import Meet, meet
from tests.factories import County


def ended(county: County) -> Meet:
    """A meeting with a vote, a decision and an action, that is over."""
    held = meet(county)
    one, other = held.colleagues
    held.go("write")
    first, second = held.card(one, "More time for *planning*"), held.card(other, "Ten minutes together")
    held.go("group")
    held.do(one, "group.make", group=str(uuid4()), cards=[str(first), str(second)], name="Time")
    alone = held.card(other, "A lonely card", "puzzles")
    held.go("vote")
    held.do(one, "vote.put", target=str(alone))
    held.do(other, "vote.put", target=str(alone))
    held.go("commit")
    held.do(one, "decision.add", decision=str(uuid4()), text="Every school tries ten minutes.")
    held.do(one, "action.add", action=str(uuid4()), text="Share the timetable", owner_person=str(other))
    held.go("write")
    held.card(one, "Never shown to anybody")
    held.do(held.facilitator, "board.end", leave_hidden=True)
    return held


def begin(held: Meet, person: UUID) -> UUID:
    with held.county.database.write() as session:
        board = session.get_one(Board, held.board)
        meeting = session.get_one(Meeting, held.meeting)
        viewer = person_viewer(session, person)
        return begin_minutes(session, viewer, meeting, board, board_facts(session, board)).id


def view(held: Meet, person: UUID) -> MinutesView:
    with held.county.database.read() as session:
        board = session.get_one(Board, held.board)
        meeting = session.get_one(Meeting, held.meeting)
        viewer = person_viewer(session, person)
        return minutes_view(session, viewer, meeting, board, board_facts(session, board))


def test_they_begin_with_what_everybody_saw(county: County) -> None:
    held = ended(county)
    item_id = begin(held, held.colleagues[0])
    with county.database.read() as session:
        projection = session.exec(
            select(DocumentProjection)
            .join(Document, Document.id == DocumentProjection.document_id)  # type: ignore[arg-type]
            .where(Document.item_id == item_id)
        ).one()
        item = session.get_one(Item, item_id)
    text = {key: part["markdown"] for key, part in projection.sections.items()}
    assert item.title.startswith("Minutes: Autumn meeting, ")
    assert item.home_cluster_id == held.cluster
    assert text["decisions"] == "1. Every school tries ten minutes.\n"
    assert text["votes"] == "1. A lonely card: 2 dots\n"
    assert text["actions"].startswith("- Share the timetable (P. Erson")
    assert r"- More time for \*planning\*" in text["cards"]
    assert "**Time**" in text["cards"]
    assert "facilitated" in text["attendance"]
    assert text["notes"] == ""
    assert "Never shown" not in str(projection.sections)


def test_they_are_begun_once_by_somebody_who_was_there(county: County) -> None:
    held = ended(county)
    absent = county.person(Role.contributor, county.school(held.cluster))
    with pytest.raises(NotAllowed):
        begin(held, absent)
    item = begin(held, held.colleagues[0])
    with pytest.raises(Conflict):
        begin(held, held.facilitator)
    told = view(held, absent)
    assert (told.begun, told.story, told.can_begin) == (True, None, False)
    lead = view(held, held.facilitator)
    assert (lead.story, lead.writes, lead.published) == (item, True, False)


def test_a_board_that_is_opened_again_leaves_them_as_they_are_written(county: County) -> None:
    held = ended(county)
    begin(held, held.colleagues[0])
    assert not view(held, held.colleagues[0]).reopened
    held.do(held.facilitator, "board.reopen")
    assert view(held, held.colleagues[0]).reopened
    held.do(held.facilitator, "board.end", leave_hidden=True)
    assert view(held, held.colleagues[0]).reopened


def submitted(county: County, submission: UUID) -> tuple[frozenset[UUID], SubmissionState]:
    with county.database.read() as session:
        found = session.get_one(Submission, submission)
        facts = item_facts(session, session.get_one(Item, found.item_id))
        return approvers_of(submission_facts(session, facts, found)), found.state


def test_the_cluster_lead_lets_the_cluster_read_them_and_nobody_else(county: County) -> None:
    held = ended(county)
    author = held.colleagues[0]
    item_id = begin(held, author)
    with county.database.read() as session:
        facts = item_facts(session, session.get_one(Item, item_id))
        viewer = person_viewer(session, author)
        steps = next_steps(session, viewer, facts, [])
        assert [(step.audience, step.allowed) for step in steps] == [(Audience.cluster, True)]
        who = approvers(session, facts, facts.cluster_to_ask)
        assert not any(
            may_ask(viewer, facts, audience, who)
            for audience in (Audience.school, Audience.county, Audience.public)
        )
    submission = county.submit(item_id, author, Audience.cluster)
    assert submitted(county, submission) == (frozenset({held.facilitator}), SubmissionState.waiting)
    county.approve(submission, held.facilitator)
    elsewhere = county.person(Role.school_lead, county.school(county.cluster()))
    with county.database.read() as session:
        facts = item_facts(session, session.get_one(Item, item_id))
        assert set(facts.publications) == {Audience.cluster}
        for person, reads in ((held.colleagues[1], 1), (elsewhere, None)):
            viewer = person_viewer(session, person)
            assert readable_revision(viewer, facts) == reads
            found = library_view(session, viewer, Search(text="lonely", choices={"kind": ("minutes",)}))
            assert [hit.story.id for hit in found.items] == ([item_id] if reads else [])


def test_the_regional_lead_decides_on_the_cluster_leads_own(county: County) -> None:
    held = ended(county)
    with county.database.read() as session:
        facts = board_facts(session, session.get_one(Board, held.board))
    regional = county.person(Role.regional_lead, facts.region_id)
    item_id = begin(held, held.facilitator)
    submission = county.submit(item_id, held.facilitator, Audience.cluster)
    assert submitted(county, submission)[0] == {regional}


def test_they_pass_the_privacy_check_like_everything_that_leaves_its_authors(county: County) -> None:
    held = ended(county)
    item_id = begin(held, held.colleagues[0])
    county.rewrite(item_id, "Write to parent@example.org about it.", "notes")
    with county.database.write() as session, pytest.raises(Invalid, match="what the check found"):
        publishing.ask(
            session,
            person_viewer(session, held.colleagues[0]),
            session.get_one(Item, item_id),
            audience=Audience.cluster,
            confirmed=True,
        )
