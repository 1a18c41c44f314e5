"""Every setting of a deployment, read once from the environment (prefix ``MOBILISE_``) and frozen."""

from pathlib import Path
from typing import Any

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
DEMO_COUNTY = "Fenmarch"
"""The fictional county of ``app/data/demo``."""


def _in(group: str) -> dict[str, Any]:
    return {"group": group}


class Settings(BaseSettings):
    """One deployment is one county. ``mobilise settings`` lists these with their meaning."""

    model_config = SettingsConfigDict(env_prefix="MOBILISE_", frozen=True)

    database_url: str = Field(
        default=f"sqlite:///{ROOT / 'var' / 'mobilise.db'}",
        description="Where the county is kept: a SQLite file (one process) or PostgreSQL by psycopg 3.",
        json_schema_extra=_in("storage"),
    )
    files: str | None = Field(
        default=None,
        description="Where files are kept: a folder, or s3://bucket/prefix with the usual AWS_… variables. "
        "Without it, `files` beside a SQLite database, else under `var/`.",
        json_schema_extra=_in("storage"),
    )
    file_megabytes: int = Field(
        default=50, ge=1, description="The most one file may have.", json_schema_extra=_in("storage")
    )
    item_megabytes: int = Field(
        default=500,
        ge=1,
        description="The most all files of one story or resource may have together, old versions too.",
        json_schema_extra=_in("storage"),
    )
    person_day_megabytes: int = Field(
        default=1_000,
        ge=1,
        description="The most one person may send in a day.",
        json_schema_extra=_in("storage"),
    )
    clamd: str | None = Field(
        default=None,
        description="ClamAV's daemon, which then looks at every file: host:port, or its socket's path.",
        json_schema_extra=_in("storage"),
    )
    demo: bool = Field(
        default=False,
        description="Fill an empty database with the fictional county; anyone may sign in as its personas.",
        json_schema_extra=_in("county"),
    )
    county: str = Field(
        default_factory=lambda given: DEMO_COUNTY if given["demo"] else "Lincolnshire",
        description="The county's name as people read it.",
        json_schema_extra=_in("county"),
    )
    local_authority: int = Field(
        default=925,
        description="The register's code of the local authority whose schools are imported.",
        json_schema_extra=_in("county"),
    )
    holidays: Path | None = Field(
        default=None,
        description="A file of the days on which the county's schools are closed; else typical ones.",
        json_schema_extra=_in("county"),
    )
    redis_url: str | None = Field(
        default=None,
        description="Redis, for the queue of background work: redis://host:6379/0. Without it, a file.",
        json_schema_extra=_in("work"),
    )
    worker: bool = Field(
        default=True,
        description="Let `mobilise serve` keep a worker; off where `mobilise worker` runs by itself.",
        json_schema_extra=_in("work"),
    )
    fetch_links: bool = Field(
        default=False,
        description="Let the worker look at the pages people link to, on the public internet: for their "
        "titles, and weekly whether they are there. Off, nothing leaves the county's network.",
        json_schema_extra=_in("work"),
    )
    fetch_links_proxy: str | None = Field(
        default=None,
        pattern=r"^http://([^@/]*@)?[A-Za-z0-9.-]+(:[0-9]{1,5})?/?$",
        description="The proxy by which those pages are looked at: http://proxy.example.org:3128.",
        json_schema_extra=_in("work"),
    )
    host: str = Field(
        default="127.0.0.1",
        description="The address the server listens on.",
        json_schema_extra=_in("web"),
    )
    port: int = Field(
        default=8000, description="The port the server listens on.", json_schema_extra=_in("web")
    )
    public_url: str | None = Field(
        default=None,
        pattern=r"^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/?$",
        description="The address by which the public knows this service, such as https://stories.example.org.",
        json_schema_extra=_in("web"),
    )
    origins: tuple[str, ...] = Field(
        default=(),
        description="Further origins a browser may come from, as JSON; the server's own is always allowed.",
        json_schema_extra=_in("web"),
    )
    secure_cookie: bool = Field(
        default=False,
        description="Send the session cookie by HTTPS only. Turn on wherever there is HTTPS.",
        json_schema_extra=_in("web"),
    )
    session_days: int = Field(
        default=30,
        ge=1,
        description="Days until a session ends and people sign in again.",
        json_schema_extra=_in("web"),
    )
    frontend: Path = Field(
        default=ROOT / "frontend" / "build",
        description="The built screens; without them only the API is served.",
        json_schema_extra=_in("web"),
    )
    document_bytes: int = Field(
        default=2_000_000,
        description="The most bytes one document's history may hold before more writing is refused.",
        json_schema_extra=_in("documents"),
    )
