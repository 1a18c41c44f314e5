"""The library: what a viewer may read, found by words and narrowed down, a page at a time."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from app.content.plain_text import to_plain_text
from app.content.search_text import Asked, understand
from app.content.snippets import Pieces, best_window, marked
from app.errors import Invalid
from app.models.items import Revision
from app.models.library import LibraryEntry, LibraryVersion
from app.policies.viewers import PersonViewer, System, Viewer
from app.queries.full_text import matching, score
from app.queries.library_choices import Choices, condition, read_names
from app.queries.library_facets import facets, offered_likeness
from app.queries.paging import PAGE
from app.queries.spelling import did_you_mean
from app.queries.stories import summaries
from app.queries.visibility import entry_is_mine
from app.schemas.library import LibraryHit, LibraryView, Piece

Sort = Literal["newest", "best"]


@dataclass(frozen=True)
class Search:
    """What is asked of the library. Without words, the best are the newest."""

    text: str = ""
    choices: Choices = field(default_factory=dict)
    sort: Sort | None = None
    cursor: str | None = None
    limit: int = PAGE


def library_version(session: Session) -> int:
    """The version of the library that this transaction reads."""
    version: int = session.connection().execute(_VERSION).scalar_one()
    return version


_VERSION = sa.select(LibraryVersion.__table__.c.version)  # type: ignore[attr-defined]


def scope(viewer: Viewer) -> tuple[Any, ...]:
    """What the library's answers depend on of a viewer: two with the same scope read the same."""
    if isinstance(viewer, PersonViewer) and viewer.has_seat:
        return ("seated", tuple(sorted(viewer.schools)), tuple(sorted(viewer.clusters)))
    return ("system",) if isinstance(viewer, System) else ("public",)


def library_view(session: Session, viewer: Viewer, search: Search) -> LibraryView:
    """A page of what matches; with the first, everything one could choose next."""
    asked = understand(search.text)
    mine = entry_is_mine(viewer)
    found = sa.and_(mine, matching(session, asked)) if asked else mine
    like = offered_likeness(viewer, search.choices)
    names = read_names(session, like)
    chosen = [condition(key, values, names) for key, values in search.choices.items() if values]
    rows, following = _page(session, sa.and_(found, *chosen), asked, search)
    hits = _hits(session, rows, asked)
    if search.cursor is not None:
        total = session.exec(select(sa.func.count()).select_from(LibraryEntry).where(found, *chosen)).one()
        return LibraryView(total=total, items=hits, next=following, facets=[])
    total, offered = facets(session, found, search.choices, names, like)
    return LibraryView(
        total=total,
        items=hits,
        next=following,
        facets=offered,
        did_you_mean=did_you_mean(session, mine, search.text) if asked and not total else None,
    )


Row = tuple[UUID, int, datetime]


def _page(
    session: Session, condition: ColumnElement[bool], asked: Asked, search: Search
) -> tuple[list[Row], str | None]:
    """One page of entries by item, revision and date; and the cursor of the next."""
    entry = LibraryEntry
    best = search.sort != "newest" and bool(asked.wanted)
    points: ColumnElement[int] = score(session, asked) if best else sa.literal(0)
    at, item = col(entry.published_at), col(entry.item_id)
    columns: list[Any] = [item, col(entry.revision_number), at, points.label("points")]
    query = sa.select(*columns).where(condition)
    if search.cursor is not None:
        scored, instant, last = _decode(search.cursor)
        later = sa.or_(at < instant, sa.and_(at == instant, item < last))
        query = query.where(sa.or_(points < scored, sa.and_(points == scored, later)) if best else later)
    order: list[Any] = [sa.desc("points")] if best else []
    query = query.order_by(*order, at.desc(), item.desc()).limit(search.limit + 1)
    rows = session.connection().execute(query).all()
    shown = rows[: search.limit]
    following = _encode(*shown[-1]) if len(rows) > search.limit else None
    return [(row[0], row[1], row[2]) for row in shown], following


def _encode(item: UUID, _number: int, at: datetime, points: int) -> str:
    mark = json.dumps([points, at.isoformat(), item.hex])
    return base64.urlsafe_b64encode(mark.encode()).decode().rstrip("=")


def _decode(cursor: str) -> tuple[int, datetime, UUID]:
    try:
        points, at, item = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        instant = datetime.fromisoformat(at)
        if instant.tzinfo is None or not isinstance(points, int) or not 0 <= points < 10_000:
            raise ValueError("not one of ours")
        return points, instant.astimezone(UTC), UUID(hex=item)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise Invalid("This cursor is not one of ours. Start again from the first page.") from error


def _hits(session: Session, rows: Sequence[Row], asked: Asked) -> list[LibraryHit]:
    stories = summaries(session, rows, {})
    windows = _windows(session, rows, asked) if asked.wanted else {}
    hits = []
    for story in stories:
        section, snippet = windows.get(story.id) or (None, [])
        hits.append(
            LibraryHit(
                story=story,
                title=_pieces(marked(story.title, asked)),
                snippet=_pieces(snippet),
                section=section,
            )
        )
    return hits


def _windows(session: Session, rows: Sequence[Row], asked: Asked) -> dict[UUID, tuple[str, Pieces] | None]:
    """From the text of exactly the revision that the viewer reads."""
    wanted = [(item, number) for item, number, _ in rows]
    texts = session.exec(
        select(Revision.item_id, Revision.sections).where(
            sa.tuple_(col(Revision.item_id), col(Revision.number)).in_(wanted)
        )
    ).all()
    return {
        item: best_window(((s["title"], to_plain_text(s["prosemirror"])) for s in sections), asked)
        for item, sections in texts
    }


def _pieces(pieces: Pieces) -> list[Piece]:
    return [Piece(text=text, hit=hit) for text, hit in pieces]
