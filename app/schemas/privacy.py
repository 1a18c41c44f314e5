"""The check before a story leaves its school, over the wire."""

from datetime import datetime

from pydantic import Field

from app.models.privacy import FindingKind
from app.schemas.base import Body, View
from app.schemas.people import PersonRef


class DismissalView(View):
    """Who said that something may stay, and why."""

    reason: str
    by: PersonRef
    at: datetime


class FindingView(View):
    """Something that could tell who somebody is, where it stands.

    ``start`` and ``end`` count characters of the section's plain text (of the address, in a link). The same
    thing found twice has the same ``finding``, and is dismissed once.
    """

    finding: str
    kind: FindingKind
    section: str = Field(
        description="""Its key; "title" for the title, and for what stands outside the text "phase-<since>",
"measure-<id>", "measure-<id>-<day>" (a point's note), "file-<id>" or "link-<id>\""""
    )
    section_title: str
    start: int
    end: int
    before: str
    match: str
    after: str
    in_link: bool = Field(description="It stands in the address behind a link")
    dismissed: DismissalView | None


class ConfirmationView(View):
    """Who confirmed that no pupil can be recognised."""

    by: PersonRef
    at: datetime


class PrivacyView(View):
    """What the check found in the draft or in a revision, in reading order."""

    revision: int | None = Field(description="Null for the draft as it is stored now")
    findings: list[FindingView] = Field(
        description="Of what is found inside one file, each thing once, and at most 50 that may not stay yet"
    )
    unread: list[str] = Field(
        description="The names of files in which only a person can look: pictures, films, scans, zip folders"
    )
    confirmed: ConfirmationView | None = Field(
        description="Of this revision, by the present rules: nobody is asked again"
    )


class Dismiss(Body):
    """Say that something may stay, and why."""

    finding: str = Field(min_length=1, max_length=64)
    reason: str = Field(max_length=1_000)
