"""Minutes as they begin: a board's record and its meeting as written text, a document for each section."""

from collections.abc import Iterable
from datetime import datetime

from app.content.board_record import Agreed, Came, Column, Record, Topic
from app.content.days import day_words
from app.content.nodes import Block, BulletList, Inline, ListItem, OrderedList, Paragraph, PMDoc
from app.content.normalising import normalise

ROOM = 150_000
"""How many characters of cards one section takes; what is over stays in the board's record."""


def minutes_sections(
    record: Record, *, starts_at: datetime, place: str, facilitator: str
) -> dict[str, PMDoc | None]:
    """The sections of the template ``minutes``; nothing for those that are still to be written.

    ``starts_at`` is in the county's time.
    """
    return {
        "attendance": _document(_attendance(record, starts_at, place, facilitator)),
        "decisions": _document(_numbered(record.decisions)),
        "actions": _document(_bullets(action_words(one) for one in record.actions)),
        "notes": None,
        "votes": _document(_votes(record)),
        "cards": _document(_cards(record.columns)),
    }


def action_words(action: Agreed) -> str:
    """An action in one line: what, who, by when, and how it stood."""
    parts = [action.owner, f"by {day_words(action.due_on)}" if action.due_on else ""]
    who = ", ".join(part for part in parts if part) or "nobody yet"
    told = [
        word for word, is_so in (("from an earlier meeting", action.carried), ("done", action.done)) if is_so
    ]
    return f"{action.text} ({'; '.join([who, *told])})"


def came_words(came: Came) -> str:
    """Somebody who was there, in one line."""
    told = [came.place, *(["visitor"] if came.visitor else []), *(["guest"] if came.guest else [])]
    return ", ".join([came.name, *(word for word in told if word)])


def _attendance(record: Record, starts_at: datetime, place: str, facilitator: str) -> list[Block]:
    when = f"{starts_at:%A} {day_words(starts_at)}, {starts_at:%H:%M}"
    where = f", {place}" if place else ""
    opening = f"{record.title} of {record.cluster}: {when}{where}. {facilitator} facilitated."
    return [_paragraph(opening), *_bullets(came_words(one) for one in record.came)]


def _votes(record: Record) -> list[Block]:
    return _numbered(
        f"{topic.title.rstrip('.')}: {topic.dots} {'dot' if topic.dots == 1 else 'dots'}"
        for topic in record.topics_by_dots
    )


def _cards(columns: Iterable[Column]) -> list[Block]:
    blocks: list[Block] = []
    room, left_out = ROOM, 0
    for column in columns:
        if not column.topics:
            continue
        blocks.append({"type": "heading", "attrs": {"level": 3}, "content": _text(column.title)})
        shown = []
        for topic in column.topics:
            size = sum(len(card.text) for card in topic.cards) + len(topic.name)
            if size > room:
                left_out += len(topic.cards)
            else:
                room -= size
                shown.append(topic)
        # Cards by themselves come first: below a group they would read as if they were in it.
        blocks += _bullets(topic.cards[0].text for topic in shown if not topic.grouped)
        for topic in shown:
            blocks += _group(topic) if topic.grouped else []
    if left_out:
        blocks.append(_paragraph(f"{left_out} more cards are in the board’s record."))
    return blocks


def _group(topic: Topic) -> list[Block]:
    named: Paragraph = {
        "type": "paragraph",
        "content": [{"type": "text", "text": _line(topic.name) or "A group", "marks": [{"type": "bold"}]}],
    }
    return [named, *_bullets(card.text for card in topic.cards)]


def _document(blocks: list[Block]) -> PMDoc | None:
    return normalise({"type": "doc", "content": blocks}) if blocks else None


def _bullets(lines: Iterable[str]) -> list[Block]:
    items = [_item(line) for line in lines]
    found: BulletList = {"type": "bulletList", "content": items}
    return [found] if items else []


def _numbered(lines: Iterable[str]) -> list[Block]:
    items = [_item(line) for line in lines]
    found: OrderedList = {"type": "orderedList", "attrs": {"start": 1}, "content": items}
    return [found] if items else []


def _item(line: str) -> ListItem:
    return {"type": "listItem", "content": [_paragraph(line)]}


def _paragraph(line: str) -> Paragraph:
    return {"type": "paragraph", "content": _text(line)}


def _text(line: str) -> list[Inline]:
    return [{"type": "text", "text": _line(line)}]


def _line(text: str) -> str:
    return " ".join(text.split())
