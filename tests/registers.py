"""Makes CSV files like the public register's, and lists of clusters, for tests."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

COLUMNS = (
    "URN",
    "LA (code)",
    "LA (name)",
    "EstablishmentName",
    "TypeOfEstablishment (name)",
    "EstablishmentStatus (name)",
    "CloseDate",
    "PhaseOfEducation (name)",
    "NumberOfPupils",
    "PercentageFSM",
    "Postcode",
    "DistrictAdministrative (name)",
    "UrbanRural (name)",
    "Easting",
    "Northing",
)
SHORT = {
    "urn": "URN",
    "la": "LA (code)",
    "la_name": "LA (name)",
    "name": "EstablishmentName",
    "type": "TypeOfEstablishment (name)",
    "status": "EstablishmentStatus (name)",
    "closed_on": "CloseDate",
    "phase": "PhaseOfEducation (name)",
    "pupils": "NumberOfPupils",
    "fsm": "PercentageFSM",
    "postcode": "Postcode",
    "district": "DistrictAdministrative (name)",
}


def school(urn: object, **cells: object) -> dict[str, str]:
    """A row of the register by column; what is not given (see ``SHORT``) is as of an open primary school."""
    row = dict.fromkeys(COLUMNS, "")
    given = {"urn": urn, "la": 925, "name": f"School {urn}", "status": "Open", "phase": "Primary"} | cells
    return row | {SHORT.get(key, key): str(value) for key, value in given.items()}


def text(rows: Iterable[Mapping[str, str]], columns: Sequence[str] = COLUMNS) -> str:
    """The rows as the register writes them: a header, quotes where needed, CRLF after every row."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def register(
    folder: Path,
    rows: Iterable[Mapping[str, str]],
    *,
    columns: Sequence[str] = COLUMNS,
    encoding: str = "cp1252",
    name: str = "register.csv",
) -> Path:
    """A register's file in ``folder``."""
    path = folder / name
    path.write_bytes(text(rows, columns).encode(encoding))
    return path


def cluster_list(folder: Path, *rows: tuple[int, str, str], name: str = "clusters.csv") -> Path:
    """A list of clusters in ``folder`` from (urn, cluster, region)."""
    path = folder / name
    columns = ("urn", "school", "cluster", "region")
    listed = ({"urn": str(urn), "school": f"School {urn}", "cluster": c, "region": r} for urn, c, r in rows)
    path.write_bytes(text(listed, columns).encode())
    return path
