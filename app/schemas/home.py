"""Home over the wire: what needs me now, then what is new."""

from pydantic import Field

from app.schemas.base import View
from app.schemas.cluster_actions import ActionView
from app.schemas.meetings import MeetingSummary
from app.schemas.notices import NoticeView
from app.schemas.places import ClusterRef
from app.schemas.requests import RequestView
from app.schemas.stories import DraftSummary, InvitationView, StorySummary
from app.schemas.submissions import ReviewItem


class HomeCan(View):
    """What the viewer may do from here."""

    start_story: bool


class HomeView(View):
    """What needs the signed-in person now, oldest first, then what is new around them."""

    reviews: list[ReviewItem]
    invitations: list[InvitationView]
    requests: list[RequestView] = Field(description="Stories that somebody asks for here, oldest first")
    meetings: list[MeetingSummary] = Field(description="Live ones, then the next that are mine")
    notices: list[NoticeView] = Field(description="The newest that are unread")
    unread: int = Field(description="How many notices are unread")
    actions: list[ActionView] = Field(description="Mine or my school's: overdue, or due within a week")
    writing: list[DraftSummary]
    clusters: list[ClusterRef]
    new_in_cluster: list[StorySummary]
    new_in_county: list[StorySummary]
    can: HomeCan
