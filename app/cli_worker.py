"""``mobilise worker``: the work that is done in the background."""

import logging
import sys
from typing import Annotated

import typer
from sqlalchemy.exc import OperationalError

from app import migrate
from app.actions.holidays import HolidaysFileError, count_school_days_by
from app.adapters.file_tools import file_tools
from app.adapters.pages import Pages
from app.db import Database
from app.jobs.table import outside
from app.jobs.worker import Worker, end_with
from app.settings import Settings


def count_school_days(settings: Settings) -> None:
    """By the county's closed days; a wrong file of them ends the command."""
    try:
        warning = count_school_days_by(settings.holidays)
    except HolidaysFileError as error:
        typer.echo(f"MOBILISE_HOLIDAYS: {error}", err=True)
        raise typer.Exit(1) from error
    if warning:
        typer.echo(warning, err=True)


def command(
    beside_server: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Do the work in the background, until SIGTERM. `mobilise serve` keeps one by itself."""
    settings = Settings()
    count_school_days(settings)
    database = Database(settings.database_url)
    try:
        up_to_date = migrate.is_up_to_date(database)
    except OperationalError as error:
        typer.echo(f"The database does not answer: {error.orig}", err=True)
        raise typer.Exit(1) from error
    if not up_to_date:
        typer.echo("The database is not up to date: `mobilise migrate` first.", err=True)
        raise typer.Exit(1)
    try:
        store = file_tools(settings, database).store
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    logging.basicConfig(
        level=logging.WARNING if beside_server else logging.INFO,
        format="%(asctime)s worker %(levelname)s %(message)s",
    )
    logging.getLogger("huey").setLevel(logging.WARNING)
    if beside_server:
        end_with(sys.stdin.fileno())
    else:
        where = "Redis" if settings.redis_url else "a file"
        typer.echo(f"Doing the work of the background, with its queue in {where} (Ctrl-C ends it)")
    Worker(database, settings, outside=outside(pages_of(settings), store)).run()


def pages_of(settings: Settings) -> Pages | None:
    """How pages out there are looked at, where this deployment does."""
    if not settings.fetch_links:
        return None
    agent = f"Mobilise link check ({settings.public_url or settings.county})"
    return Pages(agent=agent.encode("ascii", "replace").decode(), proxy=settings.fetch_links_proxy)
