"""``mobilise``: run the service, and look after its data."""

import contextlib
import gc
import json
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from app import cli_import, cli_worker, migrate
from app.actions.board_templates import load_board_templates
from app.actions.demo import seed_demo
from app.actions.demo_resources import keep_files
from app.actions.evidence import load_guidance
from app.actions.library import is_built, rebuild_library
from app.actions.rubric import load_rubric
from app.actions.seed_load import seed_load
from app.adapters.file_tools import file_tools
from app.db import Database
from app.jobs.supervisor import Supervisor
from app.main import create_app
from app.queries.demo import is_demo, is_empty
from app.realtime.protocol import SERVER_OPTIONS
from app.realtime.server import run
from app.settings import Settings

app = typer.Typer(help="Mobilise: the shared space of a county's schools.", no_args_is_help=True)
app.command("import-schools")(cli_import.command)
app.command("worker")(cli_worker.command)


def _prepare(database: Database, *, demo: bool) -> None:
    """Bring the database up to date; fill an empty one with the fictional county if asked to."""
    migrate.upgrade(database)
    with _bar("Building the library") as told, database.write() as session:
        load_guidance(session)
        load_rubric(session)
        load_board_templates(session)
        if not is_built(session):
            rebuild_library(session, told)
    if demo:
        with database.read() as session:
            empty = is_empty(session)
        if empty:
            keep_files(file_tools(Settings(), database).store)
            with _bar("Making the demo county") as told, database.write() as session:
                seed_demo(session, progress=told)


@contextmanager
def _bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on the terminal, from the first step that is told of."""
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None, visible=False)
        yield lambda done, of: bar.update(task, completed=done, total=of, visible=True)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    worker: Annotated[bool | None, typer.Option(help="Keep a worker beside the server.")] = None,
) -> None:
    """Bring the database up to date and serve the screens, the API and the sockets."""
    settings = Settings()
    cli_worker.count_school_days(settings)
    database = Database(settings.database_url)
    _prepare(database, demo=settings.demo)
    host, port = host or settings.host, settings.port if port is None else port
    typer.echo(f"Mobilise is at http://{host}:{port} (Ctrl-C ends it)")
    wanted = settings.worker if worker is None else worker
    # uvicorn gives the signal that ended it to whoever had it before: without this, that ends us on the spot.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with Supervisor() if wanted else contextlib.nullcontext():
        service = create_app(settings, database)
        _spare_the_collector()
        run(
            service,
            service.state.realtime.goodbye,
            host=host,
            port=port,
            log_level="warning",
            timeout_graceful_shutdown=5,
            access_log=False,
            **SERVER_OPTIONS,
        )


def _spare_the_collector() -> None:
    """All that has been loaded stays: looking through it for garbage again and again cost nearly a tenth of
    what a command on a board does (`make bench`)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@app.command("migrate")
def migrate_command() -> None:
    """Bring the database to the newest tables and guidance."""
    database = Database(Settings().database_url)
    _prepare(database, demo=False)
    typer.echo("The database is up to date.")


@app.command("seed-demo")
def seed_demo_command() -> None:
    """Fill an empty database with the fictional county."""
    database = Database(Settings().database_url)
    _prepare(database, demo=True)
    typer.echo("The demo county is there.")


@app.command("demo-reset")
def demo_reset() -> None:
    """Empty the demo's database and make the fictional county anew. Refuses to touch a real county."""
    database = Database(Settings().database_url)
    migrate.upgrade(database)
    with database.read() as session:
        is_ours = is_demo(session) or is_empty(session)
    if not is_ours:
        typer.echo("This database holds a real county, not the demo. Nothing was changed.", err=True)
        raise typer.Exit(1)
    migrate.drop(database)
    _prepare(database, demo=True)
    typer.echo("The demo county is as new.")


@app.command("seed-load")
def seed_load_command(
    number: Annotated[int, typer.Argument(min=1, help="How many stories to add.")],
) -> None:
    """Add many made-up stories to the demo county, to see how it does with a lot. Refuses a real county."""
    database = Database(Settings().database_url)
    migrate.upgrade(database)
    with database.read() as session:
        is_ours = is_demo(session) or is_empty(session)
    if not is_ours:
        typer.echo("This database holds a real county, not the demo. Nothing was changed.", err=True)
        raise typer.Exit(1)
    _prepare(database, demo=True)
    with _bar("Writing stories") as told:
        seed_load(database, number, told)
    typer.echo(f"{number:,} stories more are there.")


@app.command("check-migrations")
def check_migrations() -> None:
    """Fail where the models and a database made by the migrations differ."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/check.db")
        migrate.upgrade(database)
        differences = migrate.drift(database)
        database.close()
    for difference in differences:
        typer.echo(difference, err=True)
    raise typer.Exit(1 if differences else 0)


@app.command()
def settings() -> None:
    """List every setting with its value and meaning."""
    current = Settings()
    table = Table("Variable", "Value", "Meaning")
    for name, field in Settings.model_fields.items():
        table.add_row(f"MOBILISE_{name.upper()}", str(getattr(current, name)), field.description)
    Console().print(table)


@app.command()
def openapi() -> None:
    """Print the API's description, from which the screens' types are made."""
    with tempfile.TemporaryDirectory() as folder:
        # Never opened: the description is the same whatever the county.
        service = create_app(Settings(demo=True), Database(f"sqlite:///{folder}/none.db"))
    typer.echo(json.dumps(service.openapi(), indent=2))


if __name__ == "__main__":
    app()
