"""Submissions over the wire: asking, the conversation, deciding, what waits for whom, and what happened."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Base64Bytes, Field

from app.models.items import Audience, SubmissionState
from app.schemas.base import Body, Number, View
from app.schemas.evidence import RecommendationRef
from app.schemas.files import FileView, LicenceView, LinkView
from app.schemas.journeys import JourneyView
from app.schemas.people import PersonRef
from app.schemas.places import ClusterRef, HomeRef, SchoolRef
from app.schemas.sections import SectionView
from app.schemas.stories import BylineName, DraftView, SubmissionSummary


class AskToPublish(Body):
    """Ask for a step. Without ``revision`` the draft as it stands becomes a new revision.

    ``state_vector`` (base64, Yjs v1): what the asker's browser had; the server waits until that is stored.
    """

    audience: Audience
    revision: Number | None = None
    state_vector: Base64Bytes | None = Field(default=None, max_length=200_000)
    message: str = Field(default="", max_length=2_000)
    confirmed: bool = Field(default=False, description="That no pupil can be recognised in it")


class Asked(View):
    """What asking has led to. ``draft`` is null for a lead who takes further what they read."""

    open_submissions: list[SubmissionSummary]
    draft: DraftView | None


class SubmissionEventView(View):
    """A turn in the conversation."""

    at: datetime
    person: PersonRef | None
    what: str
    revision: int
    message: str


class SubmissionView(SubmissionSummary):
    """A submission with its conversation and the revision to read."""

    story_id: UUID
    title: str
    home: HomeRef
    school: SchoolRef | None = Field(description="Null for minutes, which are a cluster's")
    byline: list[BylineName]
    tags: list[RecommendationRef]
    sections: list[SectionView]
    journey: JourneyView | None = Field(description="Of a change journey: entries, phases and measures")
    files: list[FileView] = Field(description="Without those of a journey's entries")
    links: list[LinkView]
    licence: LicenceView | None
    events: list[SubmissionEventView]
    own_lead: bool
    readable_revision: int | None = Field(
        description="The newest revision that the viewer reads anyway, to compare with"
    )
    changes: list[str] = Field(
        description='What differs from it, in words ("2 entries are new, 1 changed"); empty without one'
    )
    decide_reason: str = Field(description="Why the viewer may not decide; empty if they may")
    can_say: bool = Field(description="Whether the conversation is open")
    cluster: ClusterRef | None = Field(description="The cluster whose step it is")
    taken_over_by: PersonRef | None
    privacy: "PrivacyChecked | None"


class Decide(Body):
    """Decide on the revision that was read; 409 if a newer one came meanwhile."""

    outcome: SubmissionState = Field(description="approved, needs_changes or declined")
    revision: Number
    message: str = Field(default="", max_length=4_000)


class TakeBack(Body):
    """Withdraw a submission."""

    message: str = Field(default="", max_length=2_000)


class StepDown(Body):
    """Take away an audience and every wider one, at once."""

    audience: Audience
    reason: str = Field(min_length=1, max_length=2_000)


class PrivacyChecked(View):
    """Who confirmed that no pupil can be recognised in the revision, and what they looked at."""

    confirmed_by: PersonRef
    confirmed_at: datetime
    dismissed: int = Field(description="How many findings of the check somebody said may stay, with a reason")


class Say(Body):
    """Something said in the conversation about a submission."""

    message: str = Field(min_length=1, max_length=4_000)


class TakeOver(Body):
    """Decide in the place of an absent approver."""

    reason: str = Field(min_length=1, max_length=500)


class ReviewItem(View):
    """Something that waits for a decision, with what one should know before deciding in one click."""

    submission: UUID
    story_id: UUID
    title: str | None = Field(
        description="As submitted, for who decides; for others as they read it, null where they do not"
    )
    home: HomeRef
    school: SchoolRef | None = Field(description="Null for minutes, which are a cluster's")
    audience: Audience
    state: SubmissionState
    asked_by: PersonRef
    asked_at: datetime
    revision: int
    waiting_since: datetime
    school_days: int = Field(description="How long it has waited so far; 0 while it is with its authors")
    raised: bool = Field(description="It waited so long that those who may take over were told")
    byline: list[BylineName]
    privacy: PrivacyChecked | None
    cluster: ClusterRef | None = Field(description="The cluster whose step it is")
    waiting_for: str = Field(description="Who decides, in words")
    can_decide: bool
    can_take_over: bool


class ReviewQueue(View):
    """What waits for the viewer, and what else waits where they lead. Lists are bounded; counts are not."""

    mine: list[ReviewItem] = Field(description="Waiting before sent back; raised first, then oldest first")
    mine_count: int
    around: list[ReviewItem] = Field(
        description="Waits for others: in the regions or clusters that the viewer leads"
    )
    around_count: int


class TimelineEntry(View):
    """One thing that happened on the ladder. ``message`` is what was said with it, never the story's text."""

    at: datetime
    what: Literal[
        "asked",
        "said",
        "needs_changes",
        "taken_over",
        "raised",
        "approved",
        "declined",
        "withdrawn",
        "published",
        "stepped_down",
        "privacy_confirmed",
        "awarded",
        "award_ended",
    ]
    person: PersonRef | None = Field(description="Null where the service did it, or it is not yours to know")
    audience: Audience | None = Field(description="The audience it was about")
    readers: str = Field(description='That audience in words, e.g. "everyone at the schools of Fenside"')
    revision: int | None
    changes: list[str] = Field(
        default=[],
        description="Where a revision is first sent: what it changes, for those on the draft",
    )
    message: str
    own_lead: bool = Field(
        default=False, description="Asked: a School Lead's own, which needs no review and is read at once"
    )
    submission: UUID | None = Field(description="Where the viewer can read more of it")


class Timeline(View):
    """What happened to a story on the ladder as far as it is the viewer's to know, oldest first."""

    story_id: UUID
    title: str
    home: HomeRef
    school: SchoolRef | None = Field(description="Null for minutes, which are a cluster's")
    cluster: ClusterRef | None
    readers: str = Field(description="Who can read it now, in one sentence")
    readable: bool = Field(description="Whether the viewer can read the story")
    complete: bool = Field(description="False where it is only what the viewer took part in")
    step_down: list[Audience] = Field(description="The audiences that the viewer may take it away from")
    entries: list[TimelineEntry]
