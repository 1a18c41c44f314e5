"""Awards: given, looked at again, retired; and ended by themselves when the county loses the item."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.actions.audit import record
from app.actions.library import index_item
from app.actions.notices import tell
from app.actions.submissions import one_at_a_time
from app.errors import Conflict, Invalid, Superseded
from app.events import ClusterNews, emit
from app.models.exemplars import Exemplar, ExemplarReview, Rubric
from app.models.items import Audience, Item
from app.models.notices import NoticeKind
from app.policies.answers import require
from app.policies.exemplars import may_award, may_keep, may_retire
from app.policies.items import ItemFacts
from app.policies.viewers import PersonViewer
from app.queries.exemplars import curators, current_exemplar, names_on, school_leads
from app.queries.rubric import current_rubric
from app.queries.viewers import holds_a_seat

COUNTY_LOST_IT = "It ended by itself when the story was taken back from the county."


def award(
    session: Session,
    viewer: PersonViewer,
    item: Item,
    *,
    revision: int,
    rubric: int,
    criteria: Iterable[str],
    reason: str,
    review_by: date | None,
) -> Exemplar:
    """Make the revision that the county reads an exemplar, and tell its authors and their School Lead.

    ``Superseded`` if the county reads another revision by now; ``Conflict`` if it is an exemplar already or
    the rubric was changed; ``Invalid`` for a criterion that is not in the rubric, or a date in the past.
    """
    facts = one_at_a_time(session, item)
    county = facts.publications.get(Audience.county)
    names = names_on(session, [(item.id, county.revision_number)])[item.id] if county else set()
    require(may_award(viewer, facts, names, awarded=False))
    if current_exemplar(session, item.id) is not None:
        raise Conflict("This is an exemplar already.")
    if county is None or county.revision_number != revision:
        raise Superseded("The county reads a newer revision than the one you read. Please read that one.")
    now = current_rubric(session)
    if now.version != rubric:
        raise Conflict("The rubric was changed while you were writing. Choose the criteria again.")
    assert now.id is not None
    exemplar = Exemplar(
        item_id=item.id,
        revision_number=revision,
        rubric_id=now.id,
        criteria=_met(now, set(criteria)),
        reason=reason,
        awarded_by=viewer.person_id,
        awarded_at=clock.now(),
        review_by=_in_the_future(review_by or _a_year_on(clock.today())),
    )
    session.add(exemplar)
    session.flush()
    record(
        session, viewer.person_id, "exemplar.awarded", "item", item.id, revision=revision, rubric=now.version
    )
    people = facts.authors | facts.byline | school_leads(session, facts)
    tell(
        session, NoticeKind.exemplar_awarded, people, by=viewer.person_id, item=item.id, exemplar=exemplar.id
    )
    _changed(session, facts)
    return exemplar


def keep(
    session: Session, viewer: PersonViewer, exemplar: Exemplar, *, review_by: date, words: str = ""
) -> None:
    """Say that an award still stands until ``review_by``; ``Conflict`` if it has ended."""
    names = names_on(session, [(exemplar.item_id, exemplar.revision_number)])[exemplar.item_id]
    require(may_keep(viewer, names))
    _still_there(session, exemplar)
    exemplar.review_by = _in_the_future(review_by)
    exemplar.reminded_at = None
    session.add(exemplar)
    session.add(
        ExemplarReview(
            exemplar_id=exemplar.id,
            at=clock.now(),
            person_id=viewer.person_id,
            review_by=review_by,
            message=words,
        )
    )
    record(
        session,
        viewer.person_id,
        "exemplar.kept",
        "item",
        exemplar.item_id,
        review_by=review_by.isoformat(),
    )


def retire(session: Session, viewer: PersonViewer, exemplar: Exemplar, reason: str) -> None:
    """End an award with a reason, which its authors and their School Lead are told."""
    require(may_retire(viewer))
    item = session.get_one(Item, exemplar.item_id)
    facts = one_at_a_time(session, item)
    _still_there(session, exemplar)
    _end(session, exemplar, reason, by=viewer.person_id)
    record(session, viewer.person_id, "exemplar.retired", "item", item.id)
    people = facts.authors | facts.byline | school_leads(session, facts)
    tell(
        session,
        NoticeKind.exemplar_ended,
        people,
        by=viewer.person_id,
        item=item.id,
        exemplar=exemplar.id,
        message=reason,
    )
    _changed(session, facts)


def end_with_the_county(session: Session, viewer: PersonViewer, item: Item) -> None:
    """The county has lost ``item``: its award ends, and all who give awards are told, without its words."""
    exemplar = current_exemplar(session, item.id)
    if exemplar is None:
        return
    _end(session, exemplar, COUNTY_LOST_IT, by=None)
    record(session, viewer.person_id, "exemplar.ended", "item", item.id)
    people = {*curators(session), exemplar.awarded_by}
    tell(session, NoticeKind.exemplar_ended, people, by=viewer.person_id, item=item.id, exemplar=exemplar.id)


def remind_of_reviews(session: Session, today: date) -> int:
    """Tell whoever awarded it and every Regional Lead, once, of each award whose day has come; how many."""
    due = session.exec(
        select(Exemplar)
        .where(
            col(Exemplar.ended_at).is_(None),
            col(Exemplar.review_by) <= today,
            col(Exemplar.reminded_at).is_(None),
        )
        .order_by(col(Exemplar.review_by), col(Exemplar.id))
    ).all()
    regional = curators(session)
    for exemplar in due:
        # Two workers may look at the same moment; one of them finds that it has been done.
        if not session.exec(
            sa.update(Exemplar)
            .where(col(Exemplar.id) == exemplar.id, col(Exemplar.reminded_at).is_(None))
            .values(reminded_at=clock.now())
        ).rowcount:
            continue
        seated = session.exec(select(holds_a_seat(exemplar.awarded_by))).one()
        people = regional | ({exemplar.awarded_by} if seated else frozenset())
        tell(session, NoticeKind.exemplar_review_due, people, item=exemplar.item_id, exemplar=exemplar.id)
        record(session, None, "exemplar.review_due", "item", exemplar.item_id)
    return len(due)


def _met(rubric: Rubric, keys: set[str]) -> list[str]:
    met = [one["key"] for one in rubric.criteria if one["key"] in keys]
    if not keys or len(met) != len(keys):
        raise Invalid("Choose the criteria that it meets from the rubric, at least one.")
    return met


def _in_the_future(day: date) -> date:
    if day <= clock.today():
        raise Invalid("Choose a day in the future to look at it again.")
    return day


def _a_year_on(day: date) -> date:
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _still_there(session: Session, exemplar: Exemplar) -> None:
    session.refresh(exemplar, with_for_update=True)
    if exemplar.ended_at is not None:
        raise Conflict("This award has ended already.")


def _end(session: Session, exemplar: Exemplar, reason: str, *, by: UUID | None) -> None:
    exemplar.ended_at = clock.now()
    exemplar.ended_by = by
    exemplar.ended_reason = reason
    session.add(exemplar)
    session.flush()


def _changed(session: Session, facts: ItemFacts) -> None:
    index_item(session, facts.item_id)
    if facts.cluster_id is not None:
        emit(session, ClusterNews(facts.cluster_id, "stories"))
