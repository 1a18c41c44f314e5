"""Meetings of clusters: planned, changed, started; who is asked to come and what they answer."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from app.actions import invitations
from app.actions import meetings as actions
from app.deps.http import Db, ReadVersion
from app.deps.viewers import Colleague
from app.errors import NotFound
from app.models.boards import Board
from app.models.meetings import Meeting
from app.models.places import Cluster
from app.policies.answers import require
from app.policies.boards import BoardFacts, may_come, may_plan
from app.queries.board_templates import chosen_plan
from app.queries.boards import board_facts
from app.queries.cluster_people import colleagues_of_cluster
from app.queries.meeting_calendar import meeting_calendar
from app.queries.meeting_pages import meeting_view
from app.queries.meetings import NO_SUCH_MEETING, board_of, get_meeting, list_meetings
from app.queries.places import cluster_by_slug
from app.routers.paging import Cursor, Limit, with_link
from app.schemas.base import Page, Problem
from app.schemas.meetings import (
    CancelMeeting,
    ChangeMeeting,
    Invite,
    MeetingSummary,
    MeetingView,
    PlanMeeting,
    SayWhetherComing,
)
from app.schemas.people import PersonFound

router = APIRouter(tags=["meetings"])
VERSIONED: dict[int | str, dict[str, Any]] = {412: {"model": Problem}, 428: {"model": Problem}}


class MeetingFound:
    """A meeting with its board, as the guard that loaded them found them."""

    def __init__(self, meeting: Meeting, board: Board, facts: BoardFacts) -> None:
        self.meeting = meeting
        self.board = board
        self.facts = facts


def _known(person: Colleague, db: Db, meeting_id: UUID) -> MeetingFound:
    meeting = get_meeting(db, meeting_id)
    board = board_of(db, meeting.id)
    facts = board_facts(db, board)
    if not may_come(person, facts):
        raise NotFound(NO_SUCH_MEETING)
    return MeetingFound(meeting, board, facts)


KnownMeeting = Annotated[MeetingFound, Depends(_known)]
"""A meeting that the viewer may come to."""


def _home(person: Colleague, db: Db, body: PlanMeeting) -> Cluster:
    cluster = cluster_by_slug(db, body.cluster)
    require(may_plan(person, cluster.id or 0))
    return cluster


def _view(response: Response, person: Colleague, db: Db, found: MeetingFound) -> MeetingView:
    response.headers["etag"] = f'"{found.meeting.version}"'
    facts = board_facts(db, found.board)
    return meeting_view(db, person, found.meeting, found.board, facts)


@router.get("/meetings")
def read_meetings(
    request: Request,
    response: Response,
    person: Colleague,
    db: Db,
    when: Annotated[
        Literal["coming", "past"], Query(description="Live and planned, or over and done")
    ] = "coming",
    cluster: Annotated[str | None, Query(max_length=100, description="Slug; else all I may come to")] = None,
    cursor: Cursor = None,
    limit: Limit = 24,
) -> Page[MeetingSummary]:
    """Meetings that I may come to, or could have: the next first, or the newest first."""
    home = cluster_by_slug(db, cluster).id if cluster is not None else None
    page = list_meetings(db, person, when=when, cluster=home, cursor=cursor, limit=limit)
    return with_link(request, response, page)


@router.post("/meetings", status_code=201)
def plan_meeting(
    home: Annotated[Cluster, Depends(_home)], body: PlanMeeting, person: Colleague, db: Db, response: Response
) -> MeetingView:
    """Plan a meeting of a cluster."""
    meeting = actions.plan_meeting(
        db,
        person,
        home.id or 0,
        title=body.title,
        starts_at=body.starts_at,
        lasts_minutes=body.lasts_minutes,
        place=body.place,
        agenda=body.agenda,
        facilitator_id=body.facilitator or person.person_id,
        template_id=body.template,
        plan=chosen_plan(db, person, body.template, body.anonymous, now={}),
        people=body.people,
        whole_cluster=body.invite_cluster,
    )
    return _view(response, person, db, _known(person, db, meeting.id))


@router.get("/meetings/{meeting_id}")
def read_meeting(found: KnownMeeting, person: Colleague, db: Db, response: Response) -> MeetingView:
    """A meeting's page."""
    return _view(response, person, db, found)


