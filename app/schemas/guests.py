"""Coming to a meeting by its code."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.schemas.base import Body, View

NAME = 40
"""The most characters of a guest's name."""


class JoinMeeting(Body):
    """A code as it stands on the wall, in any case and with spaces or hyphens or without."""

    code: Annotated[str, Field(max_length=20)]
    name: Annotated[str, Field(max_length=NAME)]


class JoinedMeeting(View):
    """Where to go. ``guest`` is false for its own people who are signed in: they come as themselves."""

    board: UUID
    title: str = Field(description="Of the meeting")
    guest: bool
    name: str = Field(description="As the others see it")
