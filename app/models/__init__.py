"""Tables, one family a file. Importing this package registers all of them."""

from app.models import (
    audit,
    boards,
    cluster_actions,
    collections,
    documents,
    evidence,
    exemplars,
    items,
    library,
    meetings,
    notices,
    people,
    places,
    privacy,
    requests,
)

__all__ = [
    "audit",
    "boards",
    "cluster_actions",
    "collections",
    "documents",
    "evidence",
    "exemplars",
    "items",
    "library",
    "meetings",
    "notices",
    "people",
    "places",
    "privacy",
    "requests",
]
