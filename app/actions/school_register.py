"""Takes the public register's schools, and a list of clusters, into the county.

Three rules decide what a file may do. A school closes only by its status: one that the file does not have is
reported and left alone. A blank means unknown, so it never erases a value known here. And a file is taken as
a whole or not at all: both files are read to their end and compared with what is here before anything is
written, in one transaction.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app import clock, events
from app.actions.audit import record
from app.actions.cluster_list import apply_clusters, compare_clusters
from app.actions.library import index_schools
from app.actions.school_report import FIELDS, ImportReport, SchoolLine, compare
from app.content.cluster_list import ClusterList, read_cluster_list
from app.content.csv_files import ImportRefused, Progress
from app.content.school_register import Register, read_register
from app.models.places import ClusterMembership, School
from app.queries.viewers import membership_now

__all__ = ["ImportRefused", "Incoming", "Progress", "import_schools", "preview", "read_files"]


@dataclass(frozen=True, slots=True)
class Incoming:
    """Files that have been read and found good in themselves."""

    register: Register
    clusters: ClusterList | None


def read_files(
    register: Path, local_authority: int, clusters: Path | None = None, progress: Progress | None = None
) -> Incoming:
    """Read both files to their end, without a database. Raises ``ImportRefused`` with file, row and reason.

    ``progress`` is told of the register, which is the large one.
    """
    return Incoming(
        read_register(register, local_authority, progress),
        read_cluster_list(clusters) if clusters is not None else None,
    )


def preview(session: Session, incoming: Incoming, today: date | None = None) -> ImportReport:
    """What importing would do; writes nothing. Raises ``ImportRefused`` if the list names unknown schools."""
    return _compare(session, incoming, _known(session), today or clock.today())


def import_schools(
    session: Session, incoming: Incoming, *, actor: UUID | None = None, today: date | None = None
) -> ImportReport:
    """Write the difference, with one audit row; the second time there is none, and nothing is written.

    ``today`` is the first day of new memberships. Raises ``ImportRefused`` as ``preview`` does.
    """
    day = today or clock.today()
    known = _known(session)
    report = _compare(session, incoming, known, day)
    if not report.changes_anything:
        return report
    register = incoming.register
    for line in report.new:
        row = register.schools[line.urn]
        values = {field: getattr(row, field) for field in FIELDS}
        session.add(School(urn=row.urn, local_authority=register.local_authority, **values))
    for line in (*report.changed, *report.closed):
        school = known[line.urn]
        for change in line.changes:
            setattr(school, change.field, change.after)
        session.add(school)
    session.flush()
    _tell(session, [line.urn for line in (*report.changed, *report.closed)], day)
    if incoming.clusters is not None and report.clusters is not None:
        apply_clusters(session, incoming.clusters, report.clusters, day, actor=actor)
    index_schools(session, _elsewhere(report))
    record(session, actor, "schools.imported", "register", register.file, **_detail(report))
    return report


def _known(session: Session) -> dict[int, School]:
    return {school.urn: school for school in session.exec(select(School)).all()}


def _compare(session: Session, incoming: Incoming, known: Mapping[int, School], today: date) -> ImportReport:
    clusters = None
    if incoming.clusters is not None:
        names = {urn: school.name for urn, school in known.items()}
        names.update((urn, row.name) for urn, row in incoming.register.schools.items())
        clusters = compare_clusters(session, incoming.clusters, names, today)
    return compare(incoming.register, known, clusters)


def _elsewhere(report: ImportReport) -> set[int]:
    """The schools that read differently now, or are in another cluster."""
    moves = (*report.clusters.joined, *report.clusters.moved) if report.clusters else ()
    return {line.urn for line in (*report.changed, *report.closed)} | {move.urn for move in moves}


def _tell(session: Session, urns: list[int], today: date) -> None:
    """The pages of the clusters whose schools read differently now should look again."""
    changed = set(urns)
    for urn, cluster_id in session.exec(
        select(ClusterMembership.school_urn, ClusterMembership.cluster_id)
        .where(membership_now(today))
        .order_by(col(ClusterMembership.cluster_id))
    ).all():
        if urn in changed:
            events.emit(session, events.ClusterNews(cluster_id, "schools"))


def _detail(report: ImportReport) -> dict[str, Any]:
    def lines(of: tuple[SchoolLine, ...]) -> dict[str, Any]:
        return {str(line.urn): {c.field: [c.before, c.after] for c in line.changes} for line in of}

    detail: dict[str, Any] = {
        "local_authority": report.local_authority,
        "schools": report.schools,
        "new": [line.urn for line in report.new],
        "changed": lines(report.changed),
        "closed": lines(report.closed),
        "absent": [school.urn for school in report.absent],
    }
    if report.clusters is not None and report.clusters.changes_anything:
        clusters = asdict(report.clusters)
        detail["clusters"] = {
            key: clusters[key] for key in ("file", "new_regions", "new_clusters", "region_changes")
        } | {
            "moves": {
                str(move.urn): [move.before, move.after]
                for move in (*report.clusters.joined, *report.clusters.moved)
            }
        }
    return detail
