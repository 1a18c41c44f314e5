"""Tables, one family a file. Importing this package registers all of them."""

from app.models import audit, documents, evidence, items, people, places

__all__ = ["audit", "documents", "evidence", "items", "people", "places"]
