"""What the check before a story leaves its school found, and who said that it may stay."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.models.base import TextEnum, UtcDateTime


class FindingKind(StrEnum):
    """What could tell who a pupil, or anybody else, is."""

    email = "email"
    phone = "phone"
    upn = "upn"
    date_of_birth = "date_of_birth"


class PrivacyDismissal(SQLModel, table=True):
    """A finding that somebody on the draft says may stay, and why.

    ``finding`` is a keyed hash of what was found: the text itself is kept nowhere but in the story.
    """

    __tablename__ = "privacy_dismissal"

    item_id: UUID = Field(foreign_key="item.id", primary_key=True)
    finding: str = Field(primary_key=True)
    kind: FindingKind = Field(sa_type=TextEnum(FindingKind))
    reason: str
    dismissed_by: UUID = Field(foreign_key="person.id")
    dismissed_at: datetime = Field(sa_type=UtcDateTime)


class PrivacyConfirmation(SQLModel, table=True):
    """Somebody who sent a revision beyond its school confirmed that no pupil can be recognised in it."""

    __tablename__ = "privacy_confirmation"

    revision_id: UUID = Field(foreign_key="revision.id", primary_key=True)
    rules: int = Field(description="The version of the rules it was checked by")
    dismissed: int = Field(description="How many findings had been dismissed with a reason")
    confirmed_by: UUID = Field(foreign_key="person.id")
    confirmed_at: datetime = Field(sa_type=UtcDateTime)
