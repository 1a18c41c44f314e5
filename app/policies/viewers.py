"""Who is asking: a person with their seats, a meeting guest, the public, or the system.

A viewer carries everything about the asker that a policy needs, so that policies do no I/O.
"""

from dataclasses import dataclass, field
from uuid import UUID

from app.models.people import LEAD_ROLES, Role


@dataclass(frozen=True, slots=True)
class SeatHeld:
    """A seat that a person holds today. Exactly the place that fits the role is set."""

    role: Role
    school_urn: int | None = None
    cluster_id: int | None = None
    region_id: int | None = None


@dataclass(frozen=True, slots=True)
class Public:
    """Anyone, signed in nowhere."""


@dataclass(frozen=True, slots=True)
class System:
    """The service itself: projections, exports it was told to make, seeding."""


@dataclass(frozen=True, slots=True)
class GuestViewer:
    """Somebody without an account in one meeting, by its code. They see that board and, else, what the public
    sees."""

    participant_id: UUID
    board_id: UUID


@dataclass(frozen=True)
class PersonViewer:
    """A signed-in person today.

    ``member_clusters``: clusters of the schools they hold a seat at. ``region_clusters``: clusters of the
    regions they lead.
    """

    person_id: UUID
    seats: frozenset[SeatHeld] = frozenset()
    member_clusters: frozenset[int] = frozenset()
    region_clusters: frozenset[int] = frozenset()
    schools: frozenset[int] = field(init=False)
    schools_led: frozenset[int] = field(init=False)
    clusters_led: frozenset[int] = field(init=False)
    regions_led: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        def places(attribute: str, *roles: Role) -> frozenset[int]:
            found = (getattr(s, attribute) for s in self.seats if s.role in roles)
            return frozenset(place for place in found if place is not None)

        object.__setattr__(self, "schools", places("school_urn", Role.contributor, Role.school_lead))
        object.__setattr__(self, "schools_led", places("school_urn", Role.school_lead))
        object.__setattr__(self, "clusters_led", places("cluster_id", Role.cluster_lead))
        object.__setattr__(self, "regions_led", places("region_id", Role.regional_lead))

    @property
    def has_seat(self) -> bool:
        """Whether they hold any seat at all: the county's readers."""
        return bool(self.seats)

    @property
    def is_lead(self) -> bool:
        """Whether they lead a school, a cluster or a region."""
        return any(seat.role in LEAD_ROLES for seat in self.seats)

    @property
    def clusters(self) -> frozenset[int]:
        """Clusters whose cluster-wide publications they read."""
        return self.member_clusters | self.clusters_led | self.region_clusters


Viewer = PersonViewer | GuestViewer | Public | System
