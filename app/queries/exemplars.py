"""Awards as their readers see them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app import clock
from app.errors import NotFound
from app.models.exemplars import Exemplar, ExemplarReview, Rubric
from app.models.items import Audience, AuthorState, ItemAuthor, Publication, Revision, RevisionByline
from app.models.people import Holding, Role, Seat
from app.models.places import Region
from app.policies.exemplars import is_curator, may_award, may_keep, may_retire, sees_award
from app.policies.items import ItemFacts
from app.policies.viewers import Viewer
from app.queries.items import are_revisions
from app.queries.people import SEAT_TITLES, people_by_id
from app.queries.rubric import criteria_of
from app.queries.viewers import holding_now
from app.schemas.exemplars import ExemplarCan, ExemplarReviewView, ExemplarView

NO_SUCH_EXEMPLAR = "There is no such exemplar, or it is not yours to see."


def get_exemplar(session: Session, exemplar_id: UUID) -> Exemplar:
    """The award, or ``NotFound``. Ask a policy before showing it."""
    found = session.get(Exemplar, exemplar_id)
    if found is None:
        raise NotFound(NO_SUCH_EXEMPLAR)
    return found


def current_exemplar(session: Session, item_id: UUID) -> Exemplar | None:
    """The award that an item has now."""
    return session.exec(
        select(Exemplar).where(Exemplar.item_id == item_id, col(Exemplar.ended_at).is_(None))
    ).first()


def awarded(session: Session, shown: Iterable[tuple[UUID, int]]) -> set[UUID]:
    """Which of these items are exemplars to those who read them as these revisions; one read."""
    numbers = dict(shown)
    rows = session.exec(
        select(Exemplar.item_id, Exemplar.revision_number).where(
            col(Exemplar.item_id).in_(list(numbers)), col(Exemplar.ended_at).is_(None)
        )
    ).all()
    return {item for item, number in rows if number <= numbers[item]}


def curators(session: Session) -> frozenset[UUID]:
    """Every Regional Lead of today."""
    return frozenset(
        session.exec(
            select(Holding.person_id)
            .join(Seat, col(Seat.id) == Holding.seat_id)
            .where(Seat.role == Role.regional_lead, holding_now())
        ).all()
    )


def school_leads(session: Session, facts: ItemFacts) -> frozenset[UUID]:
    """The School Leads of an item's home school today."""
    return frozenset(
        session.exec(
            select(Holding.person_id)
            .join(Seat, col(Seat.id) == Holding.seat_id)
            .where(
                Seat.role == Role.school_lead, Seat.school_urn == (facts.home_school_urn or 0), holding_now()
            )
        ).all()
    )


def names_on(session: Session, shown: Collection[tuple[UUID, int]]) -> dict[UUID, set[UUID]]:
    """By item: who is named on this revision of it or, since, on its draft."""
    names: dict[UUID, set[UUID]] = {item: set() for item, _ in shown}
    rows = session.exec(
        select(Revision.item_id, RevisionByline.person_id)
        .join(RevisionByline, col(RevisionByline.revision_id) == Revision.id)
        .where(are_revisions(shown))
    ).all()
    rows = [
        *rows,
        *session.exec(
            select(ItemAuthor.item_id, ItemAuthor.person_id).where(
                col(ItemAuthor.item_id).in_(list(names)),
                ItemAuthor.state == AuthorState.accepted,
                col(ItemAuthor.on_byline),
            )
        ).all(),
    ]
    for item, person in rows:
        names[item].add(person)
    return names


def can_award(session: Session, viewer: Viewer, facts: ItemFacts) -> bool:
    """Whether the viewer may make what the county reads of an item an exemplar."""
    county = facts.publications.get(Audience.county)
    if not is_curator(viewer) or county is None:
        return False
    names = names_on(session, [(facts.item_id, county.revision_number)])[facts.item_id]
    has_one = current_exemplar(session, facts.item_id) is not None
    return bool(may_award(viewer, facts, names, awarded=has_one))


