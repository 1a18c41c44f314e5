"""The words of notices about dead links: where they stand, for those on the draft when they read it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from app.models.files import ItemLink, LinkState
from app.models.items import Audience, Publication, widest
from app.models.places import Cluster
from app.policies.words import readers_of
from app.queries.item_titles import ItemKnown
from app.queries.links import published_with


@dataclass(frozen=True, slots=True)
class DeadLinks:
    """Where dead links of an item stand now: in its draft, and in which published revisions without being in
    the draft, each by its number and with who reads it."""

    in_draft: bool
    published: Sequence[tuple[int, str]]


def dead_links_known(session: Session, items: dict[UUID, ItemKnown]) -> dict[UUID, DeadLinks]:
    """Of those of these items whose drafts the reader sees; others are told only that a link is dead."""
    wanted = {item for item, known in items.items() if known.on_draft}
    if not wanted:
        return {}
    dead = session.exec(
        select(ItemLink).where(col(ItemLink.item_id).in_(wanted), ItemLink.state == LinkState.dead)
    ).all()
    gone = [link for link in dead if link.removed_at is not None]
    shown = published_with(session, gone)
    numbers: dict[UUID, set[int]] = {}
    for link in gone:
        numbers.setdefault(link.item_id, set()).update(shown.get(link.id, ()))
    readers = _readers(session, [item for item, found in numbers.items() if found], items)
    return {
        item: DeadLinks(
            in_draft=any(link.item_id == item and link.removed_at is None for link in dead),
            published=[(one, readers[item, one]) for one in sorted(numbers.get(item, ()))],
        )
        for item in wanted
    }


def _readers(
    session: Session, wanted: Collection[UUID], items: dict[UUID, ItemKnown]
) -> dict[tuple[UUID, int], str]:
    """For each revision of these items that somebody reads, who that is at the widest."""
    rows = session.exec(
        select(Publication, Cluster.name)
        .outerjoin(Cluster, col(Cluster.id) == Publication.cluster_id)
        .where(col(Publication.item_id).in_(wanted), col(Publication.ended_at).is_(None))
    ).all()
    reach: dict[tuple[UUID, int], tuple[Audience, str | None]] = {}
    for one, name in rows:
        at = (one.item_id, one.revision_number)
        audience, cluster = reach.get(at, (Audience.draft, None))
        # An outer join: what the types call certain may be missing.
        reach[at] = (widest([audience, one.audience]), name or cluster)
    found = {}
    for (item, number), (audience, cluster) in reach.items():
        school = items[item].home.school
        found[item, number] = readers_of(audience, school=school.name if school else None, cluster=cluster)
    return found


def link_words(story: str, dead: DeadLinks | None) -> str:
    """What has been found, and what helps now; nothing further for who is not on the draft."""
    if dead is None:
        return f"A page that {story} links to could not be found three times."
    if dead.in_draft:
        return (
            f"A page that {story} links to could not be found three times. Readers are told. "
            "Change the link, or take it out."
        )
    if dead.published:
        return (
            f"A page could not be found three times, and {story} still links to it where it is published: in "
            f"{_listed(dead.published)}. Readers are told. Your draft no longer has this link: share it "
            "again, and theirs goes too."
        )
    return f"A page that {story} linked to could not be found. The link is gone, or the page is back."


def _listed(published: Iterable[tuple[int, str]]) -> str:
    return " and ".join(f"revision {number}, read by {readers}" for number, readers in published)
