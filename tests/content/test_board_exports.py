"""A board's record to take away."""

import csv
import io
from typing import Any

import pytest

from app.content.board_exports import BOM, cards_csv, record_markdown
from app.content.board_record import read_record
from app.content.minutes import minutes_sections
from app.content.prosemirror import to_markdown
from tests.times import TEATIME


def card(text: str, position: str = "a0", **fields: Any) -> dict[str, Any]:
    return {
        "column": "ours",
        "group": None,
        "position": position,
        "text": text,
        "tags": [],
        "school": None,
        "by": None,
        "hidden": False,
        "reactions": {},
        **fields,
    }


def board(cards: dict[str, Any], **parts: Any) -> dict[str, Any]:
    return {
        "board": {
            "title": "Autumn meeting",
            "cluster_name": "Fenside",
            "facilitator": None,
            "plan": {"columns": [{"key": "ours", "title": "Ours"}]},
        },
        "people": {},
        "cards": cards,
        "groups": {},
        "votes": {"open": False, "round": 0, "totals": {}},
        "decisions": {},
        "actions": {},
        "schools": {},
        "recommendations": {},
        **parts,
    }


def rows(text: str) -> list[list[str]]:
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", " =", "\u200b="])
def test_a_card_that_begins_like_a_formula_is_text_in_a_spreadsheet(start: str) -> None:
    text = f'{start}HYPERLINK("https://evil.example","x")'
    (_, row) = rows(cards_csv(read_record(board({"a": card(text)}))))
    assert row[2] == f"'{text}"


def test_other_cards_stand_in_the_table_as_they_are() -> None:
    words = 'Line one\nline two, "quoted"; café − 3 of 4'
    (_, row) = rows(cards_csv(read_record(board({"a": card(words)}))))
    assert row[2] == words


def test_cards_stand_by_group_in_the_order_of_the_board_with_their_dots() -> None:
    record = read_record(
        board(
            {
                "1": card("Alone", "a5"),
                "2": card("Second", "a2", group="g"),
                "3": card("First", "a1", group="g"),
                "4": card("Still hidden", "a0", hidden=True),
            },
            groups={"g": {"column": "ours", "position": "a1", "name": "Timetables"}},
            votes={"open": False, "round": 1, "totals": {"g": 4, "1": 1}},
        )
    )
    assert [(row[1], row[2], row[6]) for row in rows(cards_csv(record))[1:]] == [
        ("Timetables", "First", "4"),
        ("Timetables", "Second", "4"),
        ("", "Alone", "1"),
    ]
    assert [(one.title, one.dots) for one in record.topics_by_dots] == [("Timetables", 4), ("Alone", 1)]
    sections = minutes_sections(record, starts_at=TEATIME, place="", facilitator="P. Erson")
    assert sections["cards"] is not None
    assert sections["votes"] is not None
    # By itself a card would read as one of the group's if it stood below it.
    assert to_markdown(sections["cards"]) == "### Ours\n\n- Alone\n\n**Timetables**\n\n- First\n- Second\n"
    text = record_markdown(record, starts_at=TEATIME, place="")
    assert "- Alone (1 dot)\n\n### Timetables (4 dots)\n\n- First\n- Second\n" in text
    assert to_markdown(sections["votes"]) == "1. Timetables: 4 dots\n2. Alone: 1 dot\n"


def test_a_group_has_the_dots_of_its_cards_too() -> None:
    record = read_record(
        board(
            {"1": card("Alone", "a5"), "2": card("Second", "a2", group="g"), "3": card("First", group="g")},
            groups={"g": {"column": "ours", "position": "a1", "name": "Timetables"}},
            votes={"open": False, "round": 1, "totals": {"2": 2, "3": 1, "1": 2}},
        )
    )
    assert [(one.title, one.dots) for one in record.topics_by_dots] == [("Timetables", 3), ("Alone", 2)]


def test_who_was_removed_is_in_no_record() -> None:
    person = {"name": "Something rude", "place": "", "person": None, "visitor": False, "gone": True}
    record = read_record(board({"1": card("Hello", by="p")}, people={"p": person}))
    assert record.came == ()
    assert "Something rude" not in record_markdown(record, starts_at=TEATIME, place="")
    assert "Something rude" not in cards_csv(record)


def test_an_open_vote_is_in_no_record() -> None:
    record = read_record(
        board({"1": card("Alone")}, votes={"open": True, "round": 1, "totals": {"1": 3}, "mine": {"1": 2}})
    )
    assert record.topics_by_dots == []
    assert not record.voted


def test_words_of_cards_are_no_markdown_of_the_record() -> None:
    record = read_record(board({"1": card("# Not a heading\n- nor [a link](javascript:x) <b>or</b>")}))
    text = record_markdown(record, starts_at=TEATIME, place="Hall")
    assert r"- \# Not a heading - nor \[a link\](javascript:x) \<b\>or\</b\>" in text
    assert "Monday 2 November 2026, 16:00, Hall" in text


def test_minutes_take_as_many_cards_as_a_section_holds() -> None:
    many = {str(number): card("x" * 600, f"a{number:05}") for number in range(400)}
    sections = minutes_sections(read_record(board(many)), starts_at=TEATIME, place="", facilitator="P.")
    assert sections["cards"] is not None
    text = to_markdown(sections["cards"])
    assert text.count("xxx\n") == 250
    assert "150 more cards are in the board’s record." in text
