"""Data files of published guidance: one edition a file, and one file of crosswalks between editions.

They hold facts only (titles, numbering, links) and, as ``short``, our own short titles for chips. Those that
are shipped are in ``app/data/guidance/``.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from app.models.evidence import Strength

CROSSWALKS = "crosswalks.json"

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Label = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]*$", max_length=20)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=400)]

FileT = TypeVar("FileT", bound=BaseModel)


class GuidanceFileError(ValueError):
    """A data file is not what it should be. Says which file, where in it, and why."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GroupData(_Part):
    """A heading over some of the recommendations."""

    key: Slug
    title: Text


class RecommendationData(_Part):
    """A recommendation; ``group`` is the key of its heading, if it has one."""

    number: int = Field(ge=1, le=999)
    title: Text
    short: ShortText | None = None
    group: Slug | None = None


class EditionData(_Part):
    """One edition. ``slug`` names the guidance that it is an edition of."""

    slug: Slug
    title: Text
    short: ShortText | None = None
    publisher: Text
    edition: Label
    year: int = Field(ge=1900, le=2100)
    url: Url | None = None
    note: Text | None = None
    groups: tuple[GroupData, ...] = ()
    recommendations: tuple[RecommendationData, ...] = Field(min_length=1)


class Reference(_Part):
    """One recommendation, by what people call it."""

    guidance: Slug
    edition: Label
    number: int

    def __str__(self) -> str:
        return f"{self.guidance} {self.edition}, number {self.number}"


class CrosswalkData(_Part):
    """Two recommendations of different editions that say the same, or partly. Read in both directions."""

    from_: Reference = Field(alias="from")
    to: Reference
    strength: Strength


class CrosswalksData(_Part):
    """All crosswalks."""

    crosswalks: tuple[CrosswalkData, ...] = ()
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class GuidanceData:
    """A folder of data files that agree with each other, in the order of the files' names.

    ``digests``: SHA-256 of each file, by its name.
    """

    editions: dict[str, EditionData]
    crosswalks: tuple[CrosswalkData, ...]
    digests: dict[str, str]


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of each data file in ``folder``, by its name."""
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.json"))}


def read_guidance(folder: Path) -> GuidanceData:
    """Every data file in ``folder``, checked by itself and against the others, or ``GuidanceFileError``."""
    editions: dict[str, EditionData] = {}
    for path in sorted(folder.glob("*.json")):
        if path.name != CROSSWALKS:
            editions[path.name] = _edition(path)
    if not editions:
        raise GuidanceFileError(str(folder), "there are no data files of guidance here")
    _once("several files", ((e.slug, e.edition) for e in editions.values()), "edition")
    path = folder / CROSSWALKS
    crosswalks = _parse(path, CrosswalksData).crosswalks if path.exists() else ()
    _check(crosswalks, editions.values())
    return GuidanceData(editions, crosswalks, digests(folder))


def _parse(path: Path, kind: type[FileT]) -> FileT:
    try:
        return kind.model_validate_json(path.read_bytes())
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(str(part) for part in one['loc']) or 'the file'}: {one['msg']}"
            for one in error.errors()
        )
        raise GuidanceFileError(path.name, wrong) from error


def _edition(path: Path) -> EditionData:
    edition = _parse(path, EditionData)
    _once(path.name, (group.key for group in edition.groups), "group")
    _once(path.name, (each.number for each in edition.recommendations), "recommendation")
    keys = {group.key for group in edition.groups}
    for each in edition.recommendations:
        if each.group is not None and each.group not in keys:
            raise GuidanceFileError(path.name, f"recommendation {each.number}: no group “{each.group}”")
    return edition


def _once(file: str, keys: Iterable[Hashable], what: str) -> None:
    seen: set[Hashable] = set()
    for key in keys:
        if key in seen:
            raise GuidanceFileError(file, f"the {what} {key} is there twice")
        seen.add(key)


def _check(crosswalks: Iterable[CrosswalkData], editions: Iterable[EditionData]) -> None:
    known = {(e.slug, e.edition, r.number) for e in editions for r in e.recommendations}
    for link in crosswalks:
        for end in (link.from_, link.to):
            if (end.guidance, end.edition, end.number) not in known:
                raise GuidanceFileError(CROSSWALKS, f"there is no recommendation {end}")
        if (link.from_.guidance, link.from_.edition) == (link.to.guidance, link.to.edition):
            raise GuidanceFileError(CROSSWALKS, f"{link.from_} is linked to its own edition")
    pairs = (" and ".join(sorted((str(link.from_), str(link.to)))) for link in crosswalks)
    _once(CROSSWALKS, pairs, "link between")
