"""The library in memory: for everything one can ask of an entry, the set of entries of which it is true.

A set is one large whole number, a bit an entry: hundreds of facet counts over a hundred thousand entries
take a few milliseconds, and what a viewer may read is a matter of ``and``, ``or`` and ``not``. It holds no
text and decides nothing: the rule is that of ``visibility.entry_is_mine``, on the same columns.

A ``Catalogue`` belongs to one version of the library. The next one takes over what changed, in the reader's
own transaction; so an answer is neither older nor newer than what that transaction reads.
"""

import gc
from bisect import bisect_left, insort
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from app.models.adoptions import Adoption, Stance
from app.models.library import LibraryChange, LibraryEntry, LibraryRecommendation
from app.policies.viewers import PersonViewer, System, Viewer
from app.queries.library_names import Names, read_names
from app.queries.similar import nearest_schools

Bits = int
"""A set of entries: bit n is the entry in slot n."""

Key = tuple[str, Any]
"""What is asked of an entry and the answer, such as ``("phase", "Primary")`` or ``("to_cluster", 7)``."""

Place = tuple[datetime, UUID, int, int]
"""An entry: when it was published, its item, its slot, its revision. In this order, oldest first."""

KEPT, MOST_MISSED = 3, 2_000
"""How many versions are kept for readers on their way; changes after which reading all again is quicker."""


@dataclass
class Slots:
    """Which entry is where. Only grows: what is gone keeps its slot, and is in no set of readers any more."""

    places: list[Place] = field(default_factory=list)
    of_entry: dict[int, int] = field(default_factory=dict)
    of_item: dict[UUID, list[int]] = field(default_factory=lambda: defaultdict(list))
    readers: list[list[Key]] = field(default_factory=list)


@dataclass(frozen=True)
class Catalogue:
    """One version. Never changed once it is made."""

    version: int
    names: Names
    slots: Slots
    sets: Mapping[Key, Bits]
    order: Sequence[Place]
    values: Mapping[str, Sequence[Any]]
    alike: dict[str, list[int]] = field(default_factory=dict)

    def schools_like(self, session: Session, urn: str) -> list[int]:
        """The schools most like one, by what is known of them at this version: worked out once."""
        if urn not in self.alike:
            self.alike[urn] = nearest_schools(session, int(urn))
        return self.alike[urn]

    def having(self, key: str, values: Iterable[Any]) -> Bits:
        """The entries that have one of these values."""
        found = 0
        for value in values:
            found |= self.sets.get((key, value), 0)
        return found

    def mine(self, viewer: Viewer) -> Bits:
        """The entries that ``viewer`` reads: of each item at most one. As ``visibility.entry_is_mine``."""
        if isinstance(viewer, System):
            return self.having("newest", [True])
        public = self.having("to_public", [True])
        if not isinstance(viewer, PersonViewer) or not viewer.has_seat:
            return public
        newer = (
            self.having("newer_county", [True])
            | self.having("newer_school", viewer.schools)
            | self.having("newer_cluster", viewer.clusters)
        )
        return ~newer & (
            public
            | self.having("to_county", [True])
            | self.having("to_school", viewer.schools)
            | self.having("to_cluster", viewer.clusters)
        )

    def entries(self, ids: Iterable[int]) -> Bits:
        """The entries with these ids."""
        slots = self.slots.of_entry
        return as_bits(slot for slot in map(slots.get, ids) if slot is not None)

    def newest_first(self, found: Bits, after: tuple[datetime, UUID] | None = None) -> Iterator[Place]:
        """The entries of ``found``, newest first; those that come after ``after``, if it is given."""
        size = found.bit_length() // 8 + 1
        flags = found.to_bytes(size, "little")
        if found.bit_count() * 50 < len(self.order):
            few = sorted(self.slots.places[slot] for slot in _slots(flags))
            yield from (place for place in reversed(few) if after is None or place[:2] < after)
            return
        for at in range(bisect_left(self.order, after) if after else len(self.order), 0, -1):
            place = self.order[at - 1]
            byte, bit = divmod(place[2], 8)
            if byte < size and flags[byte] >> bit & 1:
                yield place


def as_bits(slots: Iterable[int]) -> Bits:
    """The set of these slots."""
    wanted = list(slots)
    # Written out as digits and read as one number: the quickest way there is for tens of thousands.
    digits = bytearray(b"0") * (max(wanted, default=0) + 1)
    for slot in wanted:
        digits[slot] = _ONE
    digits.reverse()
    return int(digits, 2)


_ONE = ord("1")


def _slots(flags: bytes) -> Iterator[int]:
    for at, byte in enumerate(flags):
        if byte:
            for bit in range(8):
                if byte >> bit & 1:
                    yield at * 8 + bit


class Catalogues:
    """The newest catalogue, and a few before it. Threads may share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[int, Catalogue] = OrderedDict()

    def at(self, session: Session, version: int) -> Catalogue:
        """The catalogue of ``version``, which is the one that the transaction of ``session`` reads."""
        with self._lock:
            if version in self._kept:
                return self._kept[version]
            newest = max(self._kept, default=None)
            made = None
            if newest is not None and newest < version:
                made = _advanced(session, self._kept[newest], version)
            made = made or _read(session, version)
            self._kept[version] = made
            while len(self._kept) > KEPT:
                del self._kept[min(self._kept)]
            return made


_entry, _about, _change, _said = (
    SQLModel.metadata.tables[str(model.__tablename__)]
    for model in (LibraryEntry, LibraryRecommendation, LibraryChange, Adoption)
)


def _read(session: Session, version: int) -> Catalogue:
    """All of it: about five seconds of a slow core for a hundred thousand entries.

    The garbage collector would go through all of them again and again while they are made, for nothing.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _read_all(session, version)
    finally:
        if collecting:
            gc.enable()


