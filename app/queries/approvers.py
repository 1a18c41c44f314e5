"""Who holds the seats that a step's approval may fall to, and how that is said in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.models.items import Audience
from app.models.people import Holding, Role, Seat
from app.models.places import Cluster
from app.policies.items import ItemFacts
from app.policies.submissions import Approvers, SubmissionFacts, approvers_of, deciders_of
from app.queries.viewers import holding_now
from app.schemas.people import PersonRef

NOBODY = frozenset[UUID]()


@dataclass(frozen=True, slots=True)
class LeadsAround:
    """The leads of some schools and clusters, and all Regional Leads, today."""

    holders: Mapping[tuple[Role, int], frozenset[UUID]]

    def of(self, school_urn: int | None, cluster_id: int | None, region_id: int | None) -> Approvers:
        """The seats around one item: of its school, of the cluster whose step it is, and the regions."""
        return Approvers(
            school_leads=self.holders.get((Role.school_lead, school_urn or 0), NOBODY),
            cluster_leads=self.holders.get((Role.cluster_lead, cluster_id or 0), NOBODY),
            regional_leads=self.holders.get((Role.regional_lead, region_id or 0), NOBODY),
            other_regional_leads=NOBODY.union(
                *(
                    held
                    for (role, place), held in self.holders.items()
                    if role is Role.regional_lead and place != region_id
                )
            ),
        )


def leads_around(
    session: Session, schools: Iterable[int | None], clusters: Iterable[int | None]
) -> LeadsAround:
    """The leads of these places, and all Regional Leads, in one read."""
    rows = session.exec(
        select(Seat.role, Seat.school_urn, Seat.cluster_id, Seat.region_id, Holding.person_id)  # type: ignore[call-overload]
        .join(Holding, col(Holding.seat_id) == Seat.id)
        .where(
            sa.or_(
                sa.and_(
                    col(Seat.role) == Role.school_lead,
                    col(Seat.school_urn).in_(sorted({one for one in schools if one is not None})),
                ),
                sa.and_(
                    col(Seat.role) == Role.cluster_lead,
                    col(Seat.cluster_id).in_(sorted({one for one in clusters if one is not None})),
                ),
                col(Seat.role) == Role.regional_lead,
            ),
            holding_now(),
        )
    ).all()
    holders: dict[tuple[Role, int], frozenset[UUID]] = {}
    for role, school, cluster, region, person in rows:
        place = (Role(role), school or cluster or region)
        holders[place] = holders.get(place, NOBODY) | {person}
    return LeadsAround(holders)


def approvers(session: Session, item: ItemFacts, cluster_id: int | None) -> Approvers:
    """Who holds the seats around an item today. ``cluster_id``: the cluster whose step it is."""
    cluster = session.get(Cluster, cluster_id) if cluster_id is not None else None
    around = leads_around(session, [item.home_school_urn], [cluster_id])
    return around.of(item.home_school_urn, cluster_id, cluster.region_id if cluster else None)


def waiting_for(facts: SubmissionFacts, people: Mapping[UUID, PersonRef]) -> str:
    """Who decides, in words: by name, with the seat they decide from; ``people`` has the deciders."""
    if not facts.is_open:
        return ""
    taker = facts.taken_over_by
    if taker in people and taker in deciders_of(facts) - approvers_of(facts):
        return f"{people[taker].name}, {_seat_of(facts, frozenset({taker}))}, who took it over"
    deciding = approvers_of(facts)
    names = " or ".join(sorted(people[one].name for one in deciding if one in people))
    return f"{names}, {_seat_of(facts, deciding)}" if names else "a lead who is still to be found"


def _seat_of(facts: SubmissionFacts, deciding: frozenset[UUID]) -> str:
    who = facts.approvers
    if facts.audience in (Audience.school, Audience.public) and deciding & who.school_leads:
        return "School Lead"
    if facts.audience is not Audience.county and deciding & who.cluster_leads:
        return "Cluster Lead"
    return "Regional Lead"
