"""Nobody learns by any door what schools did with an item that is not theirs to read."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from app.actions.library import index_items
from app.content.school_sizes import size_of
from app.db import Database
from app.models.adoptions import Stance
from app.models.items import ItemKind
from app.policies.adoptions import SaidFacts, knows_of, may_say, reads_what_was_said
from app.policies.items import readable_revision
from app.policies.viewers import PersonViewer, Public, System, Viewer
from app.queries.adoption_figures import figure_words
from app.queries.adoptions import adoption_picture
from app.queries.evidence_picture import recommendation_picture
from app.queries.items import item_facts
from app.queries.library import Search, library_view
from app.queries.library_catalogue import Catalogues
from app.queries.public_pages import front_page, library_page
from app.queries.stories import story_view
from app.queries.story_lists import list_stories
from tests.examples import examples
from tests.queries import random_library as drawn_from
from tests.queries.random_library import RandomLibrary, recommendation

many = settings(
    max_examples=examples(6),
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


def doors(library: RandomLibrary, viewer: Viewer) -> list[str]:
    """Everything in which anything about adoptions stands, as this viewer is answered."""
    session = library.session
    answers = [list_stories(session, viewer, limit=50).model_dump_json()]
    for choice in ("adopted", "adapted", "stopped", "ours", "like-ours"):
        answers += [library_view(session, viewer, Search("", {"adoption": (choice,)})).model_dump_json()]
    answers.append(library_view(session, viewer, Search("teaching")).model_dump_json())
    for tag in range(3):
        about = recommendation(session, tag)
        answers.append(recommendation_picture(session, viewer, about, Catalogues()).model_dump_json())
    for item in library.items:
        facts = item_facts(session, item)
        if readable_revision(viewer, facts) is not None:
            answers.append(story_view(session, viewer, item, facts).model_dump_json())
            answers.append(adoption_picture(session, viewer, item, facts).model_dump_json())
    if isinstance(viewer, Public):
        answers += [str(front_page(session)), str(library_page(session))]
    return answers


@given(drawn=drawn_from.counties, stance=st.sampled_from(list(Stance)))
@many
def test_worlds_that_differ_in_what_one_may_not_read_answer_the_same(
    sqlite_database: Database, drawn: Any, stance: Stance
) -> None:
    with Session(sqlite_database.engine) as session:
        library = RandomLibrary(session, drawn)
        for viewer in library.viewers():
            if isinstance(viewer, System):
                continue
            before = doors(library, viewer)
            with session.begin_nested() as savepoint:
                for item in library.items:
                    if readable_revision(viewer, item_facts(session, item)) is None:
                        for place, school in enumerate(library.schools):
                            if school.urn != item.home_school_urn:
                                library.adopt(item, place, stance)
                        index_items(session, [item.id])
                after = doors(library, viewer)
                savepoint.rollback()
            session.expire_all()
            assert after == before
        session.rollback()


@given(drawn=drawn_from.counties)
@many
def test_numbers_are_for_all_readers_and_schools_for_those_with_a_seat(
    sqlite_database: Database, drawn: Any
) -> None:
    with Session(sqlite_database.engine) as session:
        library = RandomLibrary(session, drawn)
        for item in library.items:
            facts = item_facts(session, item)
            pictures = {
                viewer: adoption_picture(session, viewer, item, facts)
                for viewer in library.viewers()
                if readable_revision(viewer, facts) is not None
            }
            assert len({(one.adopted, one.adapted, one.stopped, one.words) for one in pictures.values()}) < 2
            for viewer, picture in pictures.items():
                seated = isinstance(viewer, PersonViewer) and viewer.has_seat
                total = picture.adopted + picture.adapted + picture.stopped
                assert len(picture.schools) == (total if seated or isinstance(viewer, System) else 0)
                assert seated or not picture.mine
                assert all(own.school.urn != item.home_school_urn for own in picture.mine)
                for by in ("phase", "size"):
                    shares = [share for share in picture.shares if share.by == by]
                    counted = sum(share.adopted + share.adapted + share.stopped for share in shares)
                    assert counted == len(picture.schools)
        session.rollback()


@given(drawn=drawn_from.counties, school=st.integers(0, 3))
@many
def test_whoever_may_say_something_may_read_it_and_has_a_seat_there(
    sqlite_database: Database, drawn: Any, school: int
) -> None:
    with Session(sqlite_database.engine) as session:
        library = RandomLibrary(session, drawn)
        urn = library.schools[school].urn
        for item in library.items:
            facts = item_facts(session, item)
            for kind in ItemKind:
                said = SaidFacts(facts, kind, frozenset({urn}))
                for viewer in library.viewers():
                    if may_say(viewer, said, urn):
                        assert kind is not ItemKind.minutes
                        assert urn != facts.home_school_urn
                        assert isinstance(viewer, PersonViewer)
                        assert urn in viewer.schools
                        assert reads_what_was_said(viewer, facts)
                        assert knows_of(viewer, said)
        session.rollback()


def test_the_figure_in_words() -> None:
    assert figure_words({}) == figure_words({Stance.adopted: 0}) == ""
    assert figure_words({Stance.stopped: 1}) == "Tried by 1 other school, which stopped"
    assert figure_words({Stance.adopted: 1}) == "Tried by 1 other school, as it is"
    assert (
        figure_words({Stance.stopped: 1, Stance.adopted: 2, Stance.adapted: 2})
        == "Tried by 5 other schools: 2 as it is, 2 adapted, 1 stopped"
    )


def test_the_size_of_a_school_is_its_third_of_its_phase() -> None:
    among = [40, 60, 100, 200, 210, 400]
    assert [size_of(pupils, among) for pupils in (40, 60, 100, 200, 210, 400)] == [
        *("Small", "Small"),
        *("Middling", "Middling"),
        *("Large", "Large"),
    ]
    assert size_of(None, among) == ""
    assert size_of(40, [40, 60]) == "", "of two schools neither is large"
    assert size_of(96, [96, 96, 96]) == "Large"
