"""What a reader may be told of items that something else refers to: a title where they may read it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.models.items import Audience, Item, Publication, Revision, widest
from app.policies.viewers import PersonViewer
from app.queries.places import Home, homes
from app.queries.visibility import draft_is_mine_to_read, visible_revisions


@dataclass(frozen=True, slots=True)
class ItemKnown:
    """An item as far as its reader may know it now.

    ``title`` and ``address`` are ``None`` while they may not read it; ``audience`` is then ``draft``, and
    also for those who read the draft alone. ``on_draft``: they write it, or read it as its lead.
    """

    home: Home
    title: str | None = None
    address: str | None = None
    audience: Audience = Audience.draft
    on_draft: bool = False


def items_known(
    session: Session, viewer: PersonViewer, items: Iterable[UUID | None]
) -> dict[UUID, ItemKnown]:
    """Those items as ``viewer`` may know them now, in five reads however many they are."""
    wanted = {one for one in items if one is not None}
    if not wanted:
        return {}
    rows = session.exec(
        select(Item.id, Item.home_school_urn, Item.home_cluster_id).where(col(Item.id).in_(wanted))
    ).all()
    places = homes(session, [(urn, cluster) for _, urn, cluster in rows])
    visible = visible_revisions(viewer)
    read = session.exec(
        select(Revision.item_id, Revision.title)
        .join(
            visible,
            sa.and_(
                visible.c.item_id == col(Revision.item_id),
                visible.c.revision_number == col(Revision.number),
            ),
        )
        .where(col(Revision.item_id).in_(wanted))
    ).all()
    drafts = session.exec(
        select(Item.id, Item.title).where(col(Item.id).in_(wanted), draft_is_mine_to_read(viewer))
    ).all()
    reach: dict[UUID, Audience] = {}
    for item, audience in session.exec(
        select(Publication.item_id, Publication.audience).where(
            col(Publication.item_id).in_(wanted), col(Publication.ended_at).is_(None)
        )
    ).all():
        reach[item] = widest([reach.get(item, Audience.draft), Audience(audience)])
    known = {item: ItemKnown(places[urn, cluster]) for item, urn, cluster in rows}
    for item, title in drafts:
        known[item] = ItemKnown(known[item].home, title, f"/stories/{item}/write", on_draft=True)
    for item, title in read:
        known[item] = replace(
            known[item], title=title, address=f"/stories/{item}", audience=reach.get(item, Audience.draft)
        )
    return known