def exemplar_to_read(session: Session, viewer: Viewer, facts: ItemFacts) -> ExemplarView | None:
    """The award of an item, for those who read what was awarded or something newer."""
    found = current_exemplar(session, facts.item_id)
    if found is None or not sees_award(viewer, facts, found.revision_number):
        return None
    return exemplar_views(session, viewer, [found])[found.id]


def exemplar_views(session: Session, viewer: Viewer, found: Sequence[Exemplar]) -> dict[UUID, ExemplarView]:
    """These awards by id, in a few reads however many they are."""
    if not found:
        return {}
    shown = [(one.item_id, one.revision_number) for one in found]
    rubrics = session.exec(select(Rubric).where(col(Rubric.id).in_({one.rubric_id for one in found}))).all()
    criteria = {rubric.id: criteria_of(rubric) for rubric in rubrics}
    made = {
        (item, number): at
        for item, number, at in session.exec(
            select(Revision.item_id, Revision.number, Revision.made_at).where(are_revisions(shown))
        ).all()
    }
    county = dict(
        session.exec(
            select(Publication.item_id, Publication.revision_number).where(
                col(Publication.item_id).in_([one.item_id for one in found]),
                Publication.audience == Audience.county,
                col(Publication.ended_at).is_(None),
            )
        ).all()
    )
    reviews = _reviews(session, found)
    people = people_by_id(
        session,
        [*(one.awarded_by for one in found), *(r.person_id for rows in reviews.values() for r in rows)],
    )
    posts = _posts(session, found)
    names = names_on(session, shown) if is_curator(viewer) else {}
    return {
        one.id: ExemplarView(
            id=one.id,
            revision=one.revision_number,
            revision_made_at=made[one.item_id, one.revision_number],
            superseded=county.get(one.item_id, 0) > one.revision_number,
            criteria=[c for c in criteria[one.rubric_id] if c.key in one.criteria],
            reason=one.reason,
            awarded_by=people[one.awarded_by],
            awarder_post=posts[one.id],
            awarded_at=one.awarded_at,
            review_by=one.review_by,
            reviews=[
                ExemplarReviewView(at=r.at, person=people[r.person_id], words=r.message)
                for r in reviews[one.id]
            ],
            can=ExemplarCan(
                keep=bool(may_keep(viewer, names.get(one.item_id, set()))), retire=bool(may_retire(viewer))
            ),
        )
        for one in found
    }


def _reviews(session: Session, found: Sequence[Exemplar]) -> dict[UUID, list[ExemplarReview]]:
    reviews: dict[UUID, list[ExemplarReview]] = defaultdict(list)
    for review in session.exec(
        select(ExemplarReview)
        .where(col(ExemplarReview.exemplar_id).in_([one.id for one in found]))
        .order_by(col(ExemplarReview.id).desc())
    ).all():
        reviews[review.exemplar_id].append(review)
    return reviews


def _posts(session: Session, found: Sequence[Exemplar]) -> dict[UUID, str]:
    """By award, the post from which it was given: the one held on that day, whatever they hold now."""
    rows = session.exec(
        select(Holding, Region.name)
        .join(Seat, col(Seat.id) == Holding.seat_id)
        .join(Region, col(Region.id) == Seat.region_id)
        .where(Seat.role == Role.regional_lead, col(Holding.person_id).in_([o.awarded_by for o in found]))
        .order_by(col(Holding.id))
    ).all()
    title = SEAT_TITLES[Role.regional_lead]

    def post(one: Exemplar) -> str:
        day = _day(one.awarded_at)
        for holding, region in rows:
            ended = holding.until_date is not None and holding.until_date <= day
            if holding.person_id == one.awarded_by and holding.from_date <= day and not ended:
                return f"{title}, {region}"
        return title

    return {one.id: post(one) for one in found}


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.LONDON).date()
