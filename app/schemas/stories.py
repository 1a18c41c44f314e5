"""Stories over the wire: as readers see them, and as their authors do."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.models.evidence import Strength
from app.models.items import Audience, AuthorState, ItemKind, SubmissionState
from app.schemas.adoptions import AdoptionFigure
from app.schemas.base import Body, Number, View
from app.schemas.evidence import RecommendationRef
from app.schemas.exemplars import ExemplarView
from app.schemas.files import FileView, LicenceView, LinkView
from app.schemas.journeys import JourneyView
from app.schemas.minutes import MinutesOf
from app.schemas.people import PersonRef
from app.schemas.places import ClusterRef, HomeRef, SchoolRef
from app.schemas.sections import SectionView, TemplateSection


class AudienceView(View):
    """Who can read it: the rung, and the same in words."""

    reach: Audience
    words: str


class BylineName(View):
    """A name as it was when the revision was made."""

    person_id: UUID
    name: str
    school: str | None
    urn: int | None


class StorySummary(View):
    """A story in a list, as its newest revision that the viewer may read."""

    id: UUID
    kind: ItemKind
    title: str
    summary: str
    home: HomeRef
    school: SchoolRef | None = Field(description="Null for minutes, which are a cluster's")
    byline: list[BylineName]
    tags: list[RecommendationRef]
    audience: AudienceView
    revision: int
    published_at: datetime
    exemplar: bool = Field(
        description="Whether it is held up for the county, as this revision or an older one"
    )
    tried: AdoptionFigure = Field(description="What other schools did with it")
    match: Strength | None = Field(
        default=None,
        description="In a recommendation's list: how its tag matches; null where it is the tag itself",
    )


class NextStep(View):
    """The next thing to do with a draft, decided by the server.

    ``audience`` is where it would go; ``allowed`` whether this person may ask, else ``reason`` says who.
    """

    audience: Audience
    revision: int | None = Field(
        description="The revision to send, for a lead who does not write it; null sends the draft"
    )
    allowed: bool
    reason: str
    approver: str = Field(description='Who decides, in words, e.g. "R. Bell, your Cluster Lead"')
    needs_review: bool
    is_update: bool = Field(description="Whether it replaces what that audience reads now")


class StoryCan(View):
    """What the viewer may do with the story they read."""

    see_draft: bool
    edit: bool
    see_reviews: bool
    ask: list[NextStep] = Field(description="What a lead may take further as it is read now")
    step_down: list[Audience]
    award: bool
    collect: bool = Field(description="Whether they may put it into a collection")


class StoryView(View):
    """A story to read."""

    id: UUID
    kind: ItemKind
    title: str
    summary: str
    home: HomeRef
    school: SchoolRef | None = Field(description="Null for minutes, which are a cluster's")
    cluster: ClusterRef | None
    byline: list[BylineName]
    tags: list[RecommendationRef]
    audience: AudienceView
    revision: int
    made_at: datetime
    published_at: datetime | None
    sections: list[SectionView]
    exemplar: ExemplarView | None
    tried: AdoptionFigure = Field(description="What other schools did with it")
    minutes: MinutesOf | None = Field(description="The meeting that these are the minutes of")
    journey: JourneyView | None
    licence: LicenceView | None = Field(description="Of a resource")
    files: list[FileView]
    links: list[LinkView]
    can: StoryCan


class RevisionSummary(View):
    """A revision in the story's history."""

    number: int
    title: str
    made_at: datetime
    made_by: PersonRef | None = Field(
        description="Null for those beyond the draft: whether to be named is an author's choice"
    )
    audiences: list[Audience] = Field(description="Who reads exactly this revision now")
    changes: list[str] = Field(
        description="What differs from the one before, in words; empty for those beyond the draft"
    )


class AuthorView(View):
    """Somebody who writes or was asked to."""

    person: PersonRef
    school: str | None
    state: AuthorState
    may_edit: bool
    on_byline: bool
    position: int
    invited_by: PersonRef
    can_remove: bool


class DraftCan(View):
    """What the viewer may do with the draft."""

    edit: bool
    invite: bool


class SubmissionSummary(View):
    """A submission, in short."""

    id: UUID
    audience: Audience
    state: SubmissionState
    revision: int
    asked_by: PersonRef
    asked_at: datetime
    waiting_for: str = Field(description="Who decides, in words; empty once decided")
    school_days: int = Field(description="How long it has waited so far; 0 while it is with its authors")
    raised: bool = Field(description="It waited so long that those who may take over were told")
    last_message: str
    can_decide: bool
    can_withdraw: bool
    can_take_over: bool


class DraftView(View):
    """The Write page: everything about a draft except its text, which comes by the document's socket."""

    id: UUID
    kind: ItemKind
    title: str
    version: int = Field(description="For If-Match")
    home: HomeRef
    school: SchoolRef | None = Field(description="Null for minutes, which are a cluster's")
    cluster: ClusterRef | None
    tags: list[RecommendationRef]
    sections: list[TemplateSection]
    document_id: UUID
    generation: int
    schema_version: int
    authors: list[AuthorView]
    audience: AudienceView
    published_revision: int | None = Field(description="The newest revision anybody beyond the draft reads")
    open_submissions: list[SubmissionSummary]
    next_steps: list[NextStep]
    minutes: MinutesOf | None = Field(description="The meeting that these are the minutes of")
    updated_at: datetime
    can: DraftCan


class DraftSummary(View):
    """A draft in "what I am writing"."""

    id: UUID
    kind: ItemKind
    title: str
    home: HomeRef
    school: SchoolRef | None = Field(description="Null for minutes, which are a cluster's")
    tags: list[RecommendationRef]
    audience: AudienceView
    may_edit: bool
    open_submissions: list[SubmissionState]
    updated_at: datetime


class StartStory(Body):
    """Begin a draft."""

    title: str = Field(min_length=1, max_length=200)
    home_school_urn: Number
    tags: list[Number] = Field(default_factory=list, max_length=20)
    kind: Literal[ItemKind.case_study, ItemKind.change_journey, ItemKind.resource] = ItemKind.case_study
    request: UUID | None = Field(default=None, description="The story request that this takes up")


class ChangeStory(Body):
    """Change what is not prose. Send ``If-Match`` with the draft's version."""

    title: str | None = Field(default=None, min_length=1, max_length=200)
    tags: list[Number] | None = Field(default=None, max_length=20)


class InviteAuthor(Body):
    """Ask somebody to write with you."""

    person_id: UUID
    on_byline: bool = True


class AnswerInvitation(Body):
    """Answer one's own invitation: accepted or declined; or, later, left."""

    state: AuthorState


class ChangeAuthor(Body):
    """Change how somebody takes part."""

    may_edit: bool | None = None
    on_byline: bool | None = None


class InvitationView(View):
    """An invitation to write that waits for an answer."""

    story_id: UUID
    title: str
    home: HomeRef
    school: SchoolRef | None = Field(description="Null for minutes, which are a cluster's")
    invited_by: PersonRef
    invited_at: datetime
