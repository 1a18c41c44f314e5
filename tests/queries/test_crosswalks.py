"""Crosswalks as ``mission.md`` reads them, against a slow reading of the same sentence in Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, SQLModel, col, select

from app import clock
from app.db import Database
from app.models.evidence import Crosswalk, Edition, Guidance, Recommendation, Strength
from app.models.items import Item, ItemKind, Revision, RevisionTag
from app.queries.crosswalks import StoryCount, count_stories, related, story_matches
from tests.examples import examples
from tests.factories import County

EDITIONS, EACH = 3, 3
RECOMMENDATIONS = range(EDITIONS * EACH)
"""Recommendation n is of edition n // EACH. The first two editions are of one guidance."""

Link = tuple[int, int, Strength]


@dataclass(frozen=True)
class Story:
    """The tags of each of its revisions, and the number of the one a viewer reads (0: none)."""

    revisions: list[set[int]]
    visible: int

    @property
    def tags(self) -> set[int]:
        return self.revisions[self.visible - 1] if self.visible else set()


@st.composite
def stories(draw: st.DrawFn) -> Story:
    revisions = draw(st.lists(st.sets(st.sampled_from(RECOMMENDATIONS), max_size=4), min_size=1, max_size=2))
    return Story(revisions, draw(st.integers(0, len(revisions))))


links = st.lists(
    st.tuples(
        st.sampled_from(RECOMMENDATIONS), st.sampled_from(RECOMMENDATIONS), st.sampled_from(Strength)
    ).filter(lambda link: link[0] != link[1]),
    max_size=8,
    unique_by=lambda link: link[:2],
)


def one_hop(here: int, crosswalks: list[Link]) -> dict[int, Strength]:
    """What ``here`` maps to: both directions, another edition only, the stronger of two links."""
    found: dict[int, Strength] = {}
    for first, second, strength in crosswalks:
        for one, other in ((first, second), (second, first)):
            if one == here and one // EACH != other // EACH and found.get(other) is not Strength.close:
                found[other] = strength
    return found


def expected(recommendation: int, told: list[Story], crosswalks: list[Link]) -> StoryCount:
    direct = mapped = partly = 0
    near = one_hop(recommendation, crosswalks)
    for story in told:
        ways = {near[tag] for tag in story.tags if tag in near}
        if recommendation in story.tags:
            direct += 1
        elif Strength.close in ways:
            mapped += 1
        elif ways:
            partly += 1
    return StoryCount(direct, mapped, partly)


class World:
    """The drawn county in a transaction that is rolled back."""

    def __init__(self, session: Session, author: UUID, school: int) -> None:
        self.session, self.author, self.school = session, author, school
        lines = [Guidance(slug=slug, publisher="P") for slug in ("drawn-one", "drawn-two")]
        session.add_all(lines)
        session.flush()
        self.editions = [
            Edition(guidance_id=lines[n // 2].id or 0, label=str(2000 + n), title="T", year=2000 + n)
            for n in range(EDITIONS)
        ]
        session.add_all(self.editions)
        session.flush()
        rows = [
            Recommendation(edition_id=self.editions[n // EACH].id or 0, number=n % EACH + 1, title="T")
            for n in RECOMMENDATIONS
        ]
        session.add_all(rows)
        session.flush()
        self.ids = [row.id or 0 for row in rows]

    def link(self, crosswalks: list[Link]) -> None:
        for first, second, strength in crosswalks:
            self.session.add(Crosswalk(from_id=self.ids[first], to_id=self.ids[second], strength=strength))
        self.session.flush()

    def tell(self, told: list[Story]) -> sa.Subquery:
        """Write the stories; what of them is visible, as ``visibility.visible_revisions`` has it."""
        items = [self._item() for _ in told]
        self._add(items)
        drawn = [
            (self._revision(item, number), number == story.visible, tags)
            for item, story in zip(items, told, strict=True)
            for number, tags in enumerate(story.revisions, 1)
        ]
        self._add([revision for revision, _, _ in drawn])
        self._add(
            [
                RevisionTag(revision_id=revision.id, recommendation_id=self.ids[tag])
                for revision, _, tags in drawn
                for tag in tags
            ]
        )
        shown = [revision.id for revision, visible, _ in drawn if visible]
        return (
            select(col(Revision.item_id), col(Revision.number).label("revision_number"))
            .where(col(Revision.id).in_(shown))
            .subquery()
        )

    def _add(self, rows: Sequence[SQLModel]) -> None:
        self.session.add_all(rows)
        self.session.flush()

    def _item(self) -> Item:
        now = clock.now()
        return Item(
            kind=ItemKind.case_study,
            home_school_urn=self.school,
            title="T",
            template_key="case-study",
            template_version=1,
            created_by=self.author,
            created_at=now,
            updated_at=now,
        )

    def _revision(self, item: Item, number: int) -> Revision:
        return Revision(
            item_id=item.id,
            number=number,
            title="T",
            summary="S",
            sections=[],
            template_key="case-study",
            template_version=1,
            made_by=self.author,
            made_at=clock.now(),
        )


@pytest.fixture
def place(county: County) -> tuple[Database, UUID, int]:
    school = county.school()
    return county.database, county.person(), school


@settings(
    max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(told=st.lists(stories(), max_size=6), crosswalks=links)
def test_counts_are_those_of_the_slow_reading(
    place: tuple[Database, UUID, int], told: list[Story], crosswalks: list[Link]
) -> None:
    database, author, school = place
    with Session(database.engine) as session:
        world = World(session, author, school)
        world.link(crosswalks)
        visible = world.tell(told)
        for number, edition in enumerate(world.editions):
            counts = count_stories(session, visible, col(Recommendation.edition_id) == edition.id)
            of_edition = [n for n in RECOMMENDATIONS if n // EACH == number]
            assert counts.keys() <= {world.ids[n] for n in of_edition}
            for n in of_edition:
                assert counts.get(world.ids[n], StoryCount()) == expected(n, told, crosswalks)
        matches = story_matches(visible, col(Recommendation.id).in_(world.ids))
        pairs = session.exec(select(matches.c.recommendation_id, matches.c.item_id)).all()
        assert len(pairs) == len(set(pairs))
        assert len(pairs) == sum(expected(n, told, crosswalks).total for n in RECOMMENDATIONS)
        session.rollback()


@settings(
    max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(crosswalks=links)
def test_related_is_one_hop_in_both_directions(
    place: tuple[Database, UUID, int], crosswalks: list[Link]
) -> None:
    database, author, school = place
    with Session(database.engine) as session:
        world = World(session, author, school)
        world.link(crosswalks)
        found = related(session, world.ids)
        for n in RECOMMENDATIONS:
            near = {one.recommendation_id: one.strength for one in found[world.ids[n]]}
            assert len(near) == len(found[world.ids[n]])
            assert near == {world.ids[m]: s for m, s in one_hop(n, crosswalks).items()}
        session.rollback()
