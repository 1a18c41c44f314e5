"""Change journeys of the demo, from ``app/data/demo/journeys/*.md``, told step by step like its stories.

A file is a JSON object, an empty line, the plan under ``## its-key``, and the parts of each entry under
``## 1 its-key``, numbered as the entries are in the JSON. Days count from today; ``history`` is the way up.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from sqlmodel import Session

from app import clock
from app.actions import journeys, measures
from app.actions.demo_county import DEMO
from app.actions.demo_history import Telling
from app.actions.demo_places import Index, demo_id
from app.actions.demo_stories import DemoStory, Step
from app.actions.details import begin_details
from app.models.items import ItemKind
from app.models.journeys import Better, EntryPrompt, Going, Phase
from app.policies.viewers import PersonViewer

_SECTION = re.compile(r"^## (?:(\d+) )?([a-z-]+)$", re.MULTILINE)


@dataclass(frozen=True)
class DemoJourney:
    """A journey as its file tells it. ``told`` is its JSON; ``entries``: words by number and part."""

    slug: str
    told: dict[str, Any]
    plan: dict[str, str]
    entries: dict[int, dict[str, str]]


def read_journeys() -> list[DemoJourney]:
    """All journeys, by file name."""
    return [_read(path.stem, path.read_text("utf-8")) for path in sorted((DEMO / "journeys").glob("*.md"))]


def tell_journeys(session: Session, index: Index, today: date) -> int:
    """Everything that happened to them up to ``today``, each step at its own time; how many there are."""
    found = read_journeys()
    for journey in found:
        _Told(session, index, journey, today).tell()
    return len(found)


def _read(slug: str, text: str) -> DemoJourney:
    told, end = json.JSONDecoder().raw_decode(text)
    found = list(_SECTION.finditer(text, end))
    ends = [following.start() for following in found[1:]] + [len(text)]
    plan: dict[str, str] = {}
    entries: dict[int, dict[str, str]] = {}
    for match, stop in zip(found, ends, strict=True):
        words = text[match.end() : stop].strip()
        (entries.setdefault(int(match[1]), {}) if match[1] else plan)[match[2]] = words
    return DemoJourney(slug, told, plan, entries)


class _Told:
    def __init__(self, session: Session, index: Index, journey: DemoJourney, today: date) -> None:
        told = journey.told
        self.session, self.index, self.journey, self.told, self.today = session, index, journey, told, today
        self.telling = Telling(
            session,
            index,
            DemoStory(
                slug=journey.slug,
                title=told["title"],
                school=told["school"],
                authors=tuple(told["authors"]),
                invited=(),
                tags=tuple(told["tags"]),
                history=(),
                texts={(key, ""): words for key, words in journey.plan.items()},
            ),
            kind=ItemKind.change_journey,
        )

    def tell(self) -> None:
        """In order of their days; of one day, what was written before what was asked."""
        doings = sorted(self._doings(), key=lambda one: one[:2])
        for minutes, (day, _, do) in enumerate(doings):
            moment = datetime.combine(self._day(day), time(15, 40), clock.LONDON)
            with clock.at(moment + timedelta(minutes=minutes)):
                do()
            self.session.flush()

    def _doings(self) -> Iterator[tuple[int, int, Callable[[], None]]]:
        told, start = self.told, self.told["start"]
        yield start, 0, self._start
        for phase in told["phases"]:
            yield phase["day"], 1, partial(self._phase, phase)
        for number, entry in enumerate(told["entries"], 1):
            yield entry["day"], 2, partial(self._entry, number, entry)
        for number, measure in enumerate(told["measures"], 1):
            yield start, 3, partial(self._measure, number, measure)
            for point in measure["points"]:
                yield point[0], 4, partial(self._point, number, point)
        for step in told["history"]:
            yield step["day"], 5, partial(self._step, step)

    def _day(self, day: int) -> date:
        """That day, or the Friday before if it is a weekend."""
        found = self.today + timedelta(days=day)
        return found - timedelta(days=max(0, found.weekday() - 4))

    @property
    def author(self) -> PersonViewer:
        return self.telling.viewer(self.told["authors"][0])

    def _start(self) -> None:
        self.telling.start(self.author)
        begin_details(self.session, self.author, self.telling.item)
        self.session.flush()

    def _phase(self, told: dict[str, Any]) -> None:
        since = self._day(told["day"])
        journeys.set_phase(
            self.session,
            self.author,
            self.telling.item,
            phase=Phase(told["phase"]),
            since=since,
            note=told.get("note", ""),
        )

    def _entry(self, number: int, told: dict[str, Any]) -> None:
        viewer, item = self.telling.viewer(told["by"]), self.telling.item
        entry = journeys.add_entry(
            self.session,
            viewer,
            item,
            entry_id=demo_id("entry", f"{self.journey.slug} {number}"),
            happened_on=self._day(told["day"]),
            going=Going(told["going"]),
            prompt=EntryPrompt(told["prompt"]) if "prompt" in told else None,
            words=self.journey.entries[number],
        )
        if "tags" in told or told.get("held_back"):
            tags = [self.index.recommendations[tag] for tag in told.get("tags", ())]
            held_back = bool(told.get("held_back"))
            journeys.change_entry(
                self.session, viewer, item, entry.id, version=1, held_back=held_back, tags=tags
            )

    def _measure(self, number: int, told: dict[str, Any]) -> None:
        measures.add_measure(
            self.session,
            self.author,
            self.telling.item,
            measure_id=demo_id("measure", f"{self.journey.slug} {number}"),
            name=told["name"],
            unit=told["unit"],
            better=Better(told["better"]),
            source=told["source"],
            baseline=told["baseline"],
            target=told["target"],
        )

    def _point(self, number: int, told: list[Any]) -> None:
        day, value, people, note = told
        measures.set_point(
            self.session,
            self.author,
            self.telling.item,
            demo_id("measure", f"{self.journey.slug} {number}"),
            self._day(day),
            value=value,
            people=people,
            note=note,
        )

    def _step(self, told: dict[str, Any]) -> None:
        by = told.get("by", self.told["authors"][0])
        self.telling.happen(Step(told["day"], told["do"], by, told.get("to", ""), told.get("note", "")))
