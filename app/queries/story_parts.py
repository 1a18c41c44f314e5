"""What is told of stories wherever they are shown: tags, byline and audience."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.models.items import Audience, Item, Publication, RevisionByline, RevisionTag, widest
from app.models.places import Cluster
from app.policies.items import ItemFacts
from app.policies.words import who_reads
from app.queries.places import Home, home_of, homes
from app.queries.recommendations import in_order, recommendations_by_id
from app.schemas.evidence import RecommendationRef
from app.schemas.stories import AudienceView, BylineName


def tags_of_revisions(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[RecommendationRef]]:
    """The tags of each revision, in order."""
    pairs = session.exec(
        select(RevisionTag.revision_id, RevisionTag.recommendation_id).where(
            col(RevisionTag.revision_id).in_(ids)
        )
    ).all()
    known = recommendations_by_id(session, [recommendation for _, recommendation in pairs])
    tags: dict[UUID, list[RecommendationRef]] = {one: [] for one in ids}
    for revision, recommendation in pairs:
        tags[revision].append(known[recommendation])
    return {revision: in_order(found) for revision, found in tags.items()}


def bylines(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[BylineName]]:
    """The names on each revision, in the authors' order."""
    names: dict[UUID, list[BylineName]] = {one: [] for one in ids}
    for found in session.exec(
        select(RevisionByline)
        .where(col(RevisionByline.revision_id).in_(ids))
        .order_by(col(RevisionByline.position))
    ).all():
        names[found.revision_id].append(
            BylineName(
                person_id=found.person_id, name=found.name, school=found.school_name, urn=found.school_urn
            )
        )
    return names


def audience_views(session: Session, items: Sequence[Item]) -> dict[UUID, AudienceView]:
    """The widest audience of each of these items, in words, in two reads."""
    places = homes(session, [home_of(item) for item in items])
    reach = reach_of(session, [item.id for item in items])
    found = {}
    for item in items:
        audience, cluster = reach.get(item.id, (Audience.draft, None))
        found[item.id] = AudienceView(
            reach=audience, words=audience_words(audience, places[home_of(item)], cluster)
        )
    return found


def audience_view(session: Session, item: Item, facts: ItemFacts) -> AudienceView:
    """The widest audience of an item, in words."""
    home = homes(session, [home_of(item)])[home_of(item)]
    published = facts.publications.get(Audience.cluster)
    cluster = session.get(Cluster, published.cluster_id) if published else None
    return AudienceView(
        reach=facts.audience,
        words=audience_words(facts.audience, home, cluster.name if cluster else None),
    )


def reach_of(session: Session, items: Sequence[UUID]) -> dict[UUID, tuple[Audience, str | None]]:
    """For each item the widest audience it has reached, with the name of its cluster."""
    rows = session.exec(
        select(Publication.item_id, Publication.audience, Cluster.name)
        .outerjoin(Cluster, col(Cluster.id) == Publication.cluster_id)
        .where(col(Publication.item_id).in_(items), col(Publication.ended_at).is_(None))
    ).all()
    reach: dict[UUID, tuple[Audience, str | None]] = {}
    for item, audience, cluster in rows:
        known, name = reach.get(item, (Audience.draft, None))
        reach[item] = (widest([known, Audience(audience)]), cluster or name)
    return reach


def audience_words(audience: Audience, home: Home, cluster: str | None) -> str:
    """Who reads it; ``cluster`` is the name of the cluster that does, if one does."""
    if home.school is None:
        return who_reads(audience, school=None, cluster=cluster or home.ref.name)
    return who_reads(audience, school=home.school.name, cluster=cluster)
