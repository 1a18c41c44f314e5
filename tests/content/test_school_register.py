"""The register's file: read whatever its columns and encoding, refused whatever is wrong with it."""

import random
import zipfile
from datetime import date
from pathlib import Path

import pytest

from app.content.csv_files import ImportRefused
from app.content.school_register import LA_CODE, LA_NAME, ONE_AUTHORITY_AT_MOST, REQUIRED, read_register
from app.models.places import SchoolStatus
from tests.registers import COLUMNS, register, school, text

TWO = [school(100001), school(100002)]


def refusal(path: Path) -> ImportRefused:
    with pytest.raises(ImportRefused) as caught:
        read_register(path, 925)
    return caught.value


def given(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "register.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_every_known_cell_is_read_and_a_blank_is_unknown(tmp_path: Path) -> None:
    rows = [
        school(
            100001,
            name="  St Anne’s   School ",
            type="Community school",
            status="Open, but proposed to close",
            closed_on="31-08-2027",
            pupils=0,
            fsm="31.3",
            district="Lincoln",
            postcode="LN1 1AA",
            Easting=495543,
            Northing=368381,
        )
        | {"UrbanRural (name)": "Urban: Nearer to a major town or city"},
        school(100002),
    ]
    found = read_register(register(tmp_path, rows), 925).schools
    full, bare = found[100001], found[100002]
    assert (full.name, full.type, full.district) == ("St Anne’s School", "Community school", "Lincoln")
    assert (full.status, full.close_date) == (SchoolStatus.closing, date(2027, 8, 31))
    assert (full.pupils, full.fsm_percent, full.postcode) == (0, 31.3, "LN1 1AA")
    assert (full.easting, full.northing) == (495543, 368381)
    assert full.urban_rural == "Urban: Nearer to a major town or city"
    unknown = (bare.pupils, bare.fsm_percent, bare.easting, bare.type, bare.postcode, bare.close_date)
    assert unknown == (None,) * 6


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("padding", [0, 3_000_000], ids=["at once", "after megabytes of ASCII"])
def test_names_beyond_ascii_in_each_encoding(tmp_path: Path, encoding: str, padding: int) -> None:
    row = school(100001, name="Ysgol Llŷn" if encoding != "cp1252" else "École Sainte-Thérèse – Crèche")
    first = school(100003, la=201, name="x" * 50) | {"Street": "y" * (padding // 100)}
    rows = [first | {"URN": str(200_000 + n)} for n in range(100)] + [row]
    path = register(tmp_path, rows, columns=(*COLUMNS, "Street"), encoding=encoding)
    assert read_register(path, 925).schools[100001].name == row["EstablishmentName"]


def test_columns_in_any_order_with_strange_ones_between_and_others_missing(tmp_path: Path) -> None:
    columns = ["Something new", *COLUMNS, "Easting (old)"]
    columns.remove("NumberOfPupils")
    random.Random(7).shuffle(columns)
    found = read_register(register(tmp_path, [school(100001, fsm="12.5")], columns=columns), 925)
    assert found.schools[100001].fsm_percent == 12.5
    assert found.schools[100001].pupils is None
    assert found.missing_columns == ("NumberOfPupils",)


def test_a_header_in_other_capitals_and_with_spaces_is_the_same_header(tmp_path: Path) -> None:
    content = text(TWO).replace("EstablishmentName", " establishmentname ", 1)
    assert set(read_register(given(tmp_path, content), 925).schools) == {100001, 100002}


def test_only_the_authority_asked_for_is_taken_and_others_are_not_judged(tmp_path: Path) -> None:
    rows = [
        school(100001),
        school(100002, la=926, status="Something of theirs", fsm="?"),
        school(100003, la=""),
    ]
    found = read_register(register(tmp_path, rows), 925)
    assert list(found.schools) == [100001]
    assert found.elsewhere == {100002: 926, 100003: None}


def test_four_columns_are_enough_and_the_rows_are_then_the_authority_s(tmp_path: Path) -> None:
    found = read_register(register(tmp_path, TWO, columns=REQUIRED), 925)
    assert found.authority_assumed
    assert len(found.schools) == 2


def test_without_codes_rows_of_several_authorities_are_refused(tmp_path: Path) -> None:
    columns = [column for column in COLUMNS if column != LA_CODE]
    rows = [school(100001, la_name="Here"), school(100002, la_name="There")]
    refused = refusal(register(tmp_path, rows, columns=columns))
    assert refused.row == 3
    assert LA_CODE in refused.reason
    columns.remove(LA_NAME)
    many = [school(100_000 + n) for n in range(ONE_AUTHORITY_AT_MOST + 1)]
    assert "more than one local authority" in refusal(register(tmp_path, many, columns=columns)).reason


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"urn": "12x456"}, "“12x456” is not a URN"),
        ({"urn": ""}, "“” is not a URN"),
        ({"urn": "-100002"}, "not a URN"),
        ({"urn": "1e5"}, "not a URN"),
        ({"urn": "100002.0"}, "not a URN"),
        ({"urn": "1000000002"}, "not a URN"),
        ({"urn": "\uff11\uff10\uff10\uff10\uff10\uff12"}, "not a URN"),
        ({"urn": "100001"}, "URN 100001 is there already, on row 2"),
        ({"name": " "}, "EstablishmentName is blank"),
        ({"name": "x" * 300}, "longer than 255"),
        ({"name": "Red \x1b[31m school"}, "cannot be seen"),
        ({"name": "Sainte-ThÃ©rÃ¨se"}, "garbled"),
        ({"name": "St Anneâ€™s"}, "garbled"),
        ({"phase": ""}, "PhaseOfEducation (name) is blank"),
        ({"status": ""}, "EstablishmentStatus (name) is blank"),
        ({"status": "Sleeping"}, "“Sleeping” is not known"),
        ({"pupils": "-1"}, "NumberOfPupils “-1” is not a number from 0"),
        ({"pupils": "12.5"}, "NumberOfPupils “12.5”"),
        ({"pupils": "many"}, "NumberOfPupils “many”"),
        ({"pupils": "9" * 400}, "NumberOfPupils"),
        ({"fsm": "100.1"}, "PercentageFSM “100.1” is not a number from 0 to 100"),
        ({"fsm": "nan"}, "PercentageFSM “nan”"),
        ({"fsm": "-0.5"}, "PercentageFSM “-0.5”"),
        ({"Easting": "9999999"}, "Easting"),
        ({"closed_on": "2026-08-31"}, "CloseDate “2026-08-31” is not a date like"),
        ({"closed_on": "31-02-2026"}, "CloseDate “31-02-2026” is not a date like"),
        ({"la": "Lincs"}, "LA (code) “Lincs” is not a number"),
    ],
)
def test_a_wrong_cell_is_named_with_its_row(tmp_path: Path, cells: dict[str, str], reason: str) -> None:
    wrong = school(**({"urn": 100002} | cells))
    refused = refusal(register(tmp_path, [school(100001), wrong, school(100003)], encoding="utf-8"))
    assert (refused.file, refused.row) == ("register.csv", 3)
    assert reason in refused.reason
    assert "\x1b" not in refused.detail


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    columns = [column for column in COLUMNS if column != "EstablishmentName"]
    refused = refusal(register(tmp_path, TWO, columns=columns))
    assert refused.row == 1
    assert "“EstablishmentName”" in refused.reason


