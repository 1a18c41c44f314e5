"""The words of notices about meetings, for those who may come to them when they read it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app import clock
from app.models.meetings import Meeting, MeetingState
from app.models.notices import NoticeKind
from app.policies.viewers import PersonViewer
from app.queries.meetings import meeting_is_mine, summaries
from app.schemas.meetings import MeetingSummary

MEETINGS = frozenset(
    {
        NoticeKind.meeting_planned,
        NoticeKind.meeting_changed,
        NoticeKind.meeting_cancelled,
        NoticeKind.meeting_soon,
    }
)


def meetings_known(
    session: Session, viewer: PersonViewer, ids: Iterable[UUID | None]
) -> dict[UUID, MeetingSummary]:
    """Those of these meetings that ``viewer`` may come to."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    rows = session.exec(select(Meeting).where(col(Meeting.id).in_(wanted), meeting_is_mine(viewer))).all()
    return {one.id: one for one in summaries(session, viewer, rows)}


def meeting_words(kind: NoticeKind, by: str, meeting: MeetingSummary | None) -> tuple[str, str | None]:
    """The sentence, and the address to go to."""
    if meeting is None:
        return "You were asked to a meeting that is no longer yours to come to.", None
    called, when = f"“{meeting.title}”", in_words(meeting.starts_at)
    link = f"/meetings/{meeting.id}"
    if kind is NoticeKind.meeting_cancelled or meeting.state is MeetingState.cancelled:
        return f"{called} of {meeting.cluster.name} on {when} has been called off.", link
    if meeting.state is MeetingState.live:
        return f"{called} of {meeting.cluster.name} is live now.", link
    if meeting.state is MeetingState.ended:
        return f"{called} of {meeting.cluster.name} on {when} is over.", link
    match kind:
        case NoticeKind.meeting_planned:
            return f"{by} asks you to come to {called} of {meeting.cluster.name} on {when}.", link
        case NoticeKind.meeting_changed:
            return f"{by} changed {called}: it is on {when}{_where(meeting.place)}.", link
        case _:
            return f"{called} of {meeting.cluster.name} is on {when}{_where(meeting.place)}.", link


def in_words(moment: datetime) -> str:
    """ "Thursday 26 November at 16:00", as the county's clocks show it."""
    there = moment.astimezone(clock.LONDON)
    return f"{there:%A} {there.day} {there:%B} at {there:%H:%M}"


def _where(place: str) -> str:
    return f", {place}" if place else ""
