"""What policies need to know of items, loaded from the database."""

from uuid import UUID

from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models.items import AuthorState, Item, ItemAuthor, Publication
from app.models.people import Holding
from app.models.places import Cluster, ClusterMembership
from app.policies.items import ItemFacts, Published
from app.queries.viewers import holding_now, membership_now

NO_SUCH_STORY = "There is no such story, or it is not shared with you."
"""Said of what is not there and of what is not yours to know, so that nobody can tell the two apart."""


def item_facts(session: Session, item: Item) -> ItemFacts:
    """The facts of one item today, in four small reads."""
    if item.home_school_urn is not None:
        place = session.exec(
            select(Cluster.id, Cluster.region_id)
            .join(ClusterMembership, col(ClusterMembership.cluster_id) == Cluster.id)
            .where(ClusterMembership.school_urn == item.home_school_urn, membership_now())
        ).first()
    else:
        place = session.exec(
            select(Cluster.id, Cluster.region_id).where(Cluster.id == item.home_cluster_id)
        ).first()
    people = session.exec(select(ItemAuthor).where(ItemAuthor.item_id == item.id)).all()
    accepted = [author for author in people if author.state is AuthorState.accepted]
    seated = frozenset(
        session.exec(
            select(Holding.person_id).where(
                col(Holding.person_id).in_([author.person_id for author in accepted]), holding_now()
            )
        ).all()
    )
    publications = session.exec(
        select(Publication).where(Publication.item_id == item.id, col(Publication.ended_at).is_(None))
    ).all()
    return ItemFacts(
        item_id=item.id,
        home_school_urn=item.home_school_urn,
        home_cluster_id=item.home_cluster_id,
        cluster_id=place[0] if place else None,
        region_id=place[1] if place else None,
        authors=frozenset(a.person_id for a in accepted if a.may_edit) & seated,
        byline=frozenset(a.person_id for a in accepted if a.on_byline),
        invited=frozenset(a.person_id for a in people if a.state is AuthorState.invited),
        publications={p.audience: Published(p.revision_number, p.cluster_id) for p in publications},
    )


def get_item(session: Session, item_id: UUID) -> Item:
    """The item, or ``NotFound``. Says nothing of who may know of it: ask a policy next."""
    item = session.get(Item, item_id)
    if item is None:
        raise NotFound(NO_SUCH_STORY)
    return item
