"""Resources that somebody may read, a page at a time."""

from sqlmodel import Session

from app.models.items import ItemKind
from app.policies.viewers import Viewer
from app.queries.library import library_version
from app.queries.library_catalogue import Catalogues
from app.queries.paging import PAGE, decode, encode
from app.queries.story_lists import summaries
from app.schemas.base import Page
from app.schemas.stories import StorySummary


def list_resources(
    session: Session,
    viewer: Viewer,
    catalogues: Catalogues,
    *,
    cursor: str | None = None,
    limit: int = PAGE,
) -> Page[StorySummary]:
    """Every resource the viewer may read, newest first.

    From the library in memory: where resources are few, a database reads every story to find them.
    """
    catalogue = catalogues.at(session, library_version(session))
    found = catalogue.mine(viewer) & catalogue.having("kind", [ItemKind.resource.value])
    rows = []
    for at, item, _, revision in catalogue.newest_first(found, decode(cursor) if cursor else None):
        rows.append((item, revision, at))
        if len(rows) > limit:
            break
    shown = rows[:limit]
    more = len(rows) > limit
    return Page(
        items=summaries(session, shown, {}),
        next=encode(shown[-1][2], shown[-1][0]) if more else None,
    )
