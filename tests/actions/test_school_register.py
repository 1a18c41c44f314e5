"""Importing the register: what a file may change, what it may not, and what is said about it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, select

from app import events
from app.actions.school_register import ImportRefused, import_schools, preview, read_files
from app.actions.school_report import Change, ImportReport
from app.db import Database
from app.models.audit import AuditEntry
from app.models.places import School, SchoolStatus
from tests.factories import County
from tests.registers import COLUMNS, cluster_list, register, school

Rows = list[dict[str, str]]


def run(database: Database, folder: Path, rows: Rows, **options: Any) -> ImportReport:
    incoming = read_files(register(folder, rows, **options), 925)
    with database.write() as session:
        return import_schools(session, incoming)


def contents(database: Database) -> dict[str, list[Any]]:
    """Every row of every table."""
    with database.read() as session:
        return {
            table.name: sorted(map(repr, session.connection().execute(table.select()).all()))
            for table in SQLModel.metadata.sorted_tables
        }


def one(database: Database, urn: int) -> School:
    with database.read() as session:
        return session.get_one(School, urn)


def imports(session: Session) -> list[AuditEntry]:
    return list(session.exec(select(AuditEntry).where(AuditEntry.action == "schools.imported")).all())


def urns(lines: Any) -> list[int]:
    return [line.urn for line in lines]


def test_a_first_import_takes_every_school_of_the_authority(database: Database, tmp_path: Path) -> None:
    rows = [
        school(100002, name="École Sainte-Thérèse", pupils=210, fsm="31.3", postcode="LN1 1AA"),
        school(100001),
        school(100003, la=926),
        school(100004, status="Closed", closed_on="31-08-2012"),
    ]
    report = run(database, tmp_path, rows)
    assert urns(report.new) == [100001, 100002, 100004]
    assert (report.schools, report.unchanged, report.changed, report.closed, report.absent) == (
        3,
        0,
        (),
        (),
        (),
    )
    found = one(database, 100002)
    assert (found.name, found.pupils, found.fsm_percent) == ("École Sainte-Thérèse", 210, 31.3)
    assert (found.local_authority, found.status) == (925, SchoolStatus.open)
    assert one(database, 100001).pupils is None
    assert one(database, 100004).status is SchoolStatus.closed
    with database.read() as session:
        assert session.get(School, 100003) is None


def test_the_second_time_nothing_is_written(database: Database, tmp_path: Path) -> None:
    rows = [school(100001, fsm="12.5"), school(100002, status="Closed")]
    run(database, tmp_path, rows)
    before = contents(database)
    report = run(database, tmp_path, rows)
    assert not report.changes_anything
    assert report.unchanged == 2
    assert contents(database) == before


def test_what_changed_is_told_and_written(database: Database, tmp_path: Path) -> None:
    run(database, tmp_path, [school(100001, pupils=210), school(100002)])
    report = run(database, tmp_path, [school(100001, name="New name", pupils=0), school(100002)])
    assert report.unchanged == 1
    (line,) = report.changed
    assert line.changes == (Change("name", "School 100001", "New name"), Change("pupils", 210, 0))
    assert (one(database, 100001).name, one(database, 100001).pupils) == ("New name", 0)


def test_a_school_closes_by_its_status_only(database: Database, tmp_path: Path) -> None:
    run(database, tmp_path, [school(100001), school(100002), school(100003)])
    report = run(
        database,
        tmp_path,
        [
            school(100001, status="Closed", closed_on="31-08-2026"),
            school(100002, status="Open, but proposed to close", closed_on="31-08-2026"),
        ],
    )
    assert urns(report.closed) == [100001]
    assert report.closed[0].close_date is not None
    assert urns(report.changed) == [100002]
    assert urns(report.absent) == [100003]
    statuses = [one(database, urn).status for urn in (100001, 100002, 100003)]
    assert statuses == [SchoolStatus.closed, SchoolStatus.closing, SchoolStatus.open]

    again = run(database, tmp_path, [school(100001), school(100002), school(100003)])
    assert urns(again.changed) == [100001, 100002]
    assert one(database, 100001).status is SchoolStatus.open


def test_a_school_that_is_absent_or_elsewhere_is_reported_and_left_alone(
    database: Database, tmp_path: Path
) -> None:
    run(database, tmp_path, [school(100001), school(100002), school(100003)])
    before = contents(database)
    report = run(database, tmp_path, [school(100001), school(100003, la=926)])
    assert [(absent.urn, absent.listed_under) for absent in report.absent] == [(100002, None), (100003, 926)]
    assert contents(database) == before


def test_a_blank_or_a_missing_column_erases_nothing(database: Database, tmp_path: Path) -> None:
    run(database, tmp_path, [school(100001, pupils=210, fsm="12.5", district="Lincoln", type="Academy")])
    report = run(database, tmp_path, [school(100001, district="Boston")])
    assert [change.field for change in report.changed[0].changes] == ["district"]
    assert report.kept == 3
    columns = [column for column in COLUMNS if column != "PercentageFSM"]
    report = run(database, tmp_path, [school(100001, district="Boston", pupils=211)], columns=columns)
    assert report.missing_columns == ("PercentageFSM",)
    found = one(database, 100001)
    assert (found.pupils, found.fsm_percent, found.type) == (211, 12.5, "Academy")


def test_a_preview_says_the_same_and_writes_nothing(database: Database, tmp_path: Path) -> None:
    run(database, tmp_path, [school(100001), school(100002)])
    incoming = read_files(
        register(tmp_path, [school(100001, name="New name"), school(100003)]),
        925,
        cluster_list(tmp_path, (100001, "Fen 1", "South"), (100003, "Fen 1", "South")),
    )
    before = contents(database)
    with database.read() as session:
        foreseen = preview(session, incoming)
    assert contents(database) == before
    with database.write() as session:
        assert import_schools(session, incoming) == foreseen


def test_a_list_that_names_an_unknown_school_imports_nothing(database: Database, tmp_path: Path) -> None:
    before = contents(database)
    incoming = read_files(
        register(tmp_path, [school(100001)]),
        925,
        cluster_list(tmp_path, (100001, "Fen 1", "South"), (100009, "Fen 1", "South")),
    )
    with pytest.raises(ImportRefused) as refused, database.write() as session:
        import_schools(session, incoming)
    assert (refused.value.file, refused.value.row) == ("clusters.csv", 3)
    assert "100009" in refused.value.reason
    assert contents(database) == before


def test_one_audit_row_tells_what_changed(database: Database, tmp_path: Path) -> None:
    run(database, tmp_path, [school(100001), school(100002)])
    run(database, tmp_path, [school(100001, name="New name"), school(100002, status="Closed")])
    with database.read() as session:
        first, second = imports(session)
    assert (first.subject_kind, first.subject_id, first.actor_id) == ("register", "register.csv", None)
    detail: Mapping[str, Any] = second.detail
    assert first.detail["new"] == [100001, 100002]
    assert detail["changed"] == {"100001": {"name": ["School 100001", "New name"]}}
    assert detail["closed"] == {"100002": {"status": ["open", "closed"]}}


def test_the_cluster_of_a_changed_school_hears_of_it(
    database: Database, county: County, tmp_path: Path
) -> None:
    cluster, other = county.cluster(), county.cluster()
    known, quiet = county.school(cluster), county.school(other)
    same = {"la": 925, "status": "Open"}
    rows = [school(known, name="Renamed", **same), school(quiet, name="School 4", **same)]
    run(database, tmp_path, rows)
    heard: list[events.Event] = []
    database.events.subscribe(heard.append)
    run(database, tmp_path, [school(known, name="Renamed again", **same), school(quiet, name="School 4")])
    assert heard == [events.ClusterNews(cluster, "schools")]
