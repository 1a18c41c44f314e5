"""What a viewer may read, as SQL: the same rule as ``policies.items.readable_revision``.

A property test compares the two on random data and random people.
"""

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement, SQLColumnExpression
from sqlalchemy.sql.selectable import Subquery
from sqlmodel import col, select

from app import clock
from app.models.items import Audience, AuthorState, Item, ItemAuthor, Publication
from app.models.library import LibraryEntry
from app.models.people import Holding
from app.models.places import ClusterMembership
from app.policies.viewers import PersonViewer, System, Viewer
from app.queries.viewers import holding_now, membership_now


def publication_is_mine(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that a current ``Publication`` row is for an audience that ``viewer`` is in."""
    current = col(Publication.ended_at).is_(None)
    if isinstance(viewer, System):
        return current
    audiences = [col(Publication.audience) == Audience.public]
    if isinstance(viewer, PersonViewer) and viewer.has_seat:
        audiences.append(col(Publication.audience) == Audience.county)
        if viewer.schools:
            audiences.append(
                sa.and_(
                    col(Publication.audience) == Audience.school,
                    col(Publication.school_urn).in_(viewer.schools),
                )
            )
        if viewer.clusters:
            audiences.append(
                sa.and_(
                    col(Publication.audience) == Audience.cluster,
                    col(Publication.cluster_id).in_(viewer.clusters),
                )
            )
    return sa.and_(current, sa.or_(*audiences))


def entry_is_mine(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that a ``LibraryEntry`` is the revision ``viewer`` reads: of each item at most one is."""
    if isinstance(viewer, System):
        return sa.and_(
            col(LibraryEntry.newer_school).is_(None),
            col(LibraryEntry.newer_cluster).is_(None),
            sa.not_(col(LibraryEntry.newer_county)),
        )
    if not isinstance(viewer, PersonViewer) or not viewer.has_seat:
        return sa.and_(col(LibraryEntry.to_public))
    reads: list[ColumnElement[bool]] = [sa.or_(col(LibraryEntry.to_public), col(LibraryEntry.to_county))]
    not_newer: list[ColumnElement[bool]] = [sa.not_(col(LibraryEntry.newer_county))]
    if viewer.schools:
        reads.append(col(LibraryEntry.to_school).in_(viewer.schools))
        not_newer.append(_not_in(col(LibraryEntry.newer_school), viewer.schools))
    if viewer.clusters:
        reads.append(col(LibraryEntry.to_cluster).in_(viewer.clusters))
        not_newer.append(_not_in(col(LibraryEntry.newer_cluster), viewer.clusters))
    return sa.and_(sa.or_(*reads), *not_newer)


def _not_in(column: SQLColumnExpression[int | None], places: frozenset[int]) -> ColumnElement[bool]:
    return sa.or_(column.is_(None), column.not_in(places))


def visible_revisions(viewer: Viewer) -> Subquery:
    """One row an item: ``item_id``, the newest ``revision_number`` the viewer may read, ``published_at``.

    ``published_at`` is when the widest audience of that revision got it: the order of lists.
    """
    return (
        select(
            col(LibraryEntry.item_id).label("item_id"),
            col(LibraryEntry.revision_number).label("revision_number"),
            col(LibraryEntry.published_at).label("published_at"),
        )
        .where(entry_is_mine(viewer))
        .subquery("visible")
    )


def has_current_author() -> ColumnElement[bool]:
    """The condition that an ``Item`` row has an author who may edit and still holds a seat."""
    return sa.exists(
        select(ItemAuthor.person_id)
        .join(Holding, col(Holding.person_id) == ItemAuthor.person_id)
        .where(
            col(ItemAuthor.item_id) == Item.id,
            col(ItemAuthor.state) == AuthorState.accepted,
            col(ItemAuthor.may_edit),
            holding_now(clock.today()),
        )
    )


def draft_is_mine_to_write(viewer: PersonViewer) -> ColumnElement[bool]:
    """The condition that ``viewer`` may edit an ``Item``: an author, or the lead of an orphaned draft."""
    if not viewer.has_seat:
        return sa.false()
    author = sa.exists(
        select(ItemAuthor.person_id).where(
            col(ItemAuthor.item_id) == Item.id,
            ItemAuthor.person_id == viewer.person_id,
            col(ItemAuthor.state) == AuthorState.accepted,
            col(ItemAuthor.may_edit),
        )
    )
    return sa.or_(author, sa.and_(_led(viewer), sa.not_(has_current_author())))


def draft_is_mine_to_read(viewer: PersonViewer) -> ColumnElement[bool]:
    """The condition that ``viewer`` may see an ``Item``'s draft: to write it, or as its lead."""
    return sa.or_(draft_is_mine_to_write(viewer), _led(viewer))


def _led(viewer: PersonViewer) -> ColumnElement[bool]:
    return sa.or_(
        col(Item.home_school_urn).in_(viewer.schools_led),
        col(Item.home_cluster_id).in_(viewer.clusters_led),
    )


def in_cluster(viewer: Viewer, cluster: int) -> ColumnElement[bool]:
    """The condition that an ``Item`` belongs on this cluster's page: by its school, or shared with it."""
    return sa.or_(
        col(Item.home_school_urn).in_(
            select(ClusterMembership.school_urn).where(
                ClusterMembership.cluster_id == cluster, membership_now()
            )
        ),
        col(Item.id).in_(
            select(Publication.item_id).where(Publication.cluster_id == cluster, publication_is_mine(viewer))
        ),
    )
