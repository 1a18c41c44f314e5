"""A meeting as a file for anybody's calendar (RFC 5545)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event

PRODUCT = "-//Mobilise//Meetings//EN"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """What a calendar is told of a meeting.

    ``version`` counts from 1: of two files about the same meeting, a calendar keeps the one with the higher.
    """

    id: UUID
    version: int
    title: str
    starts_at: datetime
    lasts: timedelta
    place: str
    description: str
    address: str
    changed_at: datetime
    cancelled: bool


def calendar_file(entry: CalendarEntry) -> bytes:
    """The file. Times are in UTC, so that every calendar shows them as its reader's own.

    The same meeting always has the same ``UID``; one that was called off takes itself out of the calendar.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("method", "CANCEL" if entry.cancelled else "PUBLISH")
    event = Event()
    event.add("uid", f"meeting-{entry.id}@mobilise")
    event.add("sequence", entry.version - 1)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.starts_at + entry.lasts)
    event.add("summary", entry.title)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("url", entry.address)
    if entry.place:
        event.add("location", entry.place)
    if entry.description:
        event.add("description", entry.description)
    calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made
