"""Somebody in this seat or that, and a story, as plain facts."""

from uuid import UUID, uuid4

from app.models.items import Audience
from app.models.people import Role
from app.policies.items import ItemFacts, Published
from app.policies.viewers import PersonViewer, SeatHeld

SCHOOL, OTHER_SCHOOL, CLUSTER, OTHER_CLUSTER, REGION = 900_001, 900_002, 1, 2, 1


def somebody(*seats: SeatHeld, person: UUID | None = None, clusters: tuple[int, ...] = ()) -> PersonViewer:
    return PersonViewer(person or uuid4(), frozenset(seats), frozenset(clusters))


def contributor(person: UUID | None = None, school: int = SCHOOL) -> PersonViewer:
    return somebody(SeatHeld(Role.contributor, school_urn=school), person=person, clusters=(CLUSTER,))


def school_lead(person: UUID | None = None, school: int = SCHOOL) -> PersonViewer:
    return somebody(SeatHeld(Role.school_lead, school_urn=school), person=person, clusters=(CLUSTER,))


def story(*authors: UUID, **published: Published) -> ItemFacts:
    return ItemFacts(
        item_id=uuid4(),
        home_school_urn=SCHOOL,
        home_cluster_id=None,
        cluster_id=CLUSTER,
        region_id=REGION,
        authors=frozenset(authors),
        byline=frozenset(authors),
        publications={Audience(name): value for name, value in published.items()},
    )