@router.patch("/meetings/{meeting_id}", responses=VERSIONED)
def change_meeting(
    found: KnownMeeting,
    body: ChangeMeeting,
    version: ReadVersion,
    person: Colleague,
    db: Db,
    response: Response,
) -> MeetingView:
    """Change a planned meeting; those who were asked to come hear of another time, place or facilitator."""
    values = body.model_dump(exclude_none=True, exclude={"template", "anonymous", "facilitator"})
    if body.facilitator is not None:
        values["facilitator_id"] = body.facilitator
    if body.template is not None:
        values["template_id"] = body.template
    plan = chosen_plan(db, person, body.template, body.anonymous, now=found.board.plan)
    actions.change_meeting(db, person, found.meeting, version=version, plan=plan, **values)
    return _view(response, person, db, found)


@router.post("/meetings/{meeting_id}/cancellation", responses=VERSIONED)
def cancel_meeting(
    found: KnownMeeting,
    body: CancelMeeting,
    version: ReadVersion,
    person: Colleague,
    db: Db,
    response: Response,
) -> MeetingView:
    """Call a planned meeting off."""
    actions.cancel_meeting(db, person, found.meeting, version=version, reason=body.reason)
    return _view(response, person, db, found)


@router.post("/meetings/{meeting_id}/start")
def start_meeting(found: KnownMeeting, person: Colleague, db: Db, response: Response) -> MeetingView:
    """Open its board to everybody who may come."""
    actions.start_meeting(db, person, found.meeting)
    return _view(response, person, db, found)


@router.post("/meetings/{meeting_id}/invitations")
def invite(found: KnownMeeting, body: Invite, person: Colleague, db: Db, response: Response) -> MeetingView:
    """Ask people to come; those from other clusters come as visitors."""
    invitations.invite(db, person, found.meeting, body.people, whole_cluster=body.whole_cluster)
    return _view(response, person, db, found)


@router.delete("/meetings/{meeting_id}/invitations/{person_id}")
def uninvite(
    found: KnownMeeting, person_id: UUID, person: Colleague, db: Db, response: Response
) -> MeetingView:
    """Take an invitation back."""
    invitations.uninvite(db, person, found.meeting, person_id)
    return _view(response, person, db, found)


@router.put("/meetings/{meeting_id}/answer")
def say_whether_coming(
    found: KnownMeeting, body: SayWhetherComing, person: Colleague, db: Db, response: Response
) -> MeetingView:
    """I am coming, or I am not."""
    invitations.say_whether_coming(db, person, found.meeting, body.answer)
    return _view(response, person, db, found)


@router.get("/meetings/{meeting_id}/calendar.ics", response_class=Response)
def read_calendar_file(found: KnownMeeting, request: Request, db: Db) -> Response:
    """The meeting for one's own calendar."""
    return Response(
        meeting_calendar(db, found.meeting, str(request.base_url).rstrip("/")),
        media_type="text/calendar; charset=utf-8",
        headers={
            "content-disposition": f'attachment; filename="meeting-{found.meeting.starts_at:%Y-%m-%d}.ics"',
            "cache-control": "no-store",
        },
    )


@router.get("/clusters/{slug}/people")
def cluster_people(slug: str, person: Colleague, db: Db) -> list[PersonFound]:
    """Who belongs to a cluster, by name, and who leads its region: to invite, or to give an action to."""
    cluster = cluster_by_slug(db, slug)
    return colleagues_of_cluster(db, cluster.id or 0)
