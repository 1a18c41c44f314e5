"""Clusters and schools."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from app.actions import clusters as clusters_actions
from app.deps.http import Db
from app.deps.viewers import Colleague
from app.models.places import Cluster
from app.queries import places, similar
from app.queries.story_lists import list_stories
from app.routers.paging import Cursor, Limit, with_link
from app.schemas.base import Page
from app.schemas.places import ChooseFocus, ClusterSchool, ClusterSummary, ClusterView, SchoolView
from app.schemas.similar import LikeMine, SimilarSchools
from app.schemas.stories import StorySummary

router = APIRouter(tags=["places"])

Urn = Annotated[int, Path(ge=1, le=2_147_483_647)]


def _cluster(db: Db, person: Colleague, slug: str) -> Cluster:
    return places.cluster_by_slug(db, slug)


KnownCluster = Annotated[Cluster, Depends(_cluster)]
"""Who the county's clusters and schools are is known to everyone with a seat; what they share is not."""


@router.get("/clusters")
def clusters(person: Colleague, db: Db) -> list[ClusterSummary]:
    """Every cluster of the county, by region and name."""
    return places.list_clusters(db, person)


@router.get("/clusters/{slug}")
def cluster(cluster: KnownCluster, person: Colleague, db: Db) -> ClusterView:
    """A cluster's page."""
    return places.cluster_view(db, person, cluster)


@router.put("/clusters/{slug}/focus")
def choose_focus(cluster: KnownCluster, body: ChooseFocus, person: Colleague, db: Db) -> ClusterView:
    """Choose the editions that the cluster works from."""
    clusters_actions.choose_focus(db, person, cluster, [(e.guidance, e.edition) for e in body.editions])
    db.flush()
    return places.cluster_view(db, person, cluster)


@router.get("/clusters/{slug}/schools")
def cluster_schools(cluster: KnownCluster, person: Colleague, db: Db) -> list[ClusterSchool]:
    """The schools of a cluster today, by name."""
    return places.cluster_schools(db, person, cluster)


@router.get("/clusters/{slug}/stories")
def cluster_stories(
    request: Request,
    response: Response,
    cluster: KnownCluster,
    person: Colleague,
    db: Db,
    kind: Annotated[
        Literal["stories", "minutes", "resources"],
        Query(description="What schools wrote, minutes of its meetings, or what schools share to be used"),
    ] = "stories",
    cursor: Cursor = None,
    limit: Limit = 24,
) -> Page[StorySummary]:
    """Stories of a cluster's schools, and those shared with it, that the viewer may read; newest first.
    Or the minutes of its meetings, or resources."""
    page = list_stories(db, person, cluster=cluster.id, shelf=kind, cursor=cursor, limit=limit)
    return with_link(request, response, page)


@router.get("/schools/{urn}")
def school(urn: Urn, person: Colleague, db: Db) -> SchoolView:
    """A school's page."""
    return places.school_view(db, person, urn)


@router.get("/schools/{urn}/stories")
def school_stories(
    request: Request,
    response: Response,
    urn: Urn,
    person: Colleague,
    db: Db,
    cursor: Cursor = None,
    limit: Limit = 24,
) -> Page[StorySummary]:
    """Stories of a school that the viewer may read, newest first."""
    places.school_view(db, person, urn)
    return with_link(request, response, list_stories(db, person, school=urn, cursor=cursor, limit=limit))


@router.get("/schools/{urn}/similar")
def similar_schools(urn: Urn, person: Colleague, db: Db) -> SimilarSchools:
    """The schools most like this one, and what was compared."""
    return similar.similar_schools(db, person, urn)


@router.get("/schools/{urn}/likeness")
def likeness(urn: Urn, person: Colleague, db: Db) -> list[LikeMine]:
    """How like the viewer's own schools this one is, the most like first."""
    return similar.like_mine(db, person, urn)
