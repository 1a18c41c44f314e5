"""Fills the demo county with many more stories, to see how everything does when there is a lot of it.

The words are those of the demo's own stories, sentence by sentence in other company: nobody should read them,
but they are spread over words, schools, people, recommendations and years as real ones are.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from app import clock
from app.actions.demo_stories import read_stories
from app.actions.library import add_new_items
from app.content.prosemirror import empty_document
from app.content.templates import load_template
from app.content.yjs_codec import SCHEMA_VERSION, seed_document
from app.db import Database
from app.models.documents import Document, DocumentUpdate
from app.models.evidence import Recommendation
from app.models.items import (
    AUDIENCES,
    Audience,
    AuthorState,
    Item,
    ItemAuthor,
    ItemKind,
    ItemTag,
    Publication,
    Revision,
    RevisionByline,
    RevisionTag,
)
from app.models.people import Holding, Person, Seat
from app.models.places import ClusterMembership, School
from app.queries.viewers import holding_now, membership_now

BATCH = 500
YEARS = 3
_REACHES = {
    Audience.draft: 5,
    Audience.school: 22,
    Audience.cluster: 35,
    Audience.county: 28,
    Audience.public: 10,
}

Progress = Callable[[int, int], None]
Rows = dict[type[SQLModel], list[dict[str, Any]]]


def seed_load(database: Database, number: int, progress: Progress | None = None) -> None:
    """Add ``number`` stories to the demo county in ``database``, a batch in a transaction.

    Which ones depends only on how many stories there are already.
    """
    with database.read() as session:
        county = _County.read(session)
        begin = session.exec(select(sa.func.count()).select_from(Item)).one()
    for first in range(begin, begin + number, BATCH):
        last = min(first + BATCH, begin + number)
        with database.write() as session:
            rows: Rows = defaultdict(list)
            items = [_story(rows, county, at) for at in range(first, last)]
            for table in _TABLES:
                if rows[table]:
                    session.connection().execute(sa.insert(table), rows[table])
            add_new_items(session, items)
        if progress:
            progress(last - begin, number)


_TABLES: tuple[type[SQLModel], ...] = (
    Item,
    ItemAuthor,
    ItemTag,
    Document,
    DocumentUpdate,
    Revision,
    RevisionByline,
    RevisionTag,
    Publication,
)


@dataclass(frozen=True)
class _County:
    """What stories are made of."""

    schools: list[tuple[int, str, int | None]]
    people: dict[int, list[tuple[UUID, str]]]
    recommendations: list[int]
    titles: list[str]
    sentences: dict[str, list[str]]
    seed: bytes
    now: datetime = field(default_factory=clock.now)

    @classmethod
    def read(cls, session: Session) -> "_County":
        schools = session.exec(
            select(School.urn, School.name, ClusterMembership.cluster_id)
            .outerjoin(
                ClusterMembership, sa.and_(col(ClusterMembership.school_urn) == School.urn, membership_now())
            )
            .order_by(col(School.urn))
        ).all()
        people: dict[int, list[tuple[UUID, str]]] = defaultdict(list)
        for urn, person, name in session.exec(
            select(Seat.school_urn, Person.id, Person.name)
            .join(Holding, col(Holding.seat_id) == Seat.id)
            .join(Person, col(Person.id) == Holding.person_id)
            .where(holding_now(), col(Seat.school_urn).is_not(None))
            .order_by(Person.name, col(Person.id))
        ).all():
            people[urn or 0].append((person, name))
        sentences: dict[str, list[str]] = defaultdict(list)
        stories = read_stories()
        for story in stories:
            for (key, _), text in story.texts.items():
                sentences[key] += [one for one in re.split(r"(?<=[.!?])\s+", text) if 20 < len(one) < 300]
        template = load_template("case-study")
        return cls(
            schools=[(urn, name, cluster) for urn, name, cluster in schools if urn in people],
            people=people,
            recommendations=[
                one
                for one in session.exec(select(Recommendation.id).order_by(col(Recommendation.id))).all()
                if one is not None
            ],
            titles=[part for story in stories for part in re.split(r"[:,] ", story.title) if len(part) > 8],
            sentences=sentences,
            seed=seed_document({section.key: empty_document() for section in template.sections}),
        )


def _story(rows: Rows, county: _County, number: int) -> UUID:
    """One story with everything that belongs to it, into ``rows``."""
    dice = random.Random(number)  # noqa: S311 (nobody is to be kept from guessing)
    # A few schools write much, most write little.
    urn, school, cluster = county.schools[int(len(county.schools) * dice.random() ** 1.6)]
    (author, name), *others = dice.sample(county.people[urn], min(len(county.people[urn]), 2))
    item = UUID(int=dice.getrandbits(128), version=4)
    reach = dice.choices(list(_REACHES), list(_REACHES.values()))[0]
    if reach is Audience.cluster and cluster is None:
        reach = Audience.school
    started = county.now - timedelta(days=dice.random() * 365 * YEARS, seconds=1)
    tags = dice.sample(county.recommendations, dice.choice((1, 1, 2, 2, 3)))
    revisions = 0 if reach is Audience.draft else dice.choices((1, 2), (85, 15))[0]
    title = ", ".join(dice.sample(county.titles, 2))
    rows[Item].append(
        {
            "id": item,
            "kind": ItemKind.case_study,
            "home_school_urn": urn,
            "title": title,
            "template_key": "case-study",
            "template_version": load_template("case-study").version,
            "version": 1,
            "last_revision": revisions,
            "created_by": author,
            "created_at": started,
            "updated_at": started,
        }
    )
    for position, (person, _) in enumerate([(author, name), *others]):
        rows[ItemAuthor].append(
            {
                "item_id": item,
                "person_id": person,
                "state": AuthorState.accepted,
                "may_edit": True,
                "on_byline": True,
                "position": position,
                "invited_by": author,
                "invited_at": started,
                "answered_at": started,
            }
        )
    rows[ItemTag] += [{"item_id": item, "recommendation_id": tag} for tag in tags]
    document = UUID(int=dice.getrandbits(128), version=4)
    rows[Document].append(
        {
            "id": document,
            "item_id": item,
            "generation": 1,
            "schema_version": SCHEMA_VERSION,
            "last_seq": 1,
            "size": len(county.seed),
        }
    )
    rows[DocumentUpdate].append(
        {"document_id": document, "seq": 1, "update": county.seed, "created_at": started}
    )
    for at in range(1, revisions + 1):
        revision = UUID(int=dice.getrandbits(128), version=4)
        sections = list(_sections(county, dice))
        rows[Revision].append(
            {
                "id": revision,
                "item_id": item,
                "number": at,
                "title": title,
                "summary": sections[0]["markdown"][:240],
                "sections": sections,
                "template_key": "case-study",
                "template_version": load_template("case-study").version,
                "made_by": author,
                "made_at": started,
            }
        )
        rows[RevisionByline] += [
            {
                "revision_id": revision,
                "person_id": person,
                "position": position,
                "name": called,
                "school_urn": urn,
                "school_name": school,
            }
            for position, (person, called) in enumerate([(author, name), *others])
        ]
        rows[RevisionTag] += [{"revision_id": revision, "recommendation_id": tag} for tag in tags]
    for rung, audience in enumerate(AUDIENCES[1 : AUDIENCES.index(reach) + 1]):
        if audience is Audience.cluster and cluster is None:
            continue
        rows[Publication].append(
            {
                "id": UUID(int=dice.getrandbits(128), version=4),
                "item_id": item,
                "audience": audience,
                "school_urn": urn if audience is Audience.school else None,
                "cluster_id": cluster if audience is Audience.cluster else None,
                # What is newer is with the school at first.
                "revision_number": revisions if rung == 0 else 1,
                "approved_by": author,
                "published_at": min(county.now, started + timedelta(days=7 * rung)),
            }
        )
    return item


def _sections(county: _County, dice: random.Random) -> Iterator[dict[str, Any]]:
    for section in load_template("case-study").sections:
        said = county.sentences.get(section.key)
        if said:
            text = " ".join(dice.choices(said, k=dice.randint(1, 4)))
            paragraph = {"type": "paragraph", "content": [{"type": "text", "text": text}]}
            yield {
                "key": section.key,
                "title": section.title,
                "prosemirror": {"type": "doc", "content": [paragraph]},
                "markdown": text,
            }
