"""Resources of the demo, from ``app/data/demo/resources/*.md``, told step by step like its stories.

A file is like a story's; its JSON also has the licence, the files and the links. What there is to know of a
file is in ``files/files.json``, found out once by the service's own inspection (see
``tools/make_demo_files.py``): looking at each of them again would take seconds of every start.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from app import clock
from app.actions.demo_county import DEMO
from app.actions.demo_history import Telling, moments
from app.actions.demo_places import Index, demo_id
from app.actions.demo_stories import DemoStory, Step, read_story
from app.actions.details import begin_details
from app.actions.file_tools import FileStore
from app.actions.files import add_version, choose_licence
from app.actions.links import add_link
from app.actions.receiving import PREVIEW
from app.models.files import FileVersion, ItemFile, Licence, Upload
from app.models.items import ItemKind

FILES: Final = DEMO / "files"


@dataclass(frozen=True)
class DemoResource:
    """A resource as its file tells it. ``told`` is its JSON."""

    story: DemoStory
    told: dict[str, Any]


def read_resources() -> list[DemoResource]:
    """All resources, by file name."""
    return [_read(path) for path in sorted((DEMO / "resources").glob("*.md"))]


def keep_files(store: FileStore) -> None:
    """Put what the resources hold into the store, before the county is made: no row is without its object."""
    for name, found in _found().items():
        store.put(_key(name), FILES / name)
        if found["preview"]:
            store.put(f"{_key(name)}{PREVIEW}", FILES / f"{name}{PREVIEW}.webp")


def tell_resources(session: Session, index: Index, today: date) -> int:
    """Everything that happened to them up to ``today``, each step at its own time; how many there are."""
    resources, found = read_resources(), _found()
    for resource in resources:
        told = _Told(session, index, resource, found)
        for step, moment in zip(resource.story.history, moments(resource.story, today), strict=True):
            with clock.at(moment):
                told.happen(step)
            session.flush()
    return len(resources)


def _read(path: Path) -> DemoResource:
    text = path.read_text("utf-8")
    told, _ = json.JSONDecoder().raw_decode(text)
    return DemoResource(read_story(path.stem, text), told)


def _found() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads((FILES / "files.json").read_text("utf-8"))
    return found


def _key(name: str) -> str:
    return f"files/{demo_id('file', name).hex}"


class _Told:
    def __init__(
        self, session: Session, index: Index, resource: DemoResource, found: dict[str, dict[str, Any]]
    ) -> None:
        self.session, self.resource, self.found = session, resource, found
        self.telling = Telling(session, index, resource.story, kind=ItemKind.resource)

    def happen(self, step: Step) -> None:
        """A newer version is the next one of the first file."""
        if step.do == "newer version":
            first = self.resource.told["files"][0]
            self._version(self._file_id(first), {**first, "file": step.note})
            return
        self.telling.happen(step)
        if step.do == "start":
            self._begin()

    def _begin(self) -> None:
        told, item = self.resource.told, self.telling.item
        author = self.telling.viewer(self.resource.story.authors[0])
        begin_details(self.session, author, item)
        self.session.flush()
        if "licence" in told:
            choose_licence(self.session, author, item, Licence(told["licence"]))
        for position, one in enumerate(told["files"]):
            self.session.add(
                ItemFile(
                    id=self._file_id(one),
                    item_id=item.id,
                    description=one["description"],
                    position=position,
                    created_at=clock.now(),
                )
            )
            self.session.flush()
            self._version(self._file_id(one), one)
        for link in told["links"]:
            add_link(self.session, author, item, **link, fetch=False)

    def _version(self, file_id: UUID, told: dict[str, Any]) -> None:
        item, now = self.telling.item, clock.now()
        author = self.telling.viewer(self.resource.story.authors[0]).person_id
        content, found = (FILES / told["file"]).read_bytes(), self.found[told["file"]]
        arrived = Upload(
            item_id=item.id,
            file_id=file_id,
            person_id=author,
            name=told["name"],
            size=len(content),
            started_at=now,
            expires_at=now,
        )
        version = FileVersion(
            file_id=file_id,
            number=0,
            name=told["name"],
            media_type=found["media_type"],
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            key=_key(told["file"]),
            width=found["width"],
            height=found["height"],
            pages=found["pages"],
            has_preview=found["preview"],
            text=found["text"],
            read_whole=found["read_whole"],
            note=found["note"],
            uploaded_by=author,
            uploaded_at=now,
        )
        add_version(self.session, arrived, version)

    def _file_id(self, told: dict[str, Any]) -> UUID:
        return demo_id("item file", f"{self.resource.story.slug} {told['file']}")
