"""What a calendar is told of a meeting."""

from datetime import timedelta

from sqlmodel import Session

from app.content.calendar_file import CalendarEntry, calendar_file
from app.content.markdown_reader import from_markdown
from app.content.plain_text import to_plain_text
from app.models.meetings import Meeting, MeetingState
from app.models.places import Cluster


def meeting_calendar(session: Session, meeting: Meeting, origin: str) -> bytes:
    """The meeting as a calendar file, with the address of its page under ``origin``."""
    cluster = session.get_one(Cluster, meeting.cluster_id)
    address = f"{origin}/meetings/{meeting.id}"
    agenda = to_plain_text(from_markdown(meeting.agenda))
    entry = CalendarEntry(
        id=meeting.id,
        version=meeting.version,
        title=f"{cluster.name}: {meeting.title}",
        starts_at=meeting.starts_at,
        lasts=timedelta(minutes=meeting.lasts_minutes),
        place=meeting.place,
        description="\n\n".join(part for part in (agenda, address) if part),
        address=address,
        changed_at=meeting.updated_at,
        cancelled=meeting.state is MeetingState.cancelled,
    )
    return calendar_file(entry)
