"""``mobilise import-schools``: the public register into the county, with a diff to read."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import sqlalchemy as sa
import typer
from rich.console import Console
from rich.progress import Progress
from sqlalchemy.exc import OperationalError

from app import migrate
from app.actions.school_register import ImportRefused, import_schools, preview, read_files
from app.actions.school_register import Progress as Told
from app.actions.school_report import ClusterReport, ImportReport, SchoolLine, Value
from app.db import Database
from app.models.places import SchoolStatus
from app.settings import Settings

FIRST_IMPORT_SHOWS = 20
_WORDS = {
    "fsm_percent": "free school meals %",
    "urban_rural": "urban or rural",
    "local_authority": "local authority",
}


def command(
    file: Annotated[Path, typer.Argument(help="The register's CSV file, as downloaded.")],
    la: Annotated[int | None, typer.Option(help="Code of the local authority to take.")] = None,
    clusters: Annotated[
        Path | None, typer.Option(help="CSV file with the columns urn, school, cluster, region.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the diff and write nothing.")] = False,
) -> None:
    """Take the schools of the public register, and which cluster they are in. Says what is different.

    A school closes only by its status; one that is not in the file is left alone; a blank erases nothing.
    A file with anything wrong in it is refused as a whole.
    """
    settings = Settings()
    try:
        with _progress(file.name) as told:
            incoming = read_files(file, settings.local_authority if la is None else la, clusters, told)
        database = Database(settings.database_url)
        try:
            if not sa.inspect(database.engine).has_table("school"):
                migrate.upgrade(database)
            with database.read() if dry_run else database.write() as session:
                report = preview(session, incoming) if dry_run else import_schools(session, incoming)
        finally:
            database.close()
    except ImportRefused as refused:
        typer.echo(f"Refused: {refused.detail}\nNothing was imported.", err=True)
        raise typer.Exit(1) from refused
    except OperationalError as error:
        typer.echo(f"The database did not answer: {error.orig}\nNothing was imported.", err=True)
        raise typer.Exit(1) from error
    for line in lines(report, dry_run=dry_run):
        typer.echo(line)


@contextmanager
def _progress(name: str) -> Iterator[Told]:
    """A bar on the terminal; nothing where errors go to a file."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(f"Reading {name}", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def lines(report: ImportReport, *, dry_run: bool) -> Iterator[str]:
    """The report as a person reads it in a terminal."""
    total = _count(report.schools, "school")
    if of := report.clusters:
        total += f", {_count(of.clusters, 'cluster')}, {_count(of.regions, 'region')}"
    yield f"{report.file}, local authority {report.local_authority}: {total}"
    if report.authority_assumed:
        yield "It has no column “LA (code)”, so every row was taken to be of this local authority."
    if report.without_authority:
        yield f"{_count(report.without_authority, 'row')} with a blank LA (code) left out."
    if report.missing_columns:
        yield f"Not in this file, so left as they are: {', '.join(report.missing_columns)}."
    yield ""
    yield from _table(
        ("new", len(report.new)),
        ("changed", len(report.changed)),
        ("closed", len(report.closed)),
        ("unchanged", report.unchanged),
        ("absent", len(report.absent)),
    )
    yield from _section("New", [_line(line) for line in report.new], at_most=FIRST_IMPORT_SHOWS)
    yield from _section("Changed", [_line(line) for line in report.changed])
    yield from _section("Closed", [_line(line) for line in report.closed])
    yield from _section(
        "Absent: known here but not in this file for this authority; left as they are",
        [
            f"{school.urn} {school.name}"
            + (f" (listed under local authority {school.listed_under})" if school.listed_under else "")
            for school in report.absent
        ],
    )
    if report.kept:
        kept = _count(report.kept, "value")
        yield f"\n{kept} known here and blank in the file: kept, because a blank means unknown."
    if report.clusters is not None:
        yield from _cluster_lines(report.clusters)
    yield ""
    if not report.changes_anything:
        yield "Nothing is different: nothing was written."
    else:
        yield "A dry run: nothing was written." if dry_run else "Imported."


def _cluster_lines(report: ClusterReport) -> Iterator[str]:
    yield f"\n{report.file}: {_count(report.schools, 'school')}"
    yield from _table(
        ("new regions", len(report.new_regions)),
        ("new clusters", len(report.new_clusters)),
        ("clusters in another region", len(report.region_changes)),
        ("schools joined", len(report.joined)),
        ("schools moved", len(report.moved)),
        ("schools unchanged", report.unchanged),
        ("schools not on the list", len(report.unlisted)),
    )
    yield from _section("New regions", report.new_regions)
    yield from _section("New clusters", report.new_clusters)
    yield from _section(
        "Clusters in another region", [f"{c.cluster}: {c.before} → {c.after}" for c in report.region_changes]
    )
    yield from _section(
        "Joined", [f"{m.urn} {m.name}: {m.after}" for m in report.joined], at_most=FIRST_IMPORT_SHOWS
    )
    yield from _section("Moved", [f"{m.urn} {m.name}: {m.before} → {m.after}" for m in report.moved])
    yield from _section(
        "Not on the list; they stay where they are",
        [f"{m.urn} {m.name}: {m.after}" for m in report.unlisted],
    )


def _line(line: SchoolLine) -> str:
    text = f"{line.urn} {line.name}"
    if not line.changes and line.status is not SchoolStatus.open:
        text += f" ({line.status.value})"
    if line.status is SchoolStatus.closed and line.close_date:
        text += f", closed on {line.close_date:%d-%m-%Y}"
    for change in line.changes:
        name = _WORDS.get(change.field, change.field)
        text += f"\n    {name}: {_value(change.before)} → {_value(change.after)}"
    return text


def _value(value: Value) -> str:
    return "unknown" if value is None else str(value)


def _section(title: str, items: Sequence[str], at_most: int | None = None) -> Iterator[str]:
    if not items:
        return
    yield f"\n{title}"
    for item in items[:at_most]:
        yield f"  {item}"
    if at_most is not None and len(items) > at_most:
        yield f"  … and {len(items) - at_most} more"


def _table(*counts: tuple[str, int]) -> Iterator[str]:
    width = max(len(name) for name, _ in counts)
    for name, count in counts:
        yield f"  {name:<{width}} {count:>6,}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
