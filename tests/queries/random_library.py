"""A random county with stories to find, and a slow library that asks the policy story by story."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from hypothesis import strategies as st
from sqlmodel import Session, col, select

from app import clock
from app.actions.library import rebuild_library
from app.content.characters import clean
from app.content.search_text import Asked, Beginning, Part, understand
from app.content.words import stems
from app.models.adoptions import Adoption, Stance
from app.models.evidence import Edition, Guidance, Recommendation
from app.models.exemplars import Exemplar, Rubric
from app.models.items import (
    Audience,
    Item,
    ItemKind,
    Publication,
    Revision,
    RevisionByline,
    RevisionTag,
)
from app.models.people import Holding, Person, Role, Seat
from app.models.places import Cluster, ClusterMembership, Region, School, SchoolStatus
from app.policies.items import readable_revision
from app.policies.viewers import PersonViewer, Public, System, Viewer
from app.queries.crosswalks import related
from app.queries.items import item_facts
from app.queries.library import Search
from app.queries.similar import nearest_schools
from app.queries.viewers import person_viewer

VOCABULARY = [
    *("teach", "teaching", "children’s", "TAs", "café", "phonics", "pre-teaching"),
    *("reading", "Łódź", "Ελλάδα", "scaffold", "handover", "the", "of"),
]
PHASES, DISTRICTS = ["Primary", "Primary", "Secondary", "Primary"], ["Ashlow", "Fen", None, "Fen"]
CLUSTER_OF = [0, 0, 1, None]
TAGS = [
    ("teaching-assistants", "2015", 1),
    ("teaching-assistants", "2015", 4),
    ("teaching-assistants", "2025", 1),
]

words = st.sampled_from(VOCABULARY)
texts = st.one_of(
    st.lists(words, max_size=7).map(" ".join), st.text(max_size=20).map(clean), st.just("It’s ½ a café")
)
seats = st.one_of(
    st.tuples(st.sampled_from([Role.contributor, Role.school_lead]), st.integers(0, 3)),
    st.tuples(st.just(Role.cluster_lead), st.integers(0, 1)),
    st.tuples(st.just(Role.regional_lead), st.just(0)),
    st.tuples(st.just(Role.administrator), st.just(0)),
)
revisions = st.tuples(texts, texts, st.sets(st.integers(0, 2)))
publications = st.dictionaries(
    st.sampled_from(list(Audience)[1:]), st.tuples(st.integers(0, 2), st.integers(0, 1)), max_size=4
)
adoptions = st.dictionaries(
    st.integers(0, 3), st.tuples(st.sampled_from(list(Stance)), st.booleans()), max_size=3
)
"""By school, what it says of a story, and whether it has taken that back."""
stories = st.tuples(
    st.integers(0, 3),
    st.tuples(revisions, revisions, revisions),
    publications,
    st.none() | st.integers(0, 2),
    adoptions,
)
counties = st.tuples(st.lists(seats, max_size=2), st.lists(stories, min_size=1, max_size=5))
_parts = st.one_of(
    words,
    words.map(lambda word: word[:4]),
    words.map(lambda word: f"-{word}"),
    st.tuples(words, words).map(lambda pair: f'"{pair[0]} {pair[1]}"'),
    st.text(max_size=6),
)
queries = st.one_of(st.just(""), st.lists(_parts, min_size=1, max_size=3).map(" ".join))
choices = st.fixed_dictionaries(
    {},
    optional={
        "recommendation": st.lists(
            st.sampled_from([*("/".join(map(str, tag)) for tag in TAGS), "x/1/1"]), max_size=2
        ),
        "guidance": st.lists(st.sampled_from(["teaching-assistants", "none"]), max_size=2),
        "kind": st.lists(st.sampled_from(["case_study", "none"]), max_size=1),
        "phase": st.lists(st.sampled_from(["Primary", "Secondary", ""]), max_size=2),
        "district": st.lists(st.sampled_from(["Ashlow", "Fen"]), max_size=2),
        "cluster": st.lists(st.sampled_from(["c0", "c1", "gone"]), max_size=2),
        "audience": st.lists(st.sampled_from(list(map(str, Audience))), max_size=2),
        "exemplar": st.just(["true"]),
        "adoption": st.lists(
            st.sampled_from(["adopted", "adapted", "stopped", "ours", "like-ours", "none"]), max_size=2
        ),
        "year": st.lists(st.sampled_from(["2023", "2024", "02024", "soon"]), max_size=2),
        "like": st.lists(st.sampled_from(["900001", "900003", "1", "ours"]), max_size=2),
    },
)


class RandomLibrary:
    """What hypothesis drew, in the database of ``session``, indexed."""

    def __init__(self, session: Session, drawn: tuple[Any, Any]) -> None:
        self.session = session
        seats_drawn, stories_drawn = drawn
        self._places()
        self.people = [self._person(number, role, place) for number, (role, place) in enumerate(seats_drawn)]
        self.author = self._person(99, None, 0)
        self.items = [self._story(number, *story) for number, story in enumerate(stories_drawn)]
        rebuild_library(session)

    def _places(self) -> None:
        region = Region(slug="r", name="Region")
        self.session.add(region)
        self.session.flush()
        self.region = region.id or 0
        self.clusters = [
            Cluster(slug=f"c{n}", name=f"Cluster {VOCABULARY[n]}", region_id=self.region) for n in range(2)
        ]
        self.session.add_all(self.clusters)
        self.schools = [
            School(
                urn=900_001 + n,
                name=f"School {VOCABULARY[n + 4]}",
                status=SchoolStatus.open,
                phase=PHASES[n],
                district=DISTRICTS[n],
                pupils=100 * n,
            )
            for n in range(4)
        ]
        self.session.add_all(self.schools)
        self.session.flush()
        for school, cluster in zip(self.schools, CLUSTER_OF, strict=True):
            if cluster is not None:
                self.session.add(
                    ClusterMembership(
                        school_urn=school.urn,
                        cluster_id=self.clusters[cluster].id or 0,
                        from_date=clock.today() - timedelta(days=9),
                    )
                )
        self.rubric = Rubric(version=77, criteria=[], made_at=clock.now())
        self.session.add(self.rubric)
        self.session.flush()

    def _person(self, number: int, role: Role | None, place: int) -> UUID:
        person = Person(id=uuid4(), name=f"P. Erson{number}", created_at=clock.now())
        self.session.add(person)
        if role is not None:
            places: dict[Role, dict[str, int | None]] = {
                Role.contributor: {"school_urn": self.schools[place].urn},
                Role.school_lead: {"school_urn": self.schools[place].urn},
                Role.cluster_lead: {"cluster_id": self.clusters[place % 2].id},
                Role.regional_lead: {"region_id": self.region},
            }
            where = places.get(role, {})
            seat = self.session.exec(select(Seat).where(Seat.role == role).filter_by(**where)).first()
            seat = seat or Seat(role=role, **where)
            self.session.add(seat)
            self.session.flush()
            self.session.add(
                Holding(seat_id=seat.id or 0, person_id=person.id, from_date=clock.today(), how="appointed")
            )
        self.session.flush()
        return person.id

    def _story(
        self, number: int, school: int, drawn: Any, published: Any, awarded: int | None, adopted: Any
    ) -> Item:
        now = datetime(2024, 8, 30, 12, tzinfo=UTC) + timedelta(days=number)
        urn = self.schools[school].urn
        item = Item(
            kind=ItemKind.case_study,
            home_school_urn=urn,
            title="The draft’s own title",
            template_key="case-study",
            template_version=1,
            last_revision=3,
            created_by=self.author,
            created_at=now,
            updated_at=now,
        )
        self.session.add(item)
        self.session.flush()
        for at, (title, text, tags) in enumerate(drawn):
            self.revision(item, at + 1, title, text, sorted(tags), f"Ann {VOCABULARY[at]}")
        for audience, (revision, cluster) in published.items():
            self.session.add(
                Publication(
                    item_id=item.id,
                    audience=audience,
                    school_urn=urn if audience is Audience.school else None,
                    cluster_id=self.clusters[cluster].id if audience is Audience.cluster else None,
                    revision_number=revision + 1,
                    approved_by=self.author,
                    published_at=now,
                )
            )
        if awarded is not None:
            self.session.add(
                Exemplar(
                    item_id=item.id,
                    revision_number=awarded + 1,
                    rubric_id=self.rubric.id or 0,
                    criteria=[],
                    reason="",
                    awarded_by=self.author,
                    awarded_at=now,
                    review_by=now.date(),
                )
            )
        for place, (stance, back) in adopted.items():
            if place != school:
                self.adopt(item, place, stance, back=back)
        self.session.flush()
        return item

    def adopt(self, item: Item, school: int, stance: Stance, *, back: bool = False) -> None:
        """Let a school say what it did with a story, in place of what it said before."""
        urn, now = self.schools[school].urn, clock.now()
        said = self.session.exec(
            select(Adoption).where(Adoption.item_id == item.id, Adoption.school_urn == urn)
        ).first() or Adoption(
            item_id=item.id, school_urn=urn, stance=stance, said_by=self.author, said_at=now, updated_at=now
        )
        said.stance, said.taken_back_at = stance, now if back else None
        self.session.add(said)
        self.session.flush()

    def revision(
        self, item: Item, number: int, title: str, text: str, tags: Sequence[int], byline: str
    ) -> None:
        """Write a revision, or another in its place."""
        old = self.session.exec(
            select(Revision).where(Revision.item_id == item.id, Revision.number == number)
        ).first()
        if old is not None:
            for table in (RevisionTag, RevisionByline):
                for row in self.session.exec(select(table).where(table.revision_id == old.id)).all():
                    self.session.delete(row)
        revision = old or Revision(
            item_id=item.id,
            number=number,
            title="",
            summary="",
            sections=[],
            template_key="case-study",
            template_version=1,
            made_by=self.author,
            made_at=clock.now(),
        )
        revision.title, revision.summary, revision.sections = title, text, sections(text)
        self.session.add(revision)
        self.session.flush()
        for tag in tags:
            self.session.add(
                RevisionTag(revision_id=revision.id, recommendation_id=recommendation(self.session, tag))
            )
        self.session.add(
            RevisionByline(revision_id=revision.id, person_id=self.author, position=0, name=byline)
        )
        self.session.flush()

    def viewers(self) -> list[Viewer]:
        return [Public(), System(), *(person_viewer(self.session, person) for person in self.people)]


def sections(text: str) -> list[dict[str, Any]]:
    inline = [{"type": "text", "text": text}] if text else []
    doc = {"type": "doc", "content": [{"type": "paragraph", "content": inline}]}
    return [{"key": "context", "title": "Context", "prosemirror": doc, "markdown": text}]


def recommendation(session: Session, tag: int) -> int:
    guidance, edition, number = TAGS[tag]
    return (
        session.exec(
            select(Recommendation.id)
            .join(Edition, col(Edition.id) == Recommendation.edition_id)
            .join(Guidance, col(Guidance.id) == Edition.guidance_id)
            .where(Guidance.slug == guidance, Edition.label == edition, Recommendation.number == number)
        ).one()
        or 0
    )


# The slow library.


@dataclass
class Slow:
    """What a viewer should be answered: items, and per facet its values with their counts."""

    items: set[UUID]
    counts: dict[str, dict[str, int]]


def slow_library(library: RandomLibrary, viewer: Viewer, search: Search) -> Slow:
    """Story by story, with the policy; every text read from beginning to end."""
    asked = understand(search.text)
    read = []
    for item in library.items:
        number = readable_revision(viewer, item_facts(library.session, item))
        if number is not None:
            has, fields = _described(library, viewer, item, number, search)
            if _matches(asked, fields):
                read.append((item.id, has))
    chosen: Mapping[str, Sequence[str]] = {key: values for key, values in search.choices.items() if values}
    fails = {one: {key for key, wanted in chosen.items() if not has[key] & set(wanted)} for one, has in read}
    counts: dict[str, Counter[str]] = {key: Counter() for key in _KEYS}
    for one, has in read:
        for key in _KEYS:
            if fails[one] <= {key}:
                counts[key].update(has[key])
    found = {one for one, _ in read if not fails[one]}
    return Slow(found, {key: dict(counted) for key, counted in counts.items()})


_KEYS = (
    "recommendation",
    "guidance",
    "kind",
    "phase",
    "district",
    "cluster",
    "audience",
    "exemplar",
    "adoption",
    "year",
)


def _described(
    library: RandomLibrary, viewer: Viewer, item: Item, number: int, search: Search
) -> tuple[dict[str, set[str]], list[str]]:
    session = library.session
    at = [school.urn for school in library.schools].index(item.home_school_urn or 0)
    school, cluster = library.schools[at], CLUSTER_OF[at]
    revision = session.exec(
        select(Revision).where(Revision.item_id == item.id, Revision.number == number)
    ).one()
    tags = session.exec(
        select(RevisionTag.recommendation_id).where(RevisionTag.revision_id == revision.id)
    ).all()
    about = {*tags, *(one.recommendation_id for found in related(session, tags).values() for one in found)}
    recommendations = [(line, edition, one) for line, edition, one in _evidence(session) if one.id in about]
    facts = item_facts(session, item)
    published = max(
        p.published_at
        for p in session.exec(select(Publication).where(Publication.item_id == item.id)).all()
        if p.revision_number == number
    )
    award = session.exec(select(Exemplar).where(Exemplar.item_id == item.id)).first()
    said = session.exec(
        select(Adoption).where(Adoption.item_id == item.id, col(Adoption.taken_back_at).is_(None))
    ).all()
    has = {
        "adoption": {one.stance.value for one in said}
        | _of_ours(session, viewer, {one.school_urn for one in said}),
        "recommendation": {
            f"{line.slug}/{edition.label}/{one.number}" for line, edition, one in recommendations
        },
        "guidance": {line.slug for line, _, _ in recommendations},
        "kind": {"case_study"},
        "phase": {school.phase},
        "district": {school.district} if school.district else set(),
        "cluster": {f"c{cluster}"} if cluster is not None else set(),
        "audience": {facts.audience.value},
        "exemplar": {"true"} if award and award.revision_number <= number else set(),
        "year": {str(published.year if published.month >= 9 else published.year - 1)},
        "like": {
            urn
            for urn in search.choices.get("like", ())
            if urn.isdigit() and school.urn in nearest_schools(session, int(urn))
        },
    }
    byline = session.exec(select(RevisionByline).where(RevisionByline.revision_id == revision.id)).all()
    own = [(edition, one) for _, edition, one in _evidence(session) if one.id in tags]
    text = revision.sections[0]["markdown"]
    fields = [
        revision.title,
        school.name,
        *([library.clusters[cluster].name] if cluster is not None else []),
        *(name.name for name in byline),
        *(t for pair in own for named in pair for t in (named.title, named.short_title) if t),
        *(line.strip() for line in ["\n".join(text.split("\n"))] if line.strip()),
        *(["Context"] if text.strip() else []),
    ]
    return has, fields


def _of_ours(session: Session, viewer: Viewer, said: set[int]) -> set[str]:
    own = viewer.schools if isinstance(viewer, PersonViewer) else frozenset[int]()
    alike = {one for urn in own for one in nearest_schools(session, urn)} - own
    return ({"ours"} if said & own else set()) | ({"like-ours"} if said & alike else set())


def _evidence(session: Session) -> list[tuple[Guidance, Edition, Recommendation]]:
    rows = session.exec(
        select(Guidance, Edition, Recommendation)
        .join(Edition, col(Edition.guidance_id) == Guidance.id)
        .join(Recommendation, col(Recommendation.edition_id) == Edition.id)
    ).all()
    return [(line, edition, one) for line, edition, one in rows]


def _matches(asked: Asked, fields: Sequence[str]) -> bool:
    tokens = [stems(text) for text in fields]
    return all(_has(part, tokens) for part in asked.wanted) and not any(
        _has(part, tokens) for part in asked.unwanted
    )


def _has(part: Part, fields: Sequence[Sequence[str]]) -> bool:
    if isinstance(part, Beginning):
        return any(t.startswith(part.token) or t in part.tokens for tokens in fields for t in tokens)
    return any(part.tokens == run for tokens in fields for run in _runs(tokens, len(part.tokens)))


def _runs(tokens: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    for at in range(len(tokens) - length + 1):
        yield tuple(tokens[at : at + length])
