"""The library finds exactly what the policy allows and the words ask for, and tells of nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col

from app.actions.library import rebuild_library
from app.db import Database
from app.models.adoptions import Stance
from app.models.items import Publication
from app.policies.items import readable_revision
from app.queries.items import item_facts
from app.queries.library import Search, library_view
from tests.examples import examples
from tests.queries import random_library as drawn_from
from tests.queries.random_library import RandomLibrary, slow_library

many = settings(
    max_examples=examples(6),
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


@contextmanager
def rolled_back(database: Database) -> Iterator[Session]:
    with Session(database.engine) as session:
        yield session
        session.rollback()


def search_for(text: str, choices: dict[str, list[str]], **more: Any) -> Search:
    return Search(text, {key: tuple(sorted(set(values))) for key, values in choices.items()}, **more)  # type: ignore[misc]


@given(
    drawn=drawn_from.counties,
    asked=st.lists(st.tuples(drawn_from.queries, drawn_from.choices), min_size=1, max_size=3),
)
@many
def test_finds_and_counts_what_the_policy_allows(database: Database, drawn: Any, asked: Any) -> None:
    with rolled_back(database) as session:
        library = RandomLibrary(session, drawn)
        for viewer in library.viewers():
            for text, choices in asked:
                search = search_for(text, choices)
                expected = slow_library(library, viewer, search)
                found = library_view(session, viewer, search)
                assert {hit.story.id for hit in found.items} == expected.items
                assert found.total == len(expected.items)
                shown = {facet.key: {v.value: v.count for v in facet.values} for facet in found.facets}
                for key, counts in expected.counts.items():
                    chosen = dict.fromkeys(search.choices.get(key, ()), 0)  # type: ignore[call-overload]
                    assert shown.get(key, {}) == chosen | counts  # type: ignore[call-overload]


@given(drawn=drawn_from.counties, text=drawn_from.queries, best=st.booleans())
@many
def test_pages_hold_everything_once(database: Database, drawn: Any, text: str, best: bool) -> None:
    with rolled_back(database) as session:
        library = RandomLibrary(session, drawn)
        for viewer in library.viewers():
            order = "best" if best else "newest"
            whole = library_view(session, viewer, search_for(text, {}, sort=order))
            turned, cursor = [], None
            for _ in range(len(whole.items) + 1):
                page = library_view(session, viewer, search_for(text, {}, sort=order, cursor=cursor, limit=1))
                assert page.total == whole.total
                turned += [hit.story.id for hit in page.items]
                cursor = page.next
                if cursor is None:
                    break
            assert turned == [hit.story.id for hit in whole.items]


@given(
    drawn=drawn_from.counties,
    other=st.tuples(drawn_from.texts, drawn_from.texts, st.sets(st.integers(0, 2))),
    asked=st.lists(st.tuples(drawn_from.queries, drawn_from.choices), min_size=1, max_size=3),
)
@many
def test_what_one_may_not_see_has_no_influence(
    database: Database, drawn: Any, other: Any, asked: Any
) -> None:
    """Two worlds that differ only in what a viewer may not see answer them the same, byte for byte."""
    searches = [search_for(text, choices) for text, choices in [*asked, ("teachng", {}), ("phonix", {})]]
    with rolled_back(database) as session:
        library = RandomLibrary(session, drawn)
        for viewer in library.viewers():
            before = [library_view(session, viewer, search).model_dump_json() for search in searches]
            with session.begin_nested() as savepoint:
                _change_the_rest(library, viewer, other)
                after = [library_view(session, viewer, search).model_dump_json() for search in searches]
                savepoint.rollback()
            session.expire_all()
            assert after == before


def _change_the_rest(library: RandomLibrary, viewer: Any, other: Any) -> None:
    title, text, tags = other
    for item in library.items:
        read = readable_revision(viewer, item_facts(library.session, item))
        for number in (1, 2, 3):
            if number != read:
                library.revision(
                    item, number, title, f"{text} teaching phonics", sorted(tags), "Somebody else"
                )
        if read is None:
            library.adopt(item, 0 if item.home_school_urn != library.schools[0].urn else 1, Stance.stopped)
            library.session.exec(sa.delete(Publication).where(col(Publication.item_id) == item.id))
    rebuild_library(library.session)
