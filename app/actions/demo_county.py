"""The made-up county of the demo as plain data, worked out from ``app/data/demo/county.json``.

Nothing here is drawn by chance: every number and name follows from the place it belongs to, so that the
county is the same wherever and whenever it is built.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from zlib import crc32

from app.models.people import Role

DEMO = Path(__file__).resolve().parent.parent / "data" / "demo"

SIZES = (13, 12, 14, 12, 13)
PRIMARY_NAMES = (
    ("{} Primary School", "Community school"),
    ("{} Church of England Primary School", "Voluntary controlled school"),
    ("{} Primary Academy", "Academy converter"),
    ("{} Community Primary School", "Community school"),
    ("{} Primary School", "Foundation school"),
)
SPECIAL_NAMES = ("{} Lodge School", "{} Bridge School", "{} Orchard School", "{} Meadow School")
LEAD_POSTS = ("Deputy headteacher", "Assistant headteacher", "SENCO", "Headteacher", "Year 6 teacher")
CONTRIBUTOR_POSTS = ("Teaching assistant", "Class teacher", "SENCO", "Headteacher")
PUPILS = {"Nursery": (40, 110), "Primary": (46, 245), "Secondary": (480, 1250), "All-through": (700, 1400)}
PUPILS_IN_TOWN = (190, 430)
TOWN = ("Thornholme", "Saltmarsh")
"""How the schools in the town of Fenside, which are written out in full, begin."""
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(frozen=True)
class DemoSchool:
    """A school; ``None`` is unknown, as in the register."""

    urn: int
    name: str
    phase: str
    type: str
    district: str
    postcode: str
    pupils: int | None
    fsm_percent: float | None
    urban_rural: str | None = None


@dataclass(frozen=True)
class DemoCluster:
    """A cluster with its schools; ``focus`` holds ``guidance/edition``."""

    name: str
    region: str
    focus: tuple[str, ...]
    schools: tuple[DemoSchool, ...]


@dataclass(frozen=True)
class DemoPerson:
    """Somebody, their post, and the seats they hold as (role, name of the place or "")."""

    name: str
    post: str
    seats: tuple[tuple[Role, str], ...] = ()
    former: bool = False
    persona: str | None = None


@dataclass
class DemoCounty:
    """All of Fenmarch but its stories."""

    name: str
    note: str
    clusters: list[DemoCluster] = field(default_factory=list)
    people: list[DemoPerson] = field(default_factory=list)


def read_county() -> DemoCounty:
    """The whole county. Always the same."""
    data = json.loads((DEMO / "county.json").read_text("utf-8"))
    personas = {person: persona for persona, person in data["personas"].items()}
    county = DemoCounty(data["county"], data["note"])
    names = _names(data)
    urns = iter(range(data["first_urn"], 999_999))
    seats: dict[str, list[tuple[Role, str]]] = {}
    posts: dict[str, str] = {}

    def seat(person: str, post: str, role: Role, place: str) -> None:
        posts.setdefault(person, post)
        seats.setdefault(person, []).append((role, place))

    for region in data["regions"]:
        for entry in region["clusters"]:
            index = len(county.clusters)
            cluster, leads = _cluster(entry, region["name"], index, urns)
            county.clusters.append(cluster)
            for school in cluster.schools:
                if school.name in leads:
                    seat(*leads[school.name], Role.school_lead, school.name)
                elif school.urn % 61 != 47:  # a few seats are vacant, as they are in any county
                    seat(next(names), _pick(LEAD_POSTS, school.urn, "lead"), Role.school_lead, school.name)
                if not leads and school.urn % 5 == 2:
                    post = _pick(CONTRIBUTOR_POSTS, school.urn, "contributor")
                    seat(next(names), post, Role.contributor, school.name)
            third = next(
                p for p, held in seats.items() if (Role.school_lead, cluster.schools[2].name) in held
            )
            if chosen := entry.get("lead", third):
                seat(chosen, posts[chosen], Role.cluster_lead, cluster.name)
        seat(region["lead"]["name"], region["lead"]["post"], Role.regional_lead, region["name"])
    county.people = [DemoPerson(n, posts[n], tuple(h), persona=personas.get(n)) for n, h in seats.items()]
    for p in data["people"]:
        held = (Role(p.get("role", "contributor")), p.get("school", ""))
        former = p.get("former", False)
        county.people.append(DemoPerson(p["name"], p["post"], (held,), former, personas.get(p["name"])))
    return county


def _cluster(
    entry: dict[str, Any], region: str, index: int, urns: Iterator[int]
) -> tuple[DemoCluster, dict[str, tuple[str, str]]]:
    """A cluster, and whoever is named as School Lead of one of its schools: name → (person, post)."""
    leads = {school: (person, LEAD_POSTS[0]) for school, person in entry.get("leads", {}).items()}
    schools: list[DemoSchool] = []
    for known in entry.get("schools", ()):
        urn = next(urns)
        kind = known["phase"], known["type"], entry["district"], _postcode(urn, index)
        around = _surroundings(urn, known["name"].startswith(TOWN))
        schools.append(DemoSchool(urn, known["name"], *kind, known["pupils"], known["fsm"], around))
        leads[known["name"]] = (known["lead"], known["post"])
    places = entry.get("places", "").split()
    for name, phase, type_ in _school_names(places, index):
        urn = next(urns)
        kind = phase, type_, entry["district"], _postcode(urn, index)
        in_town = name.startswith(places[0]) or phase == "Secondary"
        figures = _figures(urn, phase, name.startswith(places[0]))
        schools.append(DemoSchool(urn, name, *kind, *figures, _surroundings(urn, in_town)))
    focus = tuple(entry.get("focus", ["teaching-assistants/2015"]))
    return DemoCluster(entry["name"], region, focus, tuple(schools)), leads


def _school_names(places: Sequence[str], index: int) -> Iterator[tuple[str, str, str]]:
    """Names, phases and types of a cluster's schools: one or two secondaries, mostly primaries, a mixture."""
    if not places:
        return
    town, second, third, fourth, *_ = places
    others = [(f"{town} Academy", "Secondary", "Academy converter")]
    if index % 10 == 7:
        others.append((f"The {second} School", "All-through", "Free schools"))
    elif index % 3:
        others.append((f"{second} Community College", "Secondary", "Foundation school"))
    if index % 3 != 1:
        special = SPECIAL_NAMES[index % len(SPECIAL_NAMES)].format(third)
        others.append((special, "Not applicable", "Community special school"))
    if index % 5 == 2:
        others.append((f"{town} Nursery School", "Nursery", "Local authority nursery school"))
    villages = list(places)
    if index % 5 in (1, 3):
        others.append((f"{fourth} Infant School", "Primary", "Community school"))
        others.append((f"{fourth} Junior School", "Primary", "Community school"))
        villages.remove(fourth)
    styles = cycle(PRIMARY_NAMES)
    primaries = [(s.format(v), "Primary", t) for v, (s, t) in zip(villages, styles, strict=False)]
    primaries += [
        (f"{town} Riverside Primary School", "Primary", "Academy sponsor led"),
        (f"{town} Mill Lane Primary School", "Primary", "Community school"),
    ]
    yield from islice(primaries, SIZES[index % len(SIZES)] - len(others))
    yield from others


