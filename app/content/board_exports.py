"""A board's record to take away: as Markdown, and its cards as a table for a spreadsheet."""

import csv
import io
import re
from datetime import datetime

from app.content.board_record import Card, Record, Topic
from app.content.days import day_words
from app.content.minutes import action_words, came_words

BOM = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""

_FORMULA = re.compile(r"[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
"""How a cell begins that a spreadsheet may work out instead of showing it, full-width forms included."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_MARKER = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s|$)")

HEADINGS = ("Column", "Group", "Card", "Recommendations", "School", "Written by", "Dots", "Reactions")


def record_markdown(record: Record, *, starts_at: datetime, place: str) -> str:
    """Everything that was on the board. ``starts_at`` is in the county's time."""
    when = f"{starts_at:%A} {day_words(starts_at)}, {starts_at:%H:%M}"
    lines = [
        f"# {in_a_line(record.title)}",
        "",
        ", ".join(in_a_line(one) for one in (record.cluster, when, place) if one),
    ]
    lines += _part("Who was there", [came_words(one) for one in record.came])
    lines += _part("What was decided", list(record.decisions))
    lines += _part("What was agreed to do", [action_words(one) for one in record.actions])
    if record.voted:
        lines += _part("How it was voted", [f"{one.title}: {one.dots}" for one in record.topics_by_dots])
    for column in record.columns:
        lines += ["", f"## {in_a_line(column.title)}"]
        lines += [] if column.topics else ["", "No cards."]
        alone = [topic for topic in column.topics if not topic.grouped]
        lines += ["", *(f"- {in_a_line(one.title)}{_dots(one)}" for one in alone)] if alone else []
        for topic in column.topics:
            lines += _group(topic) if topic.grouped else []
    return "\n".join(lines) + "\n"


def cards_csv(record: Record) -> str:
    """A line for each card, in reading order; cells that a spreadsheet could work out are taken as text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for column in record.columns:
        for topic in column.topics:
            for card in topic.cards:
                writer.writerow([_cell(value) for value in _row(column.title, topic, card)])
    return BOM + out.getvalue()


def _row(column: str, topic: Topic, card: Card) -> list[str]:
    group = (topic.name or "A group without a name") if topic.grouped else ""
    reactions = ", ".join(f"{kind} {number}" for kind, number in sorted(card.reactions.items()))
    dots = topic.dots if topic.grouped else card.dots
    return [column, group, card.text, "; ".join(card.about), card.school, card.by, str(dots), reactions]


def _cell(value: str) -> str:
    return f"'{value}" if _FORMULA.match(value) else value


def _group(topic: Topic) -> list[str]:
    cards = [f"- {in_a_line(card.text)}" for card in topic.cards]
    return ["", f"### {in_a_line(topic.name) or 'A group'}{_dots(topic)}", "", *cards]


def _dots(topic: Topic) -> str:
    return f" ({topic.dots} {'dot' if topic.dots == 1 else 'dots'})" if topic.dots else ""


def _part(title: str, entries: list[str]) -> list[str]:
    return [
        "",
        f"## {title}",
        "",
        *([f"- {in_a_line(one)}" for one in entries] or ["Nothing was written down."]),
    ]


def in_a_line(text: str) -> str:
    """Words on one line that Markdown leaves as they are."""
    line = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _MARKER.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", line)
