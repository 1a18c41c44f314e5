"""What an import of schools did, or would do, as values that a terminal or a page can show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date

from app.content.school_register import Register, RegisterSchool
from app.models.places import School, SchoolStatus

Value = str | int | float | None

FIELDS = tuple(field.name for field in fields(RegisterSchool) if field.name not in ("urn", "close_date"))
"""The fields of a school that the register fills, ``local_authority`` aside."""


@dataclass(frozen=True, slots=True)
class Change:
    """One value of a school, before and after."""

    field: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school of the file that is new, changed or closed."""

    urn: int
    name: str
    status: SchoolStatus
    changes: tuple[Change, ...] = ()
    close_date: date | None = None


@dataclass(frozen=True, slots=True)
class AbsentSchool:
    """A school known here that the file does not have for this authority; it was left as it is.

    ``listed_under``: the other authority under which the file has it, if it has it at all.
    """

    urn: int
    name: str
    listed_under: int | None


@dataclass(frozen=True, slots=True)
class Move:
    """A school that joins a cluster (``before`` is ``None``) or moves to another."""

    urn: int
    name: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class RegionChange:
    """A cluster that is in another region now."""

    cluster: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ClusterReport:
    """What a list of clusters did. ``clusters``, ``regions`` and ``schools`` count what the list names.

    ``unlisted``: schools in a cluster here that the list does not name; they stay where they are.
    """

    file: str
    clusters: int
    regions: int
    schools: int
    new_regions: tuple[str, ...]
    new_clusters: tuple[str, ...]
    region_changes: tuple[RegionChange, ...]
    joined: tuple[Move, ...]
    moved: tuple[Move, ...]
    unchanged: int
    unlisted: tuple[Move, ...]

    @property
    def changes_anything(self) -> bool:
        """Whether there was anything to write."""
        return any((self.new_regions, self.new_clusters, self.region_changes, self.joined, self.moved))


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The diff between a register's file and the schools known here.

    A school is in one of ``new``, ``changed``, ``closed`` and ``unchanged`` (a count); ``closed`` holds those
    whose status became "closed" with this file. ``kept`` counts the values known here for which the file has
    a blank: a blank means unknown, so it never erases what is known.
    """

    file: str
    local_authority: int
    authority_assumed: bool
    without_authority: int
    missing_columns: tuple[str, ...]
    schools: int
    new: tuple[SchoolLine, ...]
    changed: tuple[SchoolLine, ...]
    closed: tuple[SchoolLine, ...]
    unchanged: int
    absent: tuple[AbsentSchool, ...]
    kept: int
    clusters: ClusterReport | None

    @property
    def changes_anything(self) -> bool:
        """Whether there was anything to write."""
        of_schools = bool(self.new or self.changed or self.closed)
        return of_schools or (self.clusters is not None and self.clusters.changes_anything)


def compare(
    register: Register, known: Mapping[int, School], clusters: ClusterReport | None = None
) -> ImportReport:
    """The diff of ``register`` with the schools ``known`` here, which is not touched."""
    new, changed, closed, unchanged, kept = [], [], [], 0, 0
    for row in sorted(register.schools.values(), key=lambda school: school.urn):
        school = known.get(row.urn)
        if school is None:
            new.append(SchoolLine(row.urn, row.name, row.status, close_date=row.close_date))
            continue
        changes = tuple(_changes(school, row, register.local_authority))
        kept += sum(getattr(row, f) is None and getattr(school, f) is not None for f in FIELDS)
        line = SchoolLine(row.urn, row.name, row.status, changes, row.close_date)
        if not changes:
            unchanged += 1
        elif row.status is SchoolStatus.closed and school.status is not SchoolStatus.closed:
            closed.append(line)
        else:
            changed.append(line)
    return ImportReport(
        file=register.file,
        local_authority=register.local_authority,
        authority_assumed=register.authority_assumed,
        without_authority=sum(authority is None for authority in register.elsewhere.values()),
        missing_columns=register.missing_columns,
        schools=len(register.schools),
        new=tuple(new),
        changed=tuple(changed),
        closed=tuple(closed),
        unchanged=unchanged,
        absent=tuple(_absent(register, known.values())),
        kept=kept,
        clusters=clusters,
    )


def _changes(school: School, row: RegisterSchool, local_authority: int) -> Iterable[Change]:
    for field in FIELDS:
        before, after = getattr(school, field), getattr(row, field)
        if after is not None and after != before:
            yield Change(field, before, after)
    if school.local_authority != local_authority:
        yield Change("local_authority", school.local_authority, local_authority)


def _absent(register: Register, known: Iterable[School]) -> Iterable[AbsentSchool]:
    for school in sorted(known, key=lambda school: school.urn):
        ours = school.local_authority in (register.local_authority, None)
        if ours and school.urn not in register.schools:
            yield AbsentSchool(school.urn, school.name, register.elsewhere.get(school.urn))
