"""The public pages, as anyone may read them: always asked as the public, whoever it is for."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.content.markdown_reader import from_markdown
from app.content.plain_text import to_plain_text
from app.content.served import Served, body, day, head, link, plain
from app.models.collections import Collection
from app.models.items import Item
from app.policies.collections import may_read
from app.policies.items import readable_revision
from app.policies.viewers import Public
from app.queries.collections import collection_view, list_collections
from app.queries.exemplar_lists import list_exemplars
from app.queries.items import item_facts
from app.queries.journey_text import journey_html
from app.queries.stories import story_view
from app.queries.story_lists import list_stories
from app.schemas.evidence import RecommendationRef
from app.schemas.stories import BylineName, StorySummary, StoryView

Page = Served | None

PUBLIC = Public()
SHOWN = 50
"""Stories in one list; the app has the rest."""

VERSION = """
SELECT (SELECT version FROM library_version),
       (SELECT count(*) FROM collection), (SELECT sum(version) FROM collection),
       (SELECT max(updated_at) FROM collection)
"""
"""Of everything that public pages are made of: while these numbers are the same, so are they."""


def public_version(session: Session) -> tuple[Any, ...]:
    """``VERSION`` as this transaction reads it."""
    return tuple(session.connection().execute(sa.text(VERSION)).one())


def parts(page: Page, base: str) -> tuple[str, str] | None:
    """The head and the text of a page of the site at ``base``, as HTML."""
    return (head(page, base), body(page)) if page is not None else None


def story_page(session: Session, item_id: UUID) -> Served | None:
    """A public story; None where there is none, or none that is public."""
    item = session.get(Item, item_id)
    if item is None:
        return None
    facts = item_facts(session, item)
    if readable_revision(PUBLIC, facts) is None:
        return None
    story = story_view(session, PUBLIC, item, facts)
    return Served(
        path=f"/stories/{story.id}",
        title=story.title,
        description=story.summary or f"A story from {story.home.name}",
        body=_story(story),
        published_at=story.published_at,
        tags=[_about(tag) for tag in story.tags],
        is_article=True,
    )


def collection_page(session: Session, collection_id: UUID) -> Served | None:
    """A public collection with what is public in it; None where there is none."""
    collection = session.get(Collection, collection_id)
    if collection is None or not may_read(PUBLIC, collection.audience):
        return None
    found = collection_view(session, PUBLIC, collection)
    items = "".join(f"<li>{_row(one.story)}{one.note_html}</li>" for one in found.items)
    return Served(
        path=f"/collections/{found.id}",
        title=found.title,
        description=to_plain_text(from_markdown(found.introduction)) or "Stories from schools",
        body=f"<article><h1>{plain(found.title)}</h1>{found.introduction_html}<ol>{items}</ol></article>",
        published_at=found.published_at,
        is_article=True,
    )


def exemplars_page(session: Session) -> Served:
    """The public exemplars with the curators' reasons, and the public collections."""
    found = list_exemplars(session, PUBLIC, limit=SHOWN)
    rows = "".join(
        f"<li>{_row(one.story)}<p><b>Why it is here:</b> {plain(one.exemplar.reason)}</p></li>"
        for one in found.items
    )
    collections = "".join(
        f"<li>{link(f'/collections/{one.id}', one.title)}<p>{plain(one.opening)}</p></li>"
        for one in list_collections(session, PUBLIC, limit=SHOWN).items
    )
    shelf = f"<h2>Collections</h2><ul>{collections}</ul>" if collections else ""
    return Served(
        path="/exemplars",
        title="Exemplars",
        description="Stories from schools that the county’s leads hold up, each with the reason why.",
        body=f"<article><h1>Exemplars</h1><ul>{rows}</ul>{shelf}</article>",
    )


def library_page(session: Session) -> Served:
    """The newest public stories."""
    return Served(
        path="/library",
        title="Library",
        description="Honest stories from schools: what they tried, what went wrong, and how they know.",
        body=f"<article><h1>Library</h1>{_newest(session)}</article>",
    )


def front_page(session: Session) -> Served:
    """What Mobilise is, for somebody who has never been here."""
    words = "Schools in a county write down what they tried, and learn from one another."
    return Served(
        path="/",
        title="Stories from schools",
        description=words,
        body=f"<article><h1>Stories from schools</h1><p>{plain(words)}</p>{_newest(session)}</article>",
    )


def _newest(session: Session) -> str:
    rows = "".join(f"<li>{_row(story)}</li>" for story in list_stories(session, PUBLIC, limit=SHOWN).items)
    return f"<ul>{rows}</ul>"


def _story(story: StoryView) -> str:
    parts = [
        f"<h1>{plain(story.title)}</h1>",
        f'<p class="byline">{_byline(story.byline, story.home.name)}',
    ]
    if story.published_at:
        parts.append(f", {day(story.published_at)}")
    parts.append("</p>")
    if story.tags:
        parts.append(f"<p>About {plain('; '.join(map(_about, story.tags)))}</p>")
    if story.exemplar:
        parts.append(f"<aside><h2>Why it is an exemplar</h2><p>{plain(story.exemplar.reason)}</p></aside>")
    if story.tried.words:
        parts.append(f"<p>{plain(story.tried.words)}.</p>")
    parts += [f"<section><h2>{plain(one.title)}</h2>{one.html}</section>" for one in story.sections]
    parts += journey_html(story.journey) if story.journey is not None else ()
    return f"<article>{''.join(parts)}</article>"


def _row(story: StorySummary) -> str:
    return (
        f"<h3>{link(f'/stories/{story.id}', story.title)}</h3>"
        f'<p class="byline">{_byline(story.byline, story.home.name)}, {day(story.published_at)}</p>'
        f"<p>{plain(story.summary)}</p>{_tried(story)}"
    )


def _tried(story: StorySummary) -> str:
    return f"<p>{plain(story.tried.words)}</p>" if story.tried.words else ""


def _byline(names: Sequence[BylineName], school: str) -> str:
    written = ", ".join(f"{one.name} ({one.school})" if one.school else one.name for one in names)
    return plain(f"By {written}" if written else school)


def _about(tag: RecommendationRef) -> str:
    return f"{tag.edition_short_title}, {tag.number}: {tag.short_title}"
