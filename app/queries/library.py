"""The library: what a viewer may read, found by words and narrowed down, a page at a time."""

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, cast
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from app.content.plain_text import to_plain_text
from app.content.revision_details import Details, words_of
from app.content.search_text import Asked, understand
from app.content.snippets import Pieces, best_window, marked
from app.errors import Invalid
from app.models.items import Revision
from app.models.library import LibraryVersion
from app.policies.viewers import PersonViewer, System, Viewer
from app.queries.file_texts import FileTexts, file_texts, texts_held
from app.queries.full_text import with_all, with_any, with_it_in
from app.queries.items import are_revisions
from app.queries.library_catalogue import Bits, Catalogue, Catalogues, Place
from app.queries.library_facets import Narrowed, facets, narrow, offered_likeness
from app.queries.library_names import Choices
from app.queries.paging import PAGE
from app.queries.spelling import did_you_mean
from app.queries.story_lists import summaries
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


def library_view(
    session: Session, viewer: Viewer, search: Search, catalogues: Catalogues | None = None
) -> LibraryView:
    """A page of what matches; with the first, everything one could choose next."""
    asked = understand(search.text)
    narrowed = _narrow(session, viewer, search, asked, catalogues or Catalogues())
    total = narrowed.left.bit_count()
    rows, following = _page(session, narrowed.catalogue, narrowed.left, asked, search)
    hits = _hits(session, rows, asked)
    if search.cursor is not None:
        return LibraryView(total=total, items=hits, next=following, facets=[])
    return LibraryView(
        total=total,
        items=hits,
        next=following,
        facets=facets(narrowed),
        did_you_mean=did_you_mean(session, entry_is_mine(viewer), search.text)
        if asked and not total
        else None,
    )


def library_total(session: Session, viewer: Viewer, search: Search, catalogues: Catalogues) -> int:
    """How many stories the library finds: its ``total`` alone."""
    return _narrow(session, viewer, search, understand(search.text), catalogues).left.bit_count()


def _narrow(
    session: Session, viewer: Viewer, search: Search, asked: Asked, catalogues: Catalogues
) -> Narrowed:
    catalogue = catalogues.at(session, library_version(session))
    like = {urn: catalogue.schools_like(session, urn) for urn in offered_likeness(viewer, search.choices)}
    own = viewer.schools if isinstance(viewer, PersonViewer) else frozenset()
    found = catalogue.mine(viewer) & _matching(session, catalogue, asked)
    return narrow(catalogue, found, search.choices, like, own)


Row = tuple[UUID, int, datetime]
_EVERYTHING: Bits = -1
_IN_TITLE, _IN_NAMES = 3, 1


def _matching(session: Session, catalogue: Catalogue, asked: Asked) -> Bits:
    found = catalogue.entries(with_all(session, asked.wanted)) if asked.wanted else _EVERYTHING
    if asked.unwanted:
        found &= ~catalogue.entries(with_any(session, asked.unwanted))
    return found


def _page(
    session: Session, catalogue: Catalogue, left: Bits, asked: Asked, search: Search
) -> tuple[list[Row], str | None]:
    """One page of entries by item, revision and date; and the cursor of the next."""
    best = search.sort != "newest" and bool(asked.wanted)
    levels = _by_score(session, catalogue, left, asked) if best else [(0, left)]
    scored, after = _decode(search.cursor) if search.cursor is not None else (None, None)
    shown: list[tuple[int, Place]] = []
    for points, entries in levels:
        if best and scored is not None and points > scored:
            continue
        here = after if not best or points == scored else None
        for place in catalogue.newest_first(entries, here):
            shown.append((points, place))
            if len(shown) > search.limit:
                break
        if len(shown) > search.limit:
            break
    rows = [(item, revision, at) for _, (at, item, _, revision) in shown[: search.limit]]
    if len(shown) <= search.limit:
        return rows, None
    points, (at, item, _, _) = shown[search.limit - 1]
    return rows, _encode(item, at, points)


def _by_score(session: Session, catalogue: Catalogue, left: Bits, asked: Asked) -> Iterator[tuple[int, Bits]]:
    """The entries of ``left`` by how well they match, best first: a part counts 3 in the title, 1 in names.

    It looks at each entry alone. A rank that weighs how rare a word is would tell of texts one may not see.
    """
    # Bit n of the score of every entry, as a set.
    planes: list[Bits] = []
    for part in asked.wanted:
        names = left & catalogue.entries(with_it_in(session, part, "names"))
        title = left & catalogue.entries(with_it_in(session, part, "title"))
        for worth, entries in ((_IN_NAMES, names), (_IN_TITLE, title)):
            for bit in range(worth.bit_length()):
                if worth >> bit & 1:
                    _add(planes, bit, entries)
    for points in range(2 ** len(planes) - 1, -1, -1):
        entries = left
        for bit, plane in enumerate(planes):
            entries &= plane if points >> bit & 1 else ~plane
        if entries:
            yield points, entries


def _add(planes: list[Bits], bit: int, entries: Bits) -> None:
    while entries:
        while len(planes) <= bit:
            planes.append(0)
        planes[bit], entries = planes[bit] ^ entries, planes[bit] & entries
        bit += 1


def _encode(item: UUID, at: datetime, points: int) -> str:
    mark = json.dumps([points, at.isoformat(), item.hex])
    return base64.urlsafe_b64encode(mark.encode()).decode().rstrip("=")


def _decode(cursor: str) -> tuple[int, tuple[datetime, UUID]]:
    try:
        points, at, item = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        instant = datetime.fromisoformat(at)
        if instant.tzinfo is None or not isinstance(points, int) or not 0 <= points < 10_000:
            raise ValueError("not one of ours")
        return points, (instant.astimezone(UTC), UUID(hex=item))
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
        select(Revision.item_id, Revision.sections, Revision.details).where(are_revisions(wanted))
    ).all()
    frozen = {item: cast(Details, details or {}) for item, _, details in texts}
    files = file_texts(session, frozen.values())
    return {item: best_window(_passages(sections, frozen[item], files), asked) for item, sections, _ in texts}


def _passages(
    sections: Sequence[dict[str, Any]], details: Details, files: FileTexts
) -> Iterator[tuple[str, str]]:
    """What is searched of a revision, each with what it is called: its prose, then what was frozen beside it,
    then what stands in its files."""
    for section in sections:
        yield section["title"], to_plain_text(section["prosemirror"])
    for words in words_of(details):
        if not words.is_link:
            yield words.where, words.text
    yield from texts_held(details, files)


def _pieces(pieces: Pieces) -> list[Piece]:
    return [Piece(text=text, hit=hit) for text, hit in pieces]
