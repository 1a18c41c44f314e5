"""What every request has: the settings, a transaction, the version its sender read, where it comes from."""

import ipaddress
import re
from collections.abc import AsyncIterator
from typing import Annotated, Any

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Header, Request
from sqlmodel import Session

from app.db import Database
from app.errors import Changed, NeedsIfMatch
from app.settings import Settings

_VERSION = re.compile(r'(?:W/)?"?([0-9]{1,9})"?')
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


async def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


async def _session(request: Request) -> AsyncIterator[Session]:
    """Nothing is asked of the database until somebody uses the session, in a thread of the pool.

    Ending it may wait for the disk or the network, and so happens in a thread too; in one of its own, because
    those of the pool may all be waiting for the connection that this gives back.
    """
    database: Database = request.app.state.database
    reads = request.method in SAFE_METHODS
    opened = database.read() if reads else database.write()
    session = opened.__enter__()
    try:
        yield session
    except BaseException as error:
        ending: Any = (type(error), error, error.__traceback__)
        await to_thread.run_sync(opened.__exit__, *ending, limiter=CapacityLimiter(1))
        raise
    if reads and database.is_sqlite:
        opened.__exit__(None, None, None)
    else:
        await to_thread.run_sync(opened.__exit__, None, None, None, limiter=CapacityLimiter(1))


AppSettings = Annotated[Settings, Depends(_settings)]

Db = Annotated[Session, Depends(_session, scope="function")]
"""One transaction for the request: reading for GET, else writing. ``scope="function"`` commits before the
response leaves; FastAPI's default would commit after the client had already been told that all is well."""


async def _given_version(if_match: Annotated[str | None, Header()] = None) -> int | None:
    if if_match is None:
        return None
    version = _VERSION.fullmatch(if_match.strip())
    if version is None:
        raise Changed('If-Match must be the version you read, such as "3".')
    return int(version[1])


GivenVersion = Annotated[int | None, Depends(_given_version)]
"""The version that the client read, where it names one in ``If-Match``."""


async def _if_match(version: GivenVersion) -> int:
    if version is None:
        raise NeedsIfMatch
    return version


ReadVersion = Annotated[int, Depends(_if_match)]
"""The version that the client read, from ``If-Match``."""


async def _from_address(request: Request) -> str:
    """From where a request comes; of IPv6 the network, of which every household has a whole one."""
    told = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(told)
    except ValueError:
        return told
    if address.version == 6 and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)


FromAddress = Annotated[str, Depends(_from_address)]
