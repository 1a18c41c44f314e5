"""What a board comes to when everybody has gone: its cards in reading order, the vote, what was agreed.

It is read from the document that the wall sees (``schemas.boards.BoardView`` as JSON), so nothing stands in
it that was one person's own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Board = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Card:
    """A card in words. ``by`` is empty on an anonymous board, and of a guest who was removed."""

    text: str
    by: str
    school: str
    about: tuple[str, ...]
    dots: int
    reactions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Topic:
    """A group with its cards, or one card by itself: then ``grouped`` is false.

    ``dots`` of a group are its own and those of its cards, from a vote before they were put together.
    """

    name: str
    grouped: bool
    cards: tuple[Card, ...]
    dots: int

    @property
    def title(self) -> str:
        """What it is called: the group's name, else the words of its first card."""
        return self.name or self.cards[0].text


@dataclass(frozen=True, slots=True)
class Column:
    """A column with what stands in it, in order."""

    title: str
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Agreed:
    """An action as it stood. ``owner`` is a person's or a school's name, or empty."""

    text: str
    owner: str
    due_on: date | None
    about: str
    done: bool
    carried: bool


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody who was there. ``guest``: by the code, under a name they chose."""

    name: str
    place: str
    visitor: bool
    guest: bool
    facilitator: bool


@dataclass(frozen=True, slots=True)
class Record:
    """The whole of it. ``voted``: there was a vote and it is closed."""

    title: str
    cluster: str
    came: tuple[Came, ...]
    columns: tuple[Column, ...]
    decisions: tuple[str, ...]
    actions: tuple[Agreed, ...]
    voted: bool

    @property
    def topics_by_dots(self) -> list[Topic]:
        """What was given dots, the most first."""
        found = [topic for column in self.columns for topic in column.topics if topic.dots]
        return sorted(found, key=lambda topic: -topic.dots)


def read_record(board: Board) -> Record:
    """The record of a board from its document."""
    votes = board["votes"]
    totals = {} if votes["open"] else votes["totals"]
    facilitator = board["board"]["facilitator"]
    return Record(
        title=board["board"]["title"],
        cluster=board["board"]["cluster_name"],
        came=tuple(_came(board["people"], facilitator)),
        columns=tuple(
            Column(column["title"], tuple(_topics(board, column["key"], totals)))
            for column in board["board"]["plan"]["columns"]
        ),
        decisions=tuple(
            one["text"] for _, one in sorted(board["decisions"].items(), key=lambda pair: _place(*pair))
        ),
        actions=tuple(_actions(board)),
        voted=bool(votes["round"]) and not votes["open"],
    )


def _place(key: str, thing: Mapping[str, Any]) -> tuple[str, str]:
    return thing["position"], key


def _came(people: Mapping[str, Any], facilitator: str | None) -> Iterable[Came]:
    here = ((key, one) for key, one in people.items() if not one["gone"])
    for key, one in sorted(here, key=lambda pair: (pair[1]["name"].casefold(), pair[0])):
        yield Came(one["name"], one["place"], one["visitor"], one["person"] is None, key == facilitator)


def _topics(board: Board, column: str, totals: Mapping[str, int]) -> Iterable[Topic]:
    cards = {key: card for key, card in board["cards"].items() if not card["hidden"]}
    grouped: dict[str, list[tuple[str, Any]]] = {}
    for key, card in sorted(cards.items(), key=lambda pair: _place(*pair)):
        if card["group"] is not None:
            grouped.setdefault(card["group"], []).append((key, card))
    standing = [
        *((key, one) for key, one in board["groups"].items() if one["column"] == column and key in grouped),
        *((key, one) for key, one in cards.items() if one["column"] == column and one["group"] is None),
    ]
    for key, one in sorted(standing, key=lambda pair: _place(*pair)):
        dots = totals.get(key, 0)
        if key in grouped:
            words = tuple(_card(board, card, totals.get(other, 0)) for other, card in grouped[key])
            yield Topic(one["name"], True, words, dots + sum(card.dots for card in words))
        else:
            yield Topic("", False, (_card(board, one, dots),), dots)


def _card(board: Board, card: Mapping[str, Any], dots: int) -> Card:
    known, author = board["recommendations"], board["people"].get(card["by"])
    return Card(
        text=card["text"],
        by=author["name"] if author is not None and not author["gone"] else "",
        school=board["schools"].get(str(card["school"]), ""),
        about=tuple(_about(known[str(tag)]) for tag in card["tags"] if str(tag) in known),
        dots=dots,
        reactions=card["reactions"],
    )


def _about(recommendation: Mapping[str, Any]) -> str:
    return f"{recommendation['number']} {recommendation['short_title']}"


def _actions(board: Board) -> Iterable[Agreed]:
    def order(pair: tuple[str, Any]) -> tuple[bool, str, str]:
        key, one = pair
        return one["carried"], one["due_on"] or "9999", key

    for _, one in sorted(board["actions"].items(), key=order):
        known = board["recommendations"].get(str(one["recommendation"]))
        yield Agreed(
            text=one["text"],
            owner=one["owner"],
            due_on=date.fromisoformat(one["due_on"]) if one["due_on"] else None,
            about=_about(known) if known else "",
            done=one["done"],
            carried=one["carried"],
        )