def test_a_column_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    assert "“URN” is there 2 times" in refusal(given(tmp_path, text(TWO).replace("Easting", "URN", 1))).reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "cannot be found"),
        (b"\r\n\r\n", "cannot be found"),
        (text([]).encode(), "no schools"),
        (text([school(100001, la=926)]).encode(), "None of its 1 schools is of local authority 925"),
        (b"Just a letter.\r\nDear all,\r\n", "cannot be found"),
        (text(TWO).replace(",", ";").encode(), "separated by semicolons"),
        (text(TWO).replace(",", "\t").encode(), "separated by tabs"),
        (text(TWO).encode("utf-16"), "UTF-16"),
        (text(TWO).encode("utf-16-le"), "not text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not text"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x1f\x8b\x08\x00rest", "compressed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"\r\n<!doctype html><html>", "web page"),
    ],
)
def test_another_kind_of_file_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    assert reason in refusal(given(tmp_path, content)).reason


def test_a_workbook_or_an_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", text(TWO))
    assert "zip file or an Excel workbook" in refusal(path).reason


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path: Path) -> None:
    assert "No such file" in refusal(tmp_path / "none.csv").reason
    assert "directory" in refusal(tmp_path).reason


def test_letters_in_no_known_encoding_are_refused_with_their_row(tmp_path: Path) -> None:
    neither = text(TWO).encode().replace(b"School 100002", b"School \xe9\x81")
    assert (refused := refusal(given(tmp_path, neither))).row == 3
    assert "neither in UTF-8 nor in Windows-1252" in refused.reason
    broken = b"\xef\xbb\xbf" + text(TWO).encode().replace(b"School 100002", b"School \xe9")
    assert (refused := refusal(given(tmp_path, broken))).row == 3
    assert "not" in refused.reason


