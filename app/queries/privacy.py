"""What the check before a story leaves its school finds, and what has been said about it."""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlmodel import Session, select

from app import clock
from app.content.journey_sections import entry_of, sections_with
from app.content.privacy import RULES, TITLE, Finding, Passage, passages, scan
from app.content.revision_details import Details, day_of, entry_details, words_of
from app.content.templates import load_template
from app.content.yjs_codec import open_document, read_sections
from app.models.documents import Document
from app.models.items import AUDIENCES, Audience, Item, Revision
from app.models.privacy import PrivacyConfirmation, PrivacyDismissal
from app.policies.answers import Answer
from app.policies.items import ItemFacts
from app.policies.privacy import may_check
from app.policies.submissions import may_ask
from app.policies.viewers import Viewer
from app.queries.approvers import approvers
from app.queries.attachments import details_of_revision
from app.queries.details import details_of
from app.queries.documents import stored_document
from app.queries.items import item_facts
from app.queries.people import people_by_id
from app.queries.privacy_files import found_in_files, texts_to_look_into, unread_files
from app.schemas.privacy import ConfirmationView, DismissalView, FindingView, PrivacyView

MOST_OF_A_FILE: Final = 50
"""As many of the things found in one file are told that nobody has said may stay. With more than these, a
person changes the file."""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with the key by which a dismissal knows it, and that dismissal."""

    key: str
    finding: Finding
    section_title: str
    dismissal: PrivacyDismissal | None


def key_of(item_id: UUID, finding: Finding) -> str:
    """A hash of what was found, for this item alone, so that the text itself is kept in the story only."""
    said = f"{finding.kind}\0{finding.same}".encode()
    return hmac.new(item_id.bytes, said, "sha256").hexdigest()


def findings(session: Session, item: Item, revision: Revision | None) -> list[Found]:
    """What is found in a revision, or in the draft as it is stored now."""
    titles: dict[str, str] = {TITLE: "The title"}
    dismissals = {
        dismissal.finding: dismissal
        for dismissal in session.exec(
            select(PrivacyDismissal).where(PrivacyDismissal.item_id == item.id)
        ).all()
    }
    details = _details(session, item, revision)
    texts = (
        _revision_texts(revision, details, titles)
        if revision is not None
        else _draft_texts(session, item, details, titles)
    )
    found = []
    for finding in scan(texts, clock.today()):
        key = key_of(item.id, finding)
        found.append(Found(key, finding, titles[finding.section], dismissals.get(key)))
    for title, inside in found_in_files(session, details):
        open_ones = 0
        for finding in inside:
            key = key_of(item.id, finding)
            open_ones += key not in dismissals
            if key in dismissals or open_ones <= MOST_OF_A_FILE:
                found.append(Found(key, finding, title, dismissals.get(key)))
    return found


def _details(session: Session, item: Item, revision: Revision | None) -> Details:
    """As of a revision made now, where there is none: what is held back is not looked at before it goes."""
    return details_of_revision(revision) if revision is not None else details_of(session, item, set()) or {}


def unseen_texts(
    session: Session, viewer: Viewer, item_id: UUID, number: int | None
) -> list[tuple[UUID, int, str]]:
    """Texts of files to be looked through before ``findings`` answers at once; none where ``viewer`` may not
    check this."""
    item = session.get(Item, item_id)
    if item is None or not may_check_text(session, viewer, item_facts(session, item), number):
        return []
    revision = session.exec(
        select(Revision).where(Revision.item_id == item_id, Revision.number == number)
    ).first()
    if number is not None and revision is None:
        return []
    return texts_to_look_into(session, _details(session, item, revision))


def _revision_texts(revision: Revision, details: Details, titles: dict[str, str]) -> Iterator[Passage]:
    """What to look through, and into ``titles`` what each passage is called."""
    yield Passage(TITLE, revision.title)
    days = {entry["id"]: entry["happened_on"] for entry in entry_details(details)}
    for section in revision.sections:
        entry = section.get("entry")
        titles[section["key"]] = _called(section["title"], days[entry] if entry else None)
        yield from passages(section["key"], section["prosemirror"])
    yield from _words_beside(details, titles)


def _draft_texts(session: Session, item: Item, details: Details, titles: dict[str, str]) -> Iterator[Passage]:
    document = session.exec(select(Document.id).where(Document.item_id == item.id)).one()
    stored = open_document(stored_document(session, document).updates)
    yield Passage(TITLE, item.title)
    days = {UUID(entry["id"]): entry["happened_on"] for entry in entry_details(details)}
    for key, part in sections_with(load_template(item.template_key), days):
        entry = entry_of(key)
        titles[key] = _called(part.title, days[entry[0]] if entry else None)
        for section in read_sections(stored, [key]).values():
            yield from passages(key, section)
    yield from _words_beside(details, titles)


def _called(title: str, day: str | None) -> str:
    """A section, or the part of an entry, as the one who is asked about it finds it again."""
    return title if day is None else f"{title} (entry of {day_of(day)})"


def _words_beside(details: Details, titles: dict[str, str]) -> Iterator[Passage]:
    for words in words_of(details):
        titles[words.key] = words.where
        yield Passage(words.key, words.text, is_link=words.is_link)


def confirmation(session: Session, revision: Revision | None) -> PrivacyConfirmation | None:
    """That somebody confirmed this revision, by the rules that hold now."""
    kept = session.get(PrivacyConfirmation, revision.id) if revision is not None else None
    return kept if kept is not None and kept.rules == RULES else None


def may_check_text(session: Session, viewer: Viewer, item: ItemFacts, number: int | None) -> Answer:
    """Whether ``viewer`` may see what is found in revision ``number``, or in the draft."""
    further = False
    if number is not None:
        who = approvers(session, item, item.cluster_to_ask)
        beyond = AUDIENCES[AUDIENCES.index(Audience.school) + 1 :]
        further = any(may_ask(viewer, item, audience, who) for audience in beyond)
    return may_check(viewer, item, number, takes_it_further=further)


def privacy_view(session: Session, item: Item, revision: Revision | None) -> PrivacyView:
    """The check of a draft or revision. Ask ``may_check_text`` before showing it."""
    found = findings(session, item, revision)
    confirmed = confirmation(session, revision)
    people = people_by_id(
        session,
        [
            *(one.dismissal.dismissed_by for one in found if one.dismissal),
            *([confirmed.confirmed_by] if confirmed else []),
        ],
    )
    return PrivacyView(
        revision=revision.number if revision is not None else None,
        findings=[
            FindingView(
                finding=one.key,
                kind=one.finding.kind,
                section=one.finding.section,
                section_title=one.section_title,
                start=one.finding.start,
                end=one.finding.end,
                before=one.finding.before,
                match=one.finding.match,
                after=one.finding.after,
                in_link=one.finding.is_link,
                dismissed=DismissalView(
                    reason=one.dismissal.reason,
                    by=people[one.dismissal.dismissed_by],
                    at=one.dismissal.dismissed_at,
                )
                if one.dismissal
                else None,
            )
            for one in found
        ],
        unread=unread_files(session, _details(session, item, revision)),
        confirmed=ConfirmationView(by=people[confirmed.confirmed_by], at=confirmed.confirmed_at)
        if confirmed
        else None,
    )
