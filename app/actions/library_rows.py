"""What the library keeps of items: worked out from the tables it is derived from, a batch at a time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.content.plain_text import to_plain_text
from app.content.revision_details import words_of
from app.content.words import Indexed, indexed
from app.models.adoptions import Stance
from app.models.evidence import Edition, Recommendation
from app.models.exemplars import Exemplar
from app.models.items import (
    Audience,
    Item,
    ItemKind,
    Publication,
    Revision,
    RevisionByline,
    RevisionTag,
    widest,
)
from app.models.places import Cluster, ClusterMembership, School
from app.queries.adoption_figures import counts_of
from app.queries.attachments import details_of_revision
from app.queries.crosswalks import OWN, both_ways
from app.queries.file_texts import FileTexts, file_texts, texts_held
from app.queries.items import are_revisions
from app.queries.viewers import membership_now


@dataclass(frozen=True, slots=True)
class Entry:
    """A ``LibraryEntry`` to be, the recommendations it is about, its tokens and the texts behind them."""

    row: dict[str, Any]
    about: dict[int, int]
    text: Indexed
    texts: list[str]


Entries = list[Entry]


class Read:
    """What many entries have in common, read once."""

    def __init__(self, session: Session) -> None:
        self.links: dict[int, list[tuple[int, int]]] = defaultdict(list)
        links = both_ways()
        for here, there, nearness in session.exec(
            select(links.c.here, links.c.there, links.c.nearness)
        ).all():
            self.links[there].append((here, nearness))
        self.recommendations = {
            recommendation.id: [
                text
                for named in (recommendation, edition)
                for text in (named.title, named.short_title)
                if text
            ]
            for recommendation, edition in session.exec(
                select(Recommendation, Edition).join(Edition, col(Edition.id) == Recommendation.edition_id)
            ).all()
        }

    def about(self, tags: Sequence[int]) -> dict[int, int]:
        """The recommendations that a story with these tags is about, each with its nearness."""
        found = dict.fromkeys(tags, OWN)
        for tag in tags:
            for other, nearness in self.links[tag]:
                found[other] = min(nearness, found.get(other, nearness))
        return found

    def words(self, tags: Sequence[int]) -> list[str]:
        """The titles behind these tags."""
        return [text for tag in sorted(tags) for text in self.recommendations[tag]]


@dataclass(slots=True)
class _Around:
    """What stands around one revision."""

    tags: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def entries_of(session: Session, item_ids: Sequence[UUID], read: Read) -> Entries:
    """One entry for each revision of these items that somebody beyond the draft reads."""
    publications: dict[UUID, list[Publication]] = defaultdict(list)
    for publication in session.exec(
        select(Publication).where(col(Publication.item_id).in_(item_ids), col(Publication.ended_at).is_(None))
    ).all():
        publications[publication.item_id].append(publication)
    named = sorted({(p.item_id, p.revision_number) for found in publications.values() for p in found})
    rows = session.exec(
        select(Revision, Item, School, Cluster)
        .join(Item, col(Item.id) == Revision.item_id)
        .outerjoin(School, col(School.urn) == Item.home_school_urn)
        .outerjoin(
            ClusterMembership,
            sa.and_(col(ClusterMembership.school_urn) == School.urn, membership_now(clock.today())),
        )
        .outerjoin(
            Cluster,
            col(Cluster.id) == sa.func.coalesce(ClusterMembership.cluster_id, Item.home_cluster_id),
        )
        .where(are_revisions(named))
        .order_by(col(Revision.item_id), col(Revision.number))
    ).all()
    around = _around(session, [revision.id for revision, _, _, _ in rows])
    awarded = dict(
        session.exec(
            select(Exemplar.item_id, Exemplar.revision_number).where(
                col(Exemplar.item_id).in_(item_ids), col(Exemplar.ended_at).is_(None)
            )
        ).all()
    )
    tried = counts_of(session, set(item_ids))
    files = file_texts(session, (details_of_revision(revision) for revision, _, _, _ in rows))
    entries = []
    for revision, item, home, around_it in rows:
        # Outer joins: what the types call certain may be missing.
        school: School | None = home
        cluster: Cluster | None = around_it
        standing = _standing(publications[item.id], revision.number)
        if standing is None:
            continue
        known = around[revision.id]
        places = [place.name for place in (school, cluster) if place is not None]
        title, names, body = _texts(revision, [*places, *known.names, *read.words(known.tags)], files)
        entries.append(
            Entry(
                row={
                    "item_id": item.id,
                    "revision_number": revision.number,
                    "kind": item.kind,
                    "school_urn": school.urn if school else None,
                    "cluster_id": cluster.id if cluster else None,
                    "phase": school.phase if school else None,
                    "district": school.district if school else None,
                    # Whoever reads an older revision than the awarded one is not told of the award.
                    "exemplar": item.id in awarded and revision.number >= awarded[item.id],
                    # What other schools did with it is told with every revision of it.
                    **{one.value: tried.get(item.id, {}).get(one, 0) for one in Stance},
                    **standing,
                },
                # Minutes say what was agreed, not how it went: they are no evidence for a recommendation.
                about={} if item.kind is ItemKind.minutes else read.about(known.tags),
                text=indexed(title, names, body),
                texts=[title, *names, *body],
            )
        )
    return entries


def _texts(revision: Revision, names: list[str], files: FileTexts) -> tuple[str, list[str], list[str]]:
    details = details_of_revision(revision)
    body = []
    for section in revision.sections:
        text = to_plain_text(section["prosemirror"])
        if text:
            body += [section["title"], text]
    body += [words.text for words in words_of(details) if not words.is_link]
    body += [text for _, text in texts_held(details, files)]
    return revision.title, list(dict.fromkeys(names)), body


def _around(session: Session, revisions: Sequence[UUID]) -> dict[UUID, _Around]:
    found: dict[UUID, _Around] = defaultdict(_Around)
    for revision, tag in session.exec(
        select(RevisionTag.revision_id, RevisionTag.recommendation_id).where(
            col(RevisionTag.revision_id).in_(revisions)
        )
    ).all():
        found[revision].tags.append(tag)
    for revision, name, school in session.exec(
        select(RevisionByline.revision_id, RevisionByline.name, RevisionByline.school_name)
        .where(col(RevisionByline.revision_id).in_(revisions))
        .order_by(col(RevisionByline.position))
    ).all():
        found[revision].names += [name, school] if school else [name]
    return found


def _standing(publications: Sequence[Publication], number: int) -> dict[str, Any] | None:
    """Who reads revision ``number``, and who a newer one; nothing if nobody reads exactly this one."""
    here = {p.audience: p for p in publications if p.revision_number == number}
    newer = {p.audience: p for p in publications if p.revision_number > number}
    # Whoever holds a seat is of the county, and everybody of the public.
    if Audience.public in newer or (Audience.county in newer and Audience.public not in here):
        return None
    published_at = here[widest(here)].published_at
    day = published_at.astimezone(clock.LONDON).date()
    return {
        "published_at": published_at,
        "school_year": day.year if day.month >= 9 else day.year - 1,
        "reach": widest(p.audience for p in publications),
        "to_school": _place(here, Audience.school),
        "to_cluster": _place(here, Audience.cluster),
        "to_county": Audience.county in here,
        "to_public": Audience.public in here,
        "newer_school": _place(newer, Audience.school),
        "newer_cluster": _place(newer, Audience.cluster),
        "newer_county": Audience.county in newer,
    }


def _place(publications: dict[Audience, Publication], audience: Audience) -> int | None:
    found = publications.get(audience)
    if found is None:
        return None
    return found.school_urn if audience is Audience.school else found.cluster_id
