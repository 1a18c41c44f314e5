"""Points as a file: what goes out comes in again, nothing runs in a spreadsheet, and bad rows are named."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.points_csv import PointRow, Wrong, read_points, write_points

TODAY = date(2026, 11, 21)
NOTES = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")) | st.sampled_from("=+-@'\",;"),
    max_size=60,
).map(lambda text: " ".join(text.split()))
POINTS = st.dictionaries(
    st.dates(date(2017, 1, 1), TODAY),
    st.tuples(
        st.floats(-1e12, 1e12, allow_nan=False),
        st.none() | st.integers(1, 1_000_000),
        NOTES,
    ),
    min_size=1,
    max_size=8,
)


def read(text: str, *, percent: bool = False) -> list[tuple[date, float, int | None, str]]:
    found = read_points(text.encode(), today=TODAY, percent=percent)
    assert found.wrong == []
    return [(row.measured_on, row.value, row.people, row.note) for row in found.rows]


def wrong(text: str | bytes) -> list[Wrong]:
    found = read_points(text if isinstance(text, bytes) else text.encode(), today=TODAY)
    assert found.wrong
    return found.wrong


@given(POINTS)
def test_what_goes_out_comes_in_again(points: dict[date, tuple[float, int | None, str]]) -> None:
    rows = [PointRow(day, *rest) for day, rest in sorted(points.items())]
    found = read_points(write_points(rows).encode(), today=TODAY)
    assert (found.rows, found.wrong) == (rows, [])


@given(NOTES)
def test_no_cell_of_a_note_is_worked_out_by_a_spreadsheet(note: str) -> None:
    line = write_points([PointRow(TODAY, 1.0, None, note)]).splitlines()[1]
    cell = line.split(",", 3)[3].strip('"').lstrip()
    assert not cell.startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("5/11/2026", date(2026, 11, 5)),
        ("05/11/26", date(2026, 11, 5)),
        ("5-11-2026", date(2026, 11, 5)),
        ("5.11.2026", date(2026, 11, 5)),
        ("2026-11-05", date(2026, 11, 5)),
        ("2026-11-05 00:00:00", date(2026, 11, 5)),
        ("05/11/2026 00:00", date(2026, 11, 5)),
        ("5 November 2026", date(2026, 11, 5)),
        ("5th Nov 2026", date(2026, 11, 5)),
        ("05-Nov-26", date(2026, 11, 5)),
    ],
)
def test_dates_as_people_in_this_country_write_them(said: str, day: date) -> None:
    assert read(f"Date,Value\r\n{said},3")[0][0] == day


@pytest.mark.parametrize(
    ("said", "value"),
    [("3", 3.0), ("3.5", 3.5), ("-2", -2.0), ("−2", -2.0), ('"1,200"', 1200.0), (".5", 0.5)],
)
def test_numbers(said: str, value: float) -> None:
    assert read(f"date,value\n5/11/2026,{said}\n")[0][1] == value


def test_shares_may_have_their_sign() -> None:
    assert read("date,value\n5/11/2026,45%\n", percent=True)[0][1] == 45
    assert wrong("date,value\n5/11/2026,45%\n")[0].row == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_spreadsheets_make_of_it(encoding: str, separator: str) -> None:
    rows = [
        ["Measured on", "Number", "Notes", "N"],
        ["5/11/2026", "3", "naïve – “so”", "12"],
        ["", "", "", ""],
    ]
    file = "\r\n".join(separator.join(row) for row in rows).encode(encoding)
    found = read_points(file, today=TODAY)
    assert found.wrong == []
    assert found.rows == [PointRow(date(2026, 11, 5), 3.0, 12, "naïve – “so”")]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",3", "date is missing"),
        ("11/25/2026,3", "not a date"),
        ("31/02/2026,3", "not a date"),
        ("5 Smarch 2026,3", "not a date"),
        ("22/11/2026,3", "still to come"),
        ("5/11/2006,3", "ten years ago"),
        ("5/11/2026,", "value is missing"),
        ("5/11/2026,lots", "not a number"),
        ("5/11/2026,nan", "not a number"),
        ("5/11/2026,inf", "not a number"),
        ("5/11/2026,1e400", "too large"),
        ("5/11/2026,=1+1", "not a number"),
        ("5/11/2026,3,0", "not a number of people"),
        ("5/11/2026,3,-1", "not a number of people"),
        ("5/11/2026,3,2.5", "not a number of people"),
        ("5/11/2026,3,2," + "x" * 301, "longer than"),
        ("5/11/2026,3,2,a note, and more", "quotation marks"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(row: str, words: str) -> None:
    (first,) = wrong(f"date,value,people,note\n4/11/2026,1,,\n{row}\n")
    assert first.row == 3
    assert words in first.message


def test_a_day_twice_is_one_too_many() -> None:
    (problem,) = wrong("date,value\n5/11/2026,3\n\n2026-11-05,4\n")
    assert (problem.row, problem.message) == (4, "This day is in row 2 already.")


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"PK\x03\x04....",
        b"%PDF-1.7",
        b"\xff\xfed\x00",
        b"date,value\n\0",
        b"name,score\nSam,3\n",
        b"date,value\n",
        b"date,value\n\x81\n",
        b'date,value\n"5/11/2026,3\n',
        b"date,value\n" + b"x,y\n" * 400_000,
        b"date,value\n" + b"x,y\n" * 200,
    ],
)
def test_other_files_are_refused_in_words(file: bytes) -> None:
    assert all(problem.message.endswith((".", "”.")) for problem in wrong(file))
    assert len(wrong(file)) < 60


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: ("date,value\n" + text).encode()))
def test_no_file_is_answered_with_a_fault(file: bytes) -> None:
    read_points(file, today=TODAY)
