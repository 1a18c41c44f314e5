"""What schools did with an item, as far as its reader may know."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.content.school_sizes import LARGE, MIDDLING, SMALL, size_of
from app.models.adoptions import Adoption, Stance
from app.models.items import Item, ItemKind, Revision
from app.models.people import Holding, Role, Seat
from app.models.places import Cluster, ClusterMembership, School, SchoolStatus
from app.policies.adoptions import SaidFacts, reads_what_was_said, speaks_for
from app.policies.items import ItemFacts
from app.policies.viewers import PersonViewer, Viewer
from app.queries.adoption_figures import figure
from app.queries.item_titles import items_known
from app.queries.library_facets import PHASES
from app.queries.places import cluster_ref, school_ref
from app.queries.viewers import membership_now
from app.queries.visibility import draft_is_mine_to_read, visible_revisions
from app.schemas.adoptions import AdoptionPicture, AdoptionShare, AdoptionView, JourneyLink, OwnSchool
from app.schemas.places import ClusterRef

MOST_JOURNEYS = 50


def adoption_of(session: Session, item_id: UUID, school: int) -> Adoption | None:
    """What a school says, or said before it took it back."""
    return session.exec(
        select(Adoption).where(Adoption.item_id == item_id, Adoption.school_urn == school)
    ).first()


def said_facts(session: Session, item: Item, facts: ItemFacts) -> SaidFacts:
    """What policies need to know of what schools say of ``item``."""
    schools = session.exec(
        select(Adoption.school_urn).where(Adoption.item_id == item.id, col(Adoption.taken_back_at).is_(None))
    ).all()
    return SaidFacts(facts, item.kind, frozenset(schools))


def adoption_picture(session: Session, viewer: Viewer, item: Item, facts: ItemFacts) -> AdoptionPicture:
    """The picture of one item that the viewer knows of: for the public and the seatless in numbers alone."""
    rows = session.exec(
        select(Adoption, School)
        .join(School, col(School.urn) == Adoption.school_urn)
        .where(Adoption.item_id == item.id, col(Adoption.taken_back_at).is_(None))
        .order_by(col(Adoption.updated_at).desc(), col(Adoption.id))
    ).all()
    numbers = figure(Counter(adoption.stance for adoption, _ in rows))
    if not reads_what_was_said(viewer, facts):
        return AdoptionPicture(**numbers.model_dump(), schools=[], shares=[], mine=[])
    said = SaidFacts(facts, item.kind, frozenset(adoption.school_urn for adoption, _ in rows))
    sizes = _sizes(session, [school for _, school in rows])
    return AdoptionPicture(
        **numbers.model_dump(),
        schools=_views(session, viewer, said, rows, sizes),
        shares=_shares(rows, sizes),
        mine=_mine(session, viewer, said),
    )


def _views(
    session: Session,
    viewer: Viewer,
    said: SaidFacts,
    rows: Sequence[tuple[Adoption, School]],
    sizes: Mapping[int, str],
) -> list[AdoptionView]:
    clusters = _clusters(session, [school.urn for _, school in rows])
    posts = _posts(session, [adoption for adoption, _ in rows])
    own = speaks_for(viewer, said)
    journeys = (
        items_known(session, viewer, [adoption.journey_id for adoption, _ in rows])
        if isinstance(viewer, PersonViewer)
        else {}
    )
    views = []
    for adoption, school in rows:
        journey = journeys.get(adoption.journey_id) if adoption.journey_id else None
        views.append(
            AdoptionView(
                school=school_ref(school),
                cluster=clusters.get(school.urn),
                phase=PHASES.get(school.phase, school.phase),
                size=sizes[school.urn],
                stance=adoption.stance,
                context=adoption.context,
                result=adoption.result,
                journey=JourneyLink(id=adoption.journey_id, title=journey.title)
                if adoption.journey_id and journey and journey.title is not None
                else None,
                said_by=posts[adoption.id],
                said_at=adoption.said_at,
                updated_at=adoption.updated_at,
                version=adoption.version if school.urn in own else None,
            )
        )
    return views


def _sizes(session: Session, schools: Sequence[School]) -> dict[int, str]:
    """By URN, the third of its phase that a school is in: among those open, by pupils on roll."""
    among: dict[str, list[int]] = defaultdict(list)
    phases = {school.phase for school in schools}
    if phases:
        for phase, pupils in session.exec(
            select(School.phase, School.pupils).where(
                col(School.phase).in_(phases),
                col(School.pupils).is_not(None),
                col(School.status).in_([SchoolStatus.open, SchoolStatus.closing]),
            )
        ).all():
            among[phase].append(pupils or 0)
    return {school.urn: size_of(school.pupils, among[school.phase]) for school in schools}


def _clusters(session: Session, urns: Collection[int]) -> dict[int, ClusterRef | None]:
    if not urns:
        return {}
    rows = session.exec(
        select(ClusterMembership.school_urn, Cluster)
        .join(Cluster, col(Cluster.id) == ClusterMembership.cluster_id)
        .where(col(ClusterMembership.school_urn).in_(urns), membership_now())
    ).all()
    return {urn: cluster_ref(cluster) for urn, cluster in rows}


def _posts(session: Session, found: Sequence[Adoption]) -> dict[UUID, str]:
    """By adoption, from which post at the school it was said, on the day it was."""
    if not found:
        return {}
    leads: dict[tuple[UUID, int | None], list[tuple[date, date | None]]] = defaultdict(list)
    for holding, school in session.exec(
        select(Holding, Seat.school_urn)
        .join(Seat, col(Seat.id) == Holding.seat_id)
        .where(
            Seat.role == Role.school_lead,
            col(Holding.person_id).in_({one.said_by for one in found}),
            col(Seat.school_urn).in_({one.school_urn for one in found}),
        )
    ).all():
        leads[holding.person_id, school].append((holding.from_date, holding.until_date))

    def led(one: Adoption) -> bool:
        day = one.updated_at.astimezone(clock.LONDON).date()
        held = leads[one.said_by, one.school_urn]
        return any(since <= day and (until is None or until > day) for since, until in held)

    return {one.id: "School Lead" if led(one) else "A colleague at the school" for one in found}


def _shares(rows: Sequence[tuple[Adoption, School]], sizes: Mapping[int, str]) -> list[AdoptionShare]:
    by_phase: dict[str, Counter[Stance]] = defaultdict(Counter)
    by_size: dict[str, Counter[Stance]] = defaultdict(Counter)
    for adoption, school in rows:
        by_phase[PHASES.get(school.phase, school.phase)][adoption.stance] += 1
        by_size[sizes[school.urn]][adoption.stance] += 1
    phases = [label for label in PHASES.values() if label in by_phase]
    phases += sorted(by_phase.keys() - set(phases))
    return [
        *(_share("phase", label, by_phase[label]) for label in phases),
        *(
            _share("size", label or "Not known", by_size[label])
            for label in (SMALL, MIDDLING, LARGE, "")
            if label in by_size
        ),
    ]


def _share(by: Literal["phase", "size"], label: str, counts: Counter[Stance]) -> AdoptionShare:
    return AdoptionShare(by=by, label=label, **{one.value: counts[one] for one in Stance})


def _mine(session: Session, viewer: Viewer, said: SaidFacts) -> list[OwnSchool]:
    own = speaks_for(viewer, said)
    if not own or not isinstance(viewer, PersonViewer):
        return []
    journeys = _journeys(session, viewer, own, said.item.item_id)
    schools = session.exec(select(School).where(col(School.urn).in_(own)).order_by(School.name)).all()
    return [
        OwnSchool(school=school_ref(school), said=school.urn in said.said_by, journeys=journeys[school.urn])
        for school in schools
    ]


def _journeys(
    session: Session, viewer: PersonViewer, schools: Collection[int], but: UUID
) -> Mapping[int, list[JourneyLink]]:
    """By school, its change journeys that the viewer reads or may read the draft of, newest first."""
    visible = visible_revisions(viewer)
    rows = session.exec(
        select(Item.id, Item.home_school_urn, Item.title, Revision.title)
        .outerjoin(visible, visible.c.item_id == col(Item.id))
        .outerjoin(
            Revision,
            sa.and_(
                col(Revision.item_id) == visible.c.item_id,
                col(Revision.number) == visible.c.revision_number,
            ),
        )
        .where(
            Item.kind == ItemKind.change_journey,
            Item.id != but,
            col(Item.home_school_urn).in_(schools),
            sa.or_(visible.c.item_id.is_not(None), draft_is_mine_to_read(viewer)),
        )
        .order_by(col(Item.updated_at).desc(), col(Item.id))
        .limit(MOST_JOURNEYS)
    ).all()
    found: dict[int, list[JourneyLink]] = defaultdict(list)
    for item, school, draft, published in rows:
        title: str | None = published
        found[school or 0].append(JourneyLink(id=item, title=draft if title is None else title))
    return found
