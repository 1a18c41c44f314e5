"""The library in memory takes over every change, and answers as if it had been read anew."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from app import clock
from app.actions.library import index_items, index_schools, rebuild_library
from app.db import Database
from app.models.adoptions import Stance
from app.models.items import Audience, Publication
from app.queries.library import Search, library_version, library_view
from app.queries.library_catalogue import Catalogues, as_bits
from tests.examples import examples
from tests.factories import County
from tests.queries import random_library as drawn_from
from tests.queries.random_library import RandomLibrary

changes = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.sampled_from(["end", "publish", "write", "school", "rebuild", "adopt", "take back"]),
        st.sampled_from(list(Audience)[1:]),
        st.integers(1, 3),
    ),
    min_size=1,
    max_size=6,
)


@given(drawn=drawn_from.counties, changed=changes)
@settings(
    max_examples=examples(5),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_changes_are_taken_over_as_if_all_had_been_read_anew(
    sqlite_database: Database, drawn: Any, changed: Any
) -> None:
    with Session(sqlite_database.engine) as session:
        library = RandomLibrary(session, drawn)
        kept = Catalogues()
        searches = [
            Search(),
            Search("teaching"),
            Search("", {"phase": ("Primary",)}),
            Search("", {"adoption": ("ours", "stopped")}),
        ]
        for number, what, audience, revision in changed:
            _change(library, number % len(library.items), what, audience, revision)
            for viewer in library.viewers():
                for search in searches:
                    known = library_view(session, viewer, search, kept)
                    assert known == library_view(session, viewer, search, Catalogues())
        session.rollback()


def _change(library: RandomLibrary, number: int, what: str, audience: Audience, revision: int) -> None:
    session, item = library.session, library.items[number]
    current = session.exec(
        select(Publication).where(
            Publication.item_id == item.id,
            Publication.audience == audience,
            col(Publication.ended_at).is_(None),
        )
    ).first()
    match what:
        case "school":
            library.schools[0].name += " Academy"
            library.schools[0].district = "Elsewhere"
            session.add(library.schools[0])
            index_schools(session, [library.schools[0].urn])
            return
        case "rebuild":
            rebuild_library(session)
            return
        case "adopt" | "take back":
            library.adopt(item, revision, Stance.stopped, back=what != "adopt")
        case "write":
            library.revision(item, revision, "Another title", "Another teaching text", [2], "Ann Other")
        case _:
            if current is not None:
                current.ended_at = clock.now()
                session.add(current)
                session.flush()
            if what == "publish":
                session.add(
                    Publication(
                        item_id=item.id,
                        audience=audience,
                        school_urn=item.home_school_urn if audience is Audience.school else None,
                        cluster_id=library.clusters[0].id if audience is Audience.cluster else None,
                        revision_number=revision,
                        approved_by=library.author,
                        published_at=clock.now(),
                    )
                )
    index_items(session, [item.id])


def test_who_reads_an_older_version_keeps_an_older_catalogue(county: County, database: Database) -> None:
    """A reader who began before a step down finishes as it began, while the next one finds nothing."""
    school = county.school(county.cluster())
    kept = Catalogues()
    with database.read() as before:
        version = library_version(before)
        with database.write() as session:
            index_schools(session, [school])
        with database.read() as after:
            newer = kept.at(after, library_version(after))
        older = kept.at(before, version)
        assert (older.version, newer.version) == (version, version + 1)


def test_sets_hold_what_was_put_in() -> None:
    assert as_bits([]) == 0
    assert as_bits([0, 3, 64]) == 1 | 1 << 3 | 1 << 64
