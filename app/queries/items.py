"""What policies need to know of items, loaded from the database."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models.items import Audience, AuthorState, Item, ItemAuthor, Publication, Revision
from app.models.people import Holding
from app.models.places import Cluster, ClusterMembership
from app.policies.items import ItemFacts, Published
from app.queries.viewers import holding_now, membership_now

NO_SUCH_STORY = "There is no such story, or it is not shared with you."
"""Said of what is not there and of what is not yours to know, so that nobody can tell the two apart."""


def item_facts(session: Session, item: Item) -> ItemFacts:
    """The facts of one item today, in four small reads."""
    return facts_of(session, [item])[item.id]


def facts_of(session: Session, items: Sequence[Item]) -> dict[UUID, ItemFacts]:
    """The facts of these items today, in four small reads (five with minutes among them) however many."""
    ids = [item.id for item in items]
    places = _places(session, items)
    people: dict[UUID, list[ItemAuthor]] = {one: [] for one in ids}
    for author in session.exec(select(ItemAuthor).where(col(ItemAuthor.item_id).in_(ids))).all():
        people[author.item_id].append(author)
    accepted = {
        author.person_id
        for authors in people.values()
        for author in authors
        if author.state is AuthorState.accepted
    }
    seated = frozenset(
        session.exec(
            select(Holding.person_id).where(col(Holding.person_id).in_(accepted), holding_now())
        ).all()
    )
    publications: dict[UUID, dict[Audience, Published]] = {one: {} for one in ids}
    for p in session.exec(
        select(Publication).where(col(Publication.item_id).in_(ids), col(Publication.ended_at).is_(None))
    ).all():
        publications[p.item_id][p.audience] = Published(p.revision_number, p.cluster_id)
    return {
        item.id: _facts(item, places.get(item.id), people[item.id], seated, publications[item.id])
        for item in items
    }


def _facts(
    item: Item,
    place: tuple[int | None, int] | None,
    people: Sequence[ItemAuthor],
    seated: frozenset[UUID],
    publications: dict[Audience, Published],
) -> ItemFacts:
    accepted = [author for author in people if author.state is AuthorState.accepted]
    return ItemFacts(
        item_id=item.id,
        home_school_urn=item.home_school_urn,
        home_cluster_id=item.home_cluster_id,
        cluster_id=place[0] if place else None,
        region_id=place[1] if place else None,
        authors=frozenset(a.person_id for a in accepted if a.may_edit) & seated,
        byline=frozenset(a.person_id for a in accepted if a.on_byline),
        invited=frozenset(a.person_id for a in people if a.state is AuthorState.invited),
        publications=publications,
    )


def _places(session: Session, items: Sequence[Item]) -> dict[UUID, tuple[int | None, int]]:
    """Cluster and region of each item's home today, where it has them."""
    schools = {item.home_school_urn for item in items if item.home_school_urn is not None}
    clusters = {item.home_cluster_id for item in items if item.home_cluster_id is not None}
    of_school: dict[int | None, tuple[int | None, int]] = {}
    of_cluster: dict[int | None, tuple[int | None, int]] = {}
    if schools:
        for urn, cluster, region in session.exec(
            select(ClusterMembership.school_urn, Cluster.id, Cluster.region_id)
            .join(Cluster, col(Cluster.id) == ClusterMembership.cluster_id)
            .where(col(ClusterMembership.school_urn).in_(schools), membership_now())
        ).all():
            of_school[urn] = (cluster, region)
    if clusters:
        for cluster, region in session.exec(
            select(Cluster.id, Cluster.region_id).where(col(Cluster.id).in_(clusters))
        ).all():
            of_cluster[cluster] = (cluster, region)
    found = {}
    for item in items:
        place = of_school.get(item.home_school_urn) or of_cluster.get(item.home_cluster_id)
        if place:
            found[item.id] = place
    return found


def are_revisions(wanted: Iterable[tuple[UUID, int]]) -> ColumnElement[bool]:
    """The condition that a ``Revision`` is one of these, by item and number.

    The items are named once more by themselves: by the pairs alone SQLite reads every revision there is.
    """
    pairs = list(wanted)
    return sa.and_(
        col(Revision.item_id).in_({item for item, _ in pairs}),
        sa.tuple_(col(Revision.item_id), col(Revision.number)).in_(pairs),
    )


def get_item(session: Session, item_id: UUID) -> Item:
    """The item, or ``NotFound``. Says nothing of who may know of it: ask a policy next."""
    item = session.get(Item, item_id)
    if item is None:
        raise NotFound(NO_SUCH_STORY)
    return item
