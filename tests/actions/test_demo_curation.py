"""What the demo's Regional Leads hold up: given by those who may, honest, and some of it over."""

from sqlmodel import Session, col, select

from app.models.collections import Collection, CollectionItem
from app.models.exemplars import Exemplar, ExemplarReview
from app.models.items import Audience
from app.policies.viewers import Public, System
from app.queries.collections import collection_view, list_collections
from app.queries.exemplar_lists import list_exemplars
from app.queries.rubric import rubric_versions
from tests.conftest import DEMO_DAY as TODAY


def test_five_stand_one_was_looked_at_again_one_is_due_one_is_retired(session: Session) -> None:
    exemplars = session.exec(select(Exemplar)).all()
    current = [one for one in exemplars if one.ended_at is None]
    assert (len(exemplars), len(current)) == (6, 5)
    assert [one.review_by for one in current if one.review_by <= TODAY]
    (review,) = session.exec(select(ExemplarReview)).all()
    assert review.message
    (ended,) = [one for one in exemplars if one.ended_at is not None]
    assert ended.ended_reason
    assert ended.ended_by == ended.awarded_by


def test_the_rubric_has_a_history(session: Session) -> None:
    first, second = rubric_versions(session)[::-1]
    assert (first.made_by, first.made_at.date().year) == (None, 2024)
    assert second.made_by is not None
    assert [one.key for one in second.criteria] == [one.key for one in first.criteria]
    assert second.criteria != first.criteria


def test_one_found_no_measurable_change_and_the_public_can_read_it(session: Session) -> None:
    shown = list_exemplars(session, Public()).items
    assert 1 < len(shown) < 5
    (nothing,) = [one for one in shown if "no measurable change" in one.story.title]
    assert "no measurable change" in nothing.exemplar.reason


def test_collections_of_every_audience_and_one_shows_the_public_less(session: Session) -> None:
    collections = session.exec(select(Collection)).all()
    assert {one.audience for one in collections} == {Audience.draft, Audience.county, Audience.public}
    less = 0
    for listed in list_collections(session, Public()).items:
        view = collection_view(session, Public(), session.get_one(Collection, listed.id))
        everything = collection_view(session, System(), session.get_one(Collection, listed.id))
        assert len(view.items) == listed.stories > 1
        less += len(view.items) < len(everything.items)
    assert less == 1
    notes = session.exec(select(CollectionItem).where(col(CollectionItem.note) == "")).all()
    assert len(notes) == 1, "all but one of a draft say why they are there"
