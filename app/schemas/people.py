"""People, seats and sessions over the wire."""

from uuid import UUID

from pydantic import Field

from app.models.people import Role
from app.schemas.base import Body, View


class PersonRef(View):
    """Somebody, named."""

    id: UUID
    name: str
    initials: str


class PersonFound(PersonRef):
    """Somebody who could be invited, with the seats by which others know them."""

    post_title: str | None
    seats: list[str] = Field(description='In words, e.g. "School Lead, Thornholme Primary"')


class SeatView(View):
    """A seat that the signed-in person holds. ``place`` is a URN or a slug, empty for the administrator."""

    role: Role
    title: str = Field(description='e.g. "School Lead"')
    place_kind: str = Field(description="school, cluster, region or deployment")
    place: str
    place_name: str
    cluster: str | None = Field(default=None, description="Slug of the cluster this seat looks into")
    cluster_name: str | None = None


class PersonaView(View):
    """Somebody the demo lets you be."""

    persona: str
    name: str
    seats: list[str]


class SessionView(View):
    """Who is signed in, as whom. ``person`` is null when nobody is."""

    person: PersonRef | None
    seats: list[SeatView]
    reviews: int = Field(description="How many submissions wait for this person")
    invitations: int = Field(description="How many invitations to write wait for an answer")
    county: str
    demo: bool
    personas: list[PersonaView]


class DemoSignIn(Body):
    """Sign in as a persona of the demo county."""

    persona: str = Field(max_length=60)
