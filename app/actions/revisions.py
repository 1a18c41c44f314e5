"""Freezing a draft as a revision."""

from collections.abc import Mapping, Set
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.actions.documents import project_document
from app.content.journey_sections import entry_of, sections_with
from app.content.pictures import keep_pictures, placed
from app.content.prosemirror import to_markdown
from app.content.revision_details import entry_details
from app.content.templates import load_template
from app.errors import Invalid
from app.models.documents import Document
from app.models.items import (
    AuthorState,
    Item,
    ItemAuthor,
    ItemKind,
    ItemTag,
    Revision,
    RevisionByline,
    RevisionTag,
)
from app.models.people import Person
from app.policies.viewers import PersonViewer
from app.queries.attachments import pictures_of
from app.queries.details import details_of, shared_entries
from app.queries.people import seats_of

SUMMARY_LENGTH = 240


def summarise(sections: list[dict[str, Any]], texts: dict[str, str]) -> str:
    """The first sentences of a story in plain text, cut at a word within ``SUMMARY_LENGTH`` characters."""
    text = next((" ".join(texts[s["key"]].split()) for s in sections if texts[s["key"]].strip()), "")
    if len(text) <= SUMMARY_LENGTH:
        return text
    return text[: SUMMARY_LENGTH - 1].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"


def make_revision(session: Session, viewer: PersonViewer, item: Item) -> Revision:
    """The draft as it is stored now, as its next revision; the last one again if nothing has changed since.

    Its tags are the item's and those of the entries that it takes up: whoever looks for a recommendation
    finds the journey by what any of its entries is about, once that entry is there to be read.
    ``Invalid`` while there is nothing to read.
    """
    document = session.exec(select(Document).where(Document.item_id == item.id)).one()
    written = project_document(session, document.id).sections
    template = load_template(item.template_key)
    entries = [entry.id for entry in shared_entries(session, item.id)]
    names = _byline(session, item)
    details = details_of(session, item, {person.id for person, _, _ in names})
    pictures = pictures_of(details.get("files", [])) if details else {}
    sections = []
    for key, section in sections_with(template, entries):
        part: dict[str, Any] = {
            "key": key,
            "title": section.title,
            **_with_own_pictures(written[key], pictures.keys()),
        }
        if (entry := entry_of(key)) is not None:
            part |= {"entry": str(entry[0]), "part": entry[1]}
        sections.append(part)
    holds = item.kind is ItemKind.resource and details and ("files" in details or "links" in details)
    if not holds and not any(section["markdown"].strip() for section in sections):
        raise Invalid("There is nothing written yet. Write at least one section first.")
    tags = set(session.exec(select(ItemTag.recommendation_id).where(ItemTag.item_id == item.id)).all())
    tags |= {tag for entry in entry_details(details) for tag in entry["tags"]}
    last = session.exec(
        select(Revision).where(Revision.item_id == item.id, Revision.number == item.last_revision)
    ).first()
    same_besides = last is not None and last.details == details
    if last is not None and same_besides and _same(session, last, item.title, sections, names, tags):
        return last
    number = session.exec(
        sa.update(Item)
        .where(col(Item.id) == item.id)
        .values(last_revision=Item.last_revision + 1)
        .returning(col(Item.last_revision))
    ).scalar_one()
    session.refresh(item)
    revision = Revision(
        item_id=item.id,
        number=number,
        title=item.title,
        summary=summarise(sections, {key: part["text"] for key, part in written.items()}),
        sections=sections,
        details=dict(details) if details else None,
        template_key=template.key,
        template_version=template.version,
        made_by=viewer.person_id,
        made_at=clock.now(),
    )
    session.add(revision)
    session.flush()
    for position, (person, school_urn, school_name) in enumerate(names):
        session.add(
            RevisionByline(
                revision_id=revision.id,
                person_id=person.id,
                position=position,
                name=person.name,
                school_urn=school_urn,
                school_name=school_name,
            )
        )
    session.add_all(RevisionTag(revision_id=revision.id, recommendation_id=tag) for tag in tags)
    session.flush()
    return revision


def _with_own_pictures(written: Mapping[str, Any], files: Set[str]) -> dict[str, Any]:
    """A section as it was written, with the pictures that are frozen with it and no others: a document's own
    pictures may have been taken away, and what else stands there a browser has put into it."""
    doc, markdown = written["prosemirror"], written["markdown"]
    if placed(markdown):
        doc = keep_pictures(doc, files)
        markdown = to_markdown(doc)
    return {"prosemirror": doc, "markdown": markdown}


def _byline(session: Session, item: Item) -> list[tuple[Person, int | None, str | None]]:
    """Those who accepted to be named, in order, each with the school they hold a seat at: home first."""
    people = session.exec(
        select(Person)
        .join(ItemAuthor, col(ItemAuthor.person_id) == Person.id)
        .where(
            ItemAuthor.item_id == item.id,
            ItemAuthor.state == AuthorState.accepted,
            col(ItemAuthor.on_byline),
        )
        .order_by(col(ItemAuthor.position), Person.name)
    ).all()
    seats = seats_of(session, [person.id for person in people])
    named = []
    for person in people:
        schools = [(int(s.place), s.place_name) for s in seats[person.id] if s.place_kind == "school"]
        schools.sort(key=lambda school: school[0] != item.home_school_urn)
        urn, name = schools[0] if schools else (None, None)
        named.append((person, urn, name))
    return named


def _same(
    session: Session,
    last: Revision,
    title: str,
    sections: list[dict[str, Any]],
    names: list[tuple[Person, int | None, str | None]],
    tags: set[int],
) -> bool:
    if last.title != title or last.sections != sections:
        return False
    named = session.exec(
        select(RevisionByline.person_id)
        .where(RevisionByline.revision_id == last.id)
        .order_by(col(RevisionByline.position))
    ).all()
    tagged = session.exec(
        select(RevisionTag.recommendation_id).where(RevisionTag.revision_id == last.id)
    ).all()
    return list(named) == [person.id for person, _, _ in names] and set(tagged) == tags
