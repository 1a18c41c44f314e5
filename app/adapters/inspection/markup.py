"""Reads XML as it comes, without entities, and without keeping it."""

from collections.abc import Callable
from typing import IO, Final
from xml.parsers import expat

from app.adapters.inspection.limits import Refused

OUTSIDE: Final = (
    "This document fetches something from outside when it is opened, which could do harm. Copy what you want "
    "to share into a new document, and send that."
)
_PIECE: Final = 1 << 16

Start = Callable[[str, dict[str, str]], None]
Named = Callable[[str], None]


class Damaged(Exception):
    """It is no XML."""


def read(stream: IO[bytes], start: Start, end: Named, text: Named) -> None:
    """Tell of each element as it starts and ends, by its local name and those of its attributes, and of text.

    ``Refused`` for what declares anything, ``Damaged`` for what is no XML.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def forbid(*_: object) -> int:
        raise Refused(OUTSIDE)

    parser.StartDoctypeDeclHandler = forbid
    parser.EntityDeclHandler = forbid
    parser.UnparsedEntityDeclHandler = forbid
    parser.ExternalEntityRefHandler = forbid
    parser.StartElementHandler = lambda name, attributes: start(
        _local(name), {_local(key): value for key, value in attributes.items()}
    )
    parser.EndElementHandler = lambda name: end(_local(name))
    parser.CharacterDataHandler = text
    try:
        while piece := stream.read(_PIECE):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Damaged(str(error)) from error


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