def _read_all(session: Session, version: int) -> Catalogue:
    names, slots = read_names(session), Slots()
    holding: dict[Key, list[int]] = defaultdict(list)
    connection = session.connection()
    about: dict[int, list[int]] = defaultdict(list)
    for entry, recommendation in connection.execute(sa.select(_about.c.entry_id, _about.c.recommendation_id)):
        about[entry].append(recommendation)
    tried = _tried(session)
    order = _entry.c.published_at, _entry.c.item_id, _entry.c.id
    for row in connection.execute(sa.select(_entry).order_by(*order)):
        slot = _place(slots, row)
        for key in _keys(slots, row, about.get(row.id, ()), tried.get(row.item_id, ()), names):
            holding[key].append(slot)
    sets = {key: as_bits(found) for key, found in holding.items()}
    return _made(version, names, slots, sets, sorted(slots.places))


def _advanced(session: Session, old: Catalogue, version: int) -> Catalogue | None:
    """``old`` with what has changed since; nothing where that is everything, or too much."""
    rows = session.exec(
        select(LibraryChange.item_id).where(col(LibraryChange.version) > old.version).limit(MOST_MISSED + 1)
    ).all()
    if None in rows or len(rows) > MOST_MISSED or len(old.slots.places) > 2 * len(old.order) + MOST_MISSED:
        return None
    items = {item for item in rows if item is not None}
    names, slots = read_names(session), old.slots
    sets, order = dict(old.sets), list(old.order)
    for item in items:
        for slot in slots.of_item.pop(item, []):
            for key in slots.readers[slot]:
                sets[key] &= ~(1 << slot)
            del order[bisect_left(order, slots.places[slot])]
    for batch in _batches(sorted(items)):
        connection = session.connection()
        about: dict[int, list[int]] = defaultdict(list)
        for entry, recommendation in connection.execute(
            sa.select(_about.c.entry_id, _about.c.recommendation_id)
            .join(_entry, _entry.c.id == _about.c.entry_id)
            .where(_entry.c.item_id.in_(batch))
        ):
            about[entry].append(recommendation)
        tried = _tried(session, batch)
        for row in connection.execute(
            sa.select(_entry).where(_entry.c.item_id.in_(batch)).order_by(_entry.c.id)
        ):
            slot = _place(slots, row)
            insort(order, slots.places[slot])
            for key in _keys(slots, row, about.get(row.id, ()), tried.get(row.item_id, ()), names):
                sets[key] = sets.get(key, 0) | 1 << slot
    return _made(version, names, slots, sets, order)


def _batches(items: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(items), 500):
        yield items[start : start + 500]


def _tried(session: Session, items: Sequence[UUID] | None = None) -> Mapping[UUID, Sequence[int]]:
    """By item, the schools that said what they did with it: of these items, or of all."""
    wanted = sa.select(_said.c.item_id, _said.c.school_urn).where(_said.c.taken_back_at.is_(None))
    if items is not None:
        wanted = wanted.where(_said.c.item_id.in_(items))
    found: dict[UUID, list[int]] = defaultdict(list)
    for item, school in session.connection().execute(wanted):
        found[item].append(school)
    return found


def _place(slots: Slots, row: Any) -> int:
    slot = len(slots.places)
    slots.places.append((row.published_at, row.item_id, slot, row.revision_number))
    slots.of_entry[row.id] = slot
    slots.of_item[row.item_id].append(slot)
    return slot


def _keys(slots: Slots, row: Any, about: Iterable[int], tried: Iterable[int], names: Names) -> Iterator[Key]:
    """What is true of an entry: who reads it first, which is kept to be undone."""
    readers: list[Key] = [
        (column, value)
        for column in ("to_school", "to_cluster", "newer_school", "newer_cluster")
        if (value := getattr(row, column)) is not None
    ]
    readers += [
        (column, True) for column in ("to_county", "to_public", "newer_county") if getattr(row, column)
    ]
    if row.newer_school is None and row.newer_cluster is None and not row.newer_county:
        readers.append(("newest", True))
    slots.readers.append(readers)
    yield from readers
    yield "kind", row.kind.value
    yield "audience", row.reach.value
    yield "year", str(row.school_year)
    if row.exemplar:
        yield "exemplar", "true"
    for stance in Stance:
        if getattr(row, stance.value):
            yield "adoption", stance.value
    for school in tried:
        yield "tried_by", school
    for key, value in (
        ("phase", row.phase),
        ("district", row.district),
        ("cluster", row.cluster_id),
        ("school", row.school_urn),
    ):
        if value is not None:
            yield key, value
    lines = set()
    for one in about:
        yield "recommendation", one
        lines.add(names.line_of[one])
    for line in lines:
        yield "guidance", line


def _made(
    version: int, names: Names, slots: Slots, sets: Mapping[Key, Bits], order: Sequence[Place]
) -> Catalogue:
    values: dict[str, list[Any]] = defaultdict(list)
    for key, value in sets:
        values[key].append(value)
    return Catalogue(version, names, slots, sets, order, values)
