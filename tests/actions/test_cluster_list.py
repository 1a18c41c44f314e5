"""Lists of clusters: places come to be, schools join and move by the day, and slips do no harm."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from app import events
from app.actions.school_register import ImportRefused, import_schools, read_files
from app.actions.school_report import ClusterReport, RegionChange
from app.db import Database
from app.models.people import Role
from app.models.places import Cluster, ClusterMembership, Region
from tests.factories import County
from tests.registers import cluster_list, register, school

MONDAY = date(2026, 9, 7)
Listed = tuple[int, str, str]


def run(database: Database, folder: Path, *rows: Listed, on: date = MONDAY) -> ClusterReport:
    """Import the list, beside a register that has its schools and one more."""
    urns = sorted({urn for urn, _, _ in rows} | {100099})
    path = register(folder, [school(urn) for urn in urns])
    incoming = read_files(path, 925, cluster_list(folder, *rows))
    with database.write() as session:
        report = import_schools(session, incoming, today=on).clusters
    assert report is not None
    return report


def memberships(database: Database, urn: int) -> list[tuple[str, date, date | None]]:
    with database.read() as session:
        rows = session.exec(
            select(Cluster.name, ClusterMembership)
            .join(ClusterMembership, col(ClusterMembership.cluster_id) == Cluster.id)
            .where(ClusterMembership.school_urn == urn)
            .order_by(col(ClusterMembership.from_date), col(ClusterMembership.id))
        ).all()
        return [(name, row.from_date, row.until_date) for name, row in rows]


def slugs(database: Database) -> dict[str, str]:
    """The addresses of all regions and clusters, by name."""
    with database.read() as session:
        regions = session.exec(select(Region.name, Region.slug)).all()
        return dict([*regions, *session.exec(select(Cluster.name, Cluster.slug)).all()])


def test_regions_clusters_and_memberships_come_to_be(database: Database, tmp_path: Path) -> None:
    report = run(
        database, tmp_path, (100001, "Fen 1", "South"), (100002, "Fen 1", "South"), (100003, "Wolds", "North")
    )
    assert (report.clusters, report.regions, report.schools) == (2, 2, 3)
    assert (report.new_clusters, report.new_regions) == (("Fen 1", "Wolds"), ("North", "South"))
    assert [move.urn for move in report.joined] == [100001, 100002, 100003]
    assert memberships(database, 100002) == [("Fen 1", MONDAY, None)]
    assert slugs(database) == {"North": "north", "South": "south", "Fen 1": "fen-1", "Wolds": "wolds"}


def test_the_second_time_all_is_unchanged(database: Database, tmp_path: Path) -> None:
    rows: tuple[Listed, ...] = ((100001, "Fen 1", "South"), (100002, "Wolds", "North"))
    run(database, tmp_path, *rows)
    report = run(database, tmp_path, *rows, on=MONDAY + timedelta(days=30))
    assert not report.changes_anything
    assert report.unchanged == 2
    assert memberships(database, 100001) == [("Fen 1", MONDAY, None)]


def test_a_move_ends_one_membership_the_day_the_other_begins(database: Database, tmp_path: Path) -> None:
    run(database, tmp_path, (100001, "Fen 1", "South"))
    later = MONDAY + timedelta(days=100)
    report = run(database, tmp_path, (100001, "Fen 2", "South"), on=later)
    assert [(move.before, move.after) for move in report.moved] == [("Fen 1", "Fen 2")]
    assert memberships(database, 100001) == [("Fen 1", MONDAY, later), ("Fen 2", later, None)]


def test_a_slip_corrected_the_same_day_leaves_no_day_of_length_zero(
    database: Database, tmp_path: Path
) -> None:
    run(database, tmp_path, (100001, "Fen 1", "South"))
    later = MONDAY + timedelta(days=1)
    run(database, tmp_path, (100001, "Fen 2", "South"), on=later)
    run(database, tmp_path, (100001, "Fen 3", "South"), on=later)
    assert memberships(database, 100001) == [("Fen 1", MONDAY, later), ("Fen 3", later, None)]


def test_a_move_taken_back_the_same_day_was_never_made(database: Database, tmp_path: Path) -> None:
    run(database, tmp_path, (100001, "Fen 1", "South"))
    later = MONDAY + timedelta(days=1)
    run(database, tmp_path, (100001, "Fen 2", "South"), on=later)
    run(database, tmp_path, (100001, "Fen 1", "South"), on=later)
    assert memberships(database, 100001) == [("Fen 1", MONDAY, None)]


def test_a_school_off_the_list_stays_where_it_is(database: Database, tmp_path: Path) -> None:
    run(database, tmp_path, (100001, "Fen 1", "South"), (100099, "Fen 1", "South"))
    report = run(database, tmp_path, (100001, "Fen 1", "South"), on=MONDAY + timedelta(days=1))
    assert [(move.urn, move.after) for move in report.unlisted] == [(100099, "Fen 1")]
    assert memberships(database, 100099) == [("Fen 1", MONDAY, None)]


def test_a_cluster_that_goes_to_another_region_is_told(database: Database, tmp_path: Path) -> None:
    run(database, tmp_path, (100001, "Fen 1", "South"))
    report = run(database, tmp_path, (100001, "Fen 1", "East"))
    assert report.region_changes == (RegionChange("Fen 1", "South", "East"),)
    assert report.unchanged == 1
    with database.read() as session:
        cluster = session.exec(select(Cluster)).one()
        assert session.get_one(Region, cluster.region_id).name == "East"


def test_spellings_that_differ_in_capitals_and_spaces_are_one_place(
    database: Database, tmp_path: Path
) -> None:
    run(database, tmp_path, (100001, "Fen 1", "South"))
    report = run(database, tmp_path, (100001, "fen  1", "SOUTH"), (100002, "FEN 1", "south"))
    assert (report.clusters, report.new_clusters, report.unchanged) == (1, (), 1)
    assert memberships(database, 100002) == [("Fen 1", MONDAY, None)]


def test_names_that_look_the_same_in_an_address_get_addresses_of_their_own(
    database: Database, tmp_path: Path
) -> None:
    names = ("St. Hugh", "St Hugh", "Llŷn", "—")
    run(database, tmp_path, *((100001 + n, name, "South") for n, name in enumerate(names)))
    addresses = {"St Hugh": "st-hugh", "St. Hugh": "st-hugh-2", "Llŷn": "llyn", "—": "cluster"}
    assert slugs(database) == {"South": "south"} | addresses


@pytest.mark.parametrize(
    ("rows", "row", "reason"),
    [
        ([(100001, "Fen 1", "South"), (100001, "Fen 2", "South")], 3, "100001 is there already, on row 2"),
        ([(100001, "Fen 1", "South"), (100002, "fen 1", "East")], 3, "but in South further up"),
        ([(100001, "", "South")], 2, "cluster is blank"),
        ([(100001, "Fen 1", "")], 2, "region is blank"),
        ([(1, "Fen 1", "South")], 2, "“1” is not a URN"),
        ([], None, "no schools"),
    ],
)
def test_a_list_that_contradicts_itself_is_refused(
    tmp_path: Path, rows: list[Listed], row: int | None, reason: str
) -> None:
    path = register(tmp_path, [school(100001)])
    with pytest.raises(ImportRefused) as refused:
        read_files(path, 925, cluster_list(tmp_path, *rows))
    assert (refused.value.file, refused.value.row) == ("clusters.csv", row)
    assert reason in refused.value.reason


def test_clusters_and_people_whose_view_changes_hear_of_it(
    database: Database, county: County, tmp_path: Path
) -> None:
    run(database, tmp_path, (100001, "Fen 1", "South"), (100002, "Fen 2", "South"))
    lead = county.person(Role.school_lead, 100001)
    county.person(Role.school_lead, 100002)
    with database.read() as session:
        ids = {cluster.name: cluster.id for cluster in session.exec(select(Cluster)).all()}
    heard: list[events.Event] = []
    database.events.subscribe(heard.append)
    run(database, tmp_path, (100001, "Fen 2", "South"), (100002, "Fen 2", "South"), on=date(2026, 10, 1))
    assert {event.cluster_id for event in heard if isinstance(event, events.ClusterNews)} == {*ids.values()}
    people = [event.person_id for event in heard if isinstance(event, events.PersonAccessChanged)]
    assert people == [lead]


def test_regional_leads_hear_that_a_cluster_came_or_went(
    database: Database, county: County, tmp_path: Path
) -> None:
    run(database, tmp_path, (100001, "Fen 1", "South"), (100002, "Wolds", "North"))
    with database.read() as session:
        ids = {region.name: region.id for region in session.exec(select(Region)).all()}
    leads = {county.person(Role.regional_lead, ids[name]) for name in ("South", "North")}
    heard: list[events.Event] = []
    database.events.subscribe(heard.append)
    run(database, tmp_path, (100001, "Fen 1", "North"), (100002, "Wolds", "North"))
    assert {event.person_id for event in heard if isinstance(event, events.PersonAccessChanged)} == leads
