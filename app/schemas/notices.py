"""Notices over the wire: what somebody should know."""

from datetime import datetime

from pydantic import Field

from app.models.notices import NoticeKind
from app.schemas.base import Page, View
from app.schemas.people import PersonRef


class NoticeView(View):
    """A notice, in words for its reader as things stand now."""

    id: int
    kind: NoticeKind
    at: datetime
    words: str = Field(description="One or two plain sentences")
    message: str = Field(
        description="What somebody said with it; empty if nothing, or no longer theirs to read"
    )
    by: PersonRef | None
    link: str | None = Field(description="Where to go from here, an address of this site")
    read: bool


class NoticePage(Page[NoticeView]):
    """A page of notices, unread ones first, then the newest."""

    unread: int


class NoticesRead(View):
    """The notices that have just been marked as read."""

    ids: list[int]