def _figures(urn: int, phase: str, in_town: bool) -> tuple[int | None, float | None]:
    """Pupils and the percentage eligible for free school meals; here and there unknown."""
    low, high = PUPILS_IN_TOWN if phase == "Primary" and in_town else PUPILS.get(phase, (60, 160))
    pupils = None if urn % 13 == 5 else _draw(urn, "pupils", low, high)
    fsm = None if urn % 11 == 3 else _draw(urn, "fsm", 50, 420) / 10
    return pupils, fsm


def _surroundings(urn: int, in_town: bool) -> str | None:
    """As the register classifies them; not known of a few."""
    if urn % 17 == 6:
        return None
    size = "Urban" if in_town else _pick(("Larger rural", "Smaller rural", "Smaller rural"), urn, "size")
    return f"{size}: {_pick(('Nearer to', 'Further from'), urn, 'distance')} a major town or city"


def _postcode(urn: int, index: int) -> str:
    """In QF, an area that no letter has ever been sent to."""
    first, second = (LETTERS[_draw(urn, end, 0, len(LETTERS) - 1)] for end in ("first", "second"))
    return f"QF{index + 1} {_draw(urn, 'sector', 1, 9)}{first}{second}"


def _names(data: dict[str, Any]) -> Iterator[str]:
    """Made-up people, each name once: an initial and a surname."""
    surnames = data["surnames"].split()
    initials = "ABCDEFGHIJKLMNOPRSTVWYZ"
    for turn in range(len(initials)):
        for surname in sorted(surnames, key=lambda s: crc32(f"{turn}{s}".encode())):
            yield f"{initials[(crc32(surname.encode()) + 7 * turn) % len(initials)]}. {surname}"


def _draw(urn: int, what: str, low: int, high: int) -> int:
    """A number from ``low`` to ``high`` that depends on nothing but the school and what it is for."""
    return low + crc32(f"{what} of {urn}".encode()) % (high - low + 1)


def _pick(choices: Sequence[str], urn: int, what: str) -> str:
    return choices[_draw(urn, what, 0, len(choices) - 1)]
