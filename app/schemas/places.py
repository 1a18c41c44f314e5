"""Regions, clusters and schools over the wire."""

from pydantic import Field

from app.models.people import Role
from app.schemas.base import Body, View
from app.schemas.evidence import EditionRef
from app.schemas.people import PersonRef


class RegionRef(View):
    """A region, named."""

    slug: str
    name: str


class ClusterRef(View):
    """A cluster, named."""

    slug: str
    name: str


class SchoolRef(View):
    """A school, named, with what helps a reader to say "like ours". Null is unknown, never zero."""

    urn: int
    name: str
    phase: str
    pupils: int | None
    fsm_percent: float | None


class HomeRef(View):
    """Whose an item is: a school's, or a cluster's for minutes. ``address`` is that place's page."""

    name: str
    address: str


class Post(View):
    """A seat of a place with whoever holds it today; nobody means it is vacant."""

    role: Role
    title: str
    holders: list[PersonRef]


class ClusterSummary(View):
    """A cluster in a list."""

    slug: str
    name: str
    region: RegionRef
    schools: int
    mine: bool


class ClusterCan(View):
    """What the viewer may do here."""

    read_cluster_stories: bool
    start_story: bool
    be_present: bool
    choose_focus: bool


class ClusterView(View):
    """A cluster's page."""

    slug: str
    name: str
    region: RegionRef
    leads: Post
    focus: list[EditionRef]
    schools: int
    stories: int
    can: ClusterCan


class ClusterSchool(SchoolRef):
    """A school of a cluster with its lead and how many of its stories the viewer may read."""

    district: str | None
    leads: Post
    stories: int
    mine: bool


class SchoolCan(View):
    """What the viewer may do here."""

    start_story: bool


class SchoolView(SchoolRef):
    """A school's page."""

    status: str
    type: str | None
    district: str | None
    postcode: str | None
    urban_rural: str | None
    cluster: ClusterRef | None
    region: RegionRef | None
    posts: list[Post]
    can: SchoolCan


class EditionChosen(Body):
    """An edition, by its guidance and label."""

    guidance: str = Field(max_length=100)
    edition: str = Field(max_length=40)


class ChooseFocus(Body):
    """The editions that a cluster works from, from now on."""

    editions: list[EditionChosen] = Field(max_length=12)
