"""Tables, one family a file. Importing this package registers all of them."""

from app.models import (
    audit,
    collections,
    documents,
    evidence,
    exemplars,
    items,
    library,
    notices,
    people,
    places,
    privacy,
    requests,
)

__all__ = [
    "audit",
    "collections",
    "documents",
    "evidence",
    "exemplars",
    "items",
    "library",
    "notices",
    "people",
    "places",
    "privacy",
    "requests",
]