def test_a_mixture_of_encodings_is_refused_rather_than_garbled(tmp_path: Path) -> None:
    rows = text([school(100001, name="Thérèse"), school(100002, name="Zoë’s")])
    first, second, third = rows.encode().splitlines(keepends=True)
    mixed = first + second.decode().encode("cp1252") + third
    assert "garbled" in refusal(given(tmp_path, mixed)).reason


@pytest.mark.parametrize("quoted", [True, False])
def test_wherever_a_file_is_cut_it_is_refused(tmp_path: Path, quoted: bool) -> None:
    """Cut at every byte but those between two whole rows: no cut row may pass for a whole one."""
    rows = [school(100_001 + n, name=f"Zoë’s, no. {n}", fsm="12.5", Northing=368381 + n) for n in range(3)]
    content = text(rows)
    if quoted:
        lines = [",".join(f'"{row[c]}"' for c in COLUMNS) for row in rows]
        content = "\r\n".join([",".join(COLUMNS), *lines, ""])
    for whole in (content.encode(), content.encode("utf-8-sig"), content.encode("cp1252")):
        assert len(read_register(given(tmp_path, whole), 925).schools) == 3
        for end in range(len(whole)):
            if whole[:end].endswith((b"\r", b"\n")):
                continue
            assert refusal(given(tmp_path, whole[:end])).file == "register.csv"


def test_the_row_that_was_cut_is_named(tmp_path: Path) -> None:
    refused = refusal(given(tmp_path, text(TWO)[:-20]))
    assert refused.row == 3
    assert "ends in the middle of this row" in refused.reason


@pytest.mark.parametrize("change", ["one less", "one more", "stray quote", "open quote"])
def test_a_row_that_is_not_like_the_header_is_named(tmp_path: Path, change: str) -> None:
    lines = text([*TWO, school(100003)]).splitlines()
    lines[2] = {
        "one less": lines[2].removesuffix(","),
        "one more": lines[2] + ",",
        "stray quote": lines[2].replace("School", '"School"', 1),
        "open quote": lines[2].replace("School", '"School', 1),
    }[change]
    refused = refusal(given(tmp_path, "\r\n".join([*lines, ""])))
    assert refused.row == 3
    assert refused.reason


def test_blank_lines_and_any_kind_of_line_break_are_fine(tmp_path: Path) -> None:
    for line_break in ("\n", "\r", "\r\n"):
        content = text(TWO).replace("\r\n", line_break) + line_break
        assert len(read_register(given(tmp_path, content), 925).schools) == 2


def test_the_whole_register_of_england_is_read_while_telling_how_far(tmp_path: Path) -> None:
    path = tmp_path / "england.csv"
    header = [*COLUMNS, *(f"Column {n}" for n in range(120))]
    filler = "," * 119 + '"Something, in one of many columns"'
    with path.open("w", encoding="cp1252", newline="") as file:
        file.write(",".join(header) + "\r\n")
        for n in range(50_000):
            authority = 925 if n % 130 == 0 else 201 + n % 130
            file.write(f'{100_000 + n},{authority},,"École {n}",,"Open",,"Primary",,,,,,,,{filler}\r\n')
    told: list[tuple[int, int]] = []
    found = read_register(path, 925, lambda done, total: told.append((done, total)))
    assert len(found.schools) == 385
    assert found.schools[100_000].name == "École 0"
    assert len(found.elsewhere) == 50_000 - 385
    assert told == sorted(told)
    assert len(told) > 50
    assert told[-1] == (path.stat().st_size, path.stat().st_size)
