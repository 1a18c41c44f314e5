"""Who sees what of a board: one function for sockets, HTTP, exports, minutes and notices.

A stored event says, once and for all, what it changes for everybody and what for each of those whom it
concerns more closely. ``project`` puts together what one viewer is sent. The state that a viewer holds and
the snapshot they would get are documents of the same shape (``schemas.boards.BoardView``), and

    ``apply(old state, project(event, eyes)) == fresh snapshot for these eyes``

for every event and all eyes: property tests hold this.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

Patch = dict[str, Any]
"""Changes to a board's document: part → key → value. See ``apply``."""

ENTITIES = frozenset({"people", "cards", "groups", "decisions", "actions"})
"""Parts that hold things by id; a patch may change single fields of them, and null takes one away."""


class Stored(TypedDict, total=False):
    """An event as it is kept. ``everybody``: what changes for all; ``own``: what changes besides for some, by
    token (see ``Eyes``). ``kind`` is told to those for whom anything changes."""

    kind: str
    everybody: Patch
    own: dict[str, Patch]


@dataclass(frozen=True, slots=True)
class Eyes:
    """Whose eyes look at a board. ``tokens`` are the names under which events keep what is theirs alone:
    their participant id, and on this board and until its end their HMAC. The wall has none."""

    tokens: frozenset[str] = frozenset()


WALL = Eyes()


def project(event: Stored, seq: int, eyes: Eyes) -> dict[str, Any]:
    """What these eyes are sent of it: ``{"seq"}``, with ``kind`` and ``patch`` if those change anything."""
    patch = event.get("everybody", {})
    own = event.get("own", {})
    for token in eyes.tokens & own.keys():
        patch = merged(patch, own[token])
    return {"seq": seq, "kind": event["kind"], "patch": patch} if patch else {"seq": seq}


def merged(first: Patch, then: Patch) -> Patch:
    """One patch that does what the two do, one after the other."""
    result = {part: dict(changes) for part, changes in first.items()}
    merge(result, then)
    return result


def merge(into: Patch, then: Patch) -> None:
    """Let ``into`` do besides, and afterwards, what ``then`` does."""
    for part, changes in then.items():
        known = into.setdefault(part, {})
        for key, value in changes.items():
            old = known.get(key)
            fields = part in ENTITIES and isinstance(old, dict) and isinstance(value, dict)
            known[key] = {**old, **value} if fields else value


def apply(state: Mapping[str, Any], patch: Patch) -> dict[str, Any]:
    """The document after ``patch``. Parts with things by id are changed field by field; in the others
    (``board``, ``hidden``, ``votes``) each key is replaced."""
    result = dict(state)
    for part, changes in patch.items():
        old = dict(result.get(part, {}))
        for key, value in changes.items():
            if part in ENTITIES:
                if value is None:
                    old.pop(key, None)
                else:
                    old[key] = {**old.get(key, {}), **value}
            else:
                old[key] = value
        result[part] = old
    return result
