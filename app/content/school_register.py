"""The public register of schools, "Get Information About Schools": its CSV file as rows that can be trusted.

The layout is the service's own (https://get-information-schools.service.gov.uk/Downloads): about 135 columns
whose number and order change over the years, so they are found by name. A blank cell means unknown.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.content.cells import Cells, shown
from app.content.csv_files import CsvFile, Progress
from app.models.places import SchoolStatus

STATUS = "EstablishmentStatus (name)"
REQUIRED = ("URN", "EstablishmentName", STATUS, "PhaseOfEducation (name)")
LA_CODE, LA_NAME = "LA (code)", "LA (name)"
OPTIONAL = (
    "TypeOfEstablishment (name)",
    "DistrictAdministrative (name)",
    "Postcode",
    "NumberOfPupils",
    "PercentageFSM",
    "UrbanRural (name)",
    "Easting",
    "Northing",
    "CloseDate",
)
ONE_AUTHORITY_AT_MOST = 3_000
"""More establishments, closed ones included, than any local authority of England has."""


@dataclass(frozen=True, slots=True)
class RegisterSchool:
    """A school as one row of the file has it. The fields are those of ``School``; ``None`` is unknown."""

    urn: int
    name: str
    status: SchoolStatus
    phase: str
    type: str | None
    district: str | None
    postcode: str | None
    pupils: int | None
    fsm_percent: float | None
    urban_rural: str | None
    easting: int | None
    northing: int | None
    close_date: date | None


@dataclass(frozen=True, slots=True)
class Register:
    """What one file says of one local authority.

    ``elsewhere``: URN → authority of the rows that are another authority's (``None``: the row names none).
    ``authority_assumed``: the file has no column of authorities, so all its rows were taken.
    ``missing_columns``: columns that would have been used and are not there.
    """

    file: str
    local_authority: int
    schools: dict[int, RegisterSchool]
    elsewhere: dict[int, int | None]
    authority_assumed: bool
    missing_columns: tuple[str, ...]


def read_register(path: Path, local_authority: int, progress: Progress | None = None) -> Register:
    """The schools of ``local_authority`` in the file at ``path``; raises ``ImportRefused``.

    Every row's URN and length is checked; the other cells only in the rows that are taken. A file without
    ``LA (code)`` is taken to be one authority's own list, unless it shows that it is not: by its
    ``LA (name)``, or by holding more schools than one authority has.
    """
    file = CsvFile(path, REQUIRED, (LA_CODE, LA_NAME, *OPTIONAL))
    by_code = LA_CODE in file.columns
    rows: dict[int, int] = {}
    schools: dict[int, RegisterSchool] = {}
    elsewhere: dict[int, int | None] = {}
    names: set[str] = set()
    for row in file.rows(progress):
        cells = Cells(file, row)
        urn = cells.urn("URN")
        if urn in rows:
            raise cells.refuse(f"The URN {urn} is there already, on row {rows[urn]}.")
        rows[urn] = row.number
        authority = cells.number(LA_CODE, 0, 9_999) if by_code else local_authority
        if authority != local_authority:
            elsewhere[urn] = authority
            continue
        schools[urn] = _school(cells, urn)
        names.add(row.cells.get(LA_NAME, ""))
        if not by_code and (len(names) > 1 or len(schools) > ONE_AUTHORITY_AT_MOST):
            raise cells.refuse(
                f"The file holds schools of more than one local authority, but has no column “{LA_CODE}” to"
                " tell which rows to take."
            )
    if not rows:
        raise file.refuse(None, "It has a header but no schools.")
    if not schools:
        raise file.refuse(None, f"None of its {len(rows):,} schools is of local authority {local_authority}.")
    missing = tuple(name for name in OPTIONAL if name not in file.columns)
    return Register(file.name, local_authority, schools, elsewhere, not by_code, missing)


def _school(cells: Cells, urn: int) -> RegisterSchool:
    return RegisterSchool(
        urn=urn,
        name=cells.required("EstablishmentName"),
        status=_status(cells),
        phase=cells.required("PhaseOfEducation (name)"),
        type=cells.text("TypeOfEstablishment (name)"),
        district=cells.text("DistrictAdministrative (name)"),
        postcode=cells.text("Postcode"),
        pupils=cells.number("NumberOfPupils", 0, 99_999),
        fsm_percent=cells.decimal("PercentageFSM", 0, 100),
        urban_rural=cells.text("UrbanRural (name)"),
        easting=cells.number("Easting", 0, 700_000),
        northing=cells.number("Northing", 0, 1_300_000),
        close_date=cells.day("CloseDate"),
    )


def _status(cells: Cells) -> SchoolStatus:
    value = cells.required(STATUS)
    try:
        return SchoolStatus(value.casefold())
    except ValueError:
        known = ", ".join(f"“{status.value.capitalize()}”" for status in SchoolStatus)
        raise cells.refuse(f"The status “{shown(value)}” is not known; it can be {known}.") from None
