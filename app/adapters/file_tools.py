"""Puts together what handling files needs, as the settings say."""

from pathlib import Path

from app.actions.file_tools import FileLimits, FileTools
from app.adapters.clamd import Clamd
from app.adapters.files import ObjectFiles
from app.adapters.inspecting import Inspecting
from app.db import Database
from app.settings import ROOT, Settings

_MEGABYTE = 1_000_000


def file_tools(settings: Settings, database: Database) -> FileTools:
    """``ValueError`` where a setting names what cannot be."""
    return FileTools(
        store=ObjectFiles(settings.files or _beside(database)),
        inspector=Inspecting(),
        scanner=Clamd(settings.clamd) if settings.clamd else None,
        limits=FileLimits(
            file_bytes=settings.file_megabytes * _MEGABYTE,
            item_bytes=settings.item_megabytes * _MEGABYTE,
            person_day_bytes=settings.person_day_megabytes * _MEGABYTE,
        ),
    )


def _beside(database: Database) -> Path:
    """What belongs to one database is kept beside it, so that they are moved and saved together."""
    name = database.engine.url.database
    if database.is_sqlite and name:
        return Path(name).parent / "files"
    return ROOT / "var" / "files"
