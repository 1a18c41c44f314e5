"""The API does what its description says, whoever sends whatever: schemathesis over the OpenAPI."""

import json
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from typer.testing import CliRunner

from app.cli import app as cli
from app.db import Database
from app.deps.guests import GUEST_COOKIE
from app.deps.viewers import COOKIE
from app.main import create_app
from app.settings import Settings
from tests.conftest import sqlite_copy
from tests.examples import examples
from tests.matrix.all_rows import ALL_ROWS
from tests.matrix.rows_of_realtime import SERVED
from tests.matrix.world import NothingLasts, World, build

OPERATIONS = [
    name for name in ALL_ROWS if " /api/" in name and "/api/docs" not in name and "openapi" not in name
]
WHO = (
    "author",
    "school_lead",
    "cluster_lead",
    "author",
    "school_lead",
    "invited",
    "other_lead",
    "former_lead",
    "guest",
    "signed_out",
)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = examples(20)


@dataclass
class Described:
    """The service with its own description of itself, and what there is in the county behind it."""

    service: FastAPI
    schema: Any
    world: World

    def known(self) -> Mapping[str, list[Any]]:
        """Values that lead somewhere: without them nearly every answer would be 404."""
        people = [str(one) for one in self.world.people.values()]
        return {
            "story_id": [
                *(str(one) for one in self.world.stories.values()),
                *(str(one.story) for one in self.world.journeys.values()),
            ],
            "entry_id": [str(one.entry) for one in self.world.journeys.values()],
            "measure_id": [str(one.measure) for one in self.world.journeys.values()],
            "phase_id": [str(one.phase) for one in self.world.journeys.values()],
            "submission_id": [str(self.world.waiting)],
            "person_id": people,
            "board_id": [str(one.board) for one in self.world.meetings.values()],
            "meeting_id": [str(one.meeting) for one in self.world.meetings.values()],
            "template_id": [str(self.world.template)],
            "file_id": [str(one) for one in self.world.files.values()],
            "upload_id": [str(one) for one in self.world.uploads.values()],
            "upload-offset": ["0", "7"],
            "replaces": [str(self.world.files["draft"])],
            "slug": [self.world.cluster],
            "urn": [self.world.school],
            "guidance": ["teaching-assistants"],
            "edition": ["2015", "2025"],
            "number": [1, 4],
            "home_school_urn": [self.world.school],
            "revision": [1, 2],
            "tags": [[], [self.world.recommendation]],
            "editions": [[], [{"guidance": "feedback", "edition": "2021"}]],
            "if-match": ['"1"', '"2"'],
        }

    def cookies(self, who: str) -> dict[str, str]:
        """What the browser of somebody sends."""
        if who == "guest":
            return {GUEST_COOKIE: self.world.guest}
        return {COOKIE: self.world.tokens[who]} if who in self.world.tokens else {}

    def mostly_known(self, case: Any, data: st.DataObject) -> None:
        """Put known values into ``case``, three times out of four."""
        known = self.known()
        for part in (case.path_parameters, case.headers, case.body):
            if isinstance(part, MutableMapping):
                for name in sorted(set(part) & set(known)):
                    if data.draw(st.integers(0, 3)):
                        part[name] = data.draw(st.sampled_from(known[name]))


@pytest.fixture(scope="module")
def described(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Described]:
    folder = tmp_path_factory.mktemp("schema")
    url = sqlite_copy(sqlite_template, folder)
    open_one = Database(url)
    world = build(open_one)
    open_one.close()
    database = NothingLasts(url)
    service = create_app(Settings(demo=True, frontend=folder), database)
    yield Described(service, schemathesis.openapi.from_asgi("/api/openapi.json", service), world)
    database.close()


def test_everything_in_the_description_is_tried(described: Described) -> None:
    described_ones = {
        f"{method.upper()} {path}"
        for path, methods in described.service.openapi()["paths"].items()
        for method in methods
    }
    assert described_ones == set(OPERATIONS) | set(SERVED)  # those stream: they have fuzzers of their own


def test_the_command_prints_the_same_description(described: Described) -> None:
    """The screens' types are made from what it prints; it needs no database."""
    printed = CliRunner().invoke(cli, ["openapi"])
    assert printed.exit_code == 0, printed.output
    assert json.loads(printed.stdout) == described.service.openapi()


@pytest.mark.parametrize("name", OPERATIONS)
def test_answers_are_as_described(described: Described, name: str) -> None:
    method, path = name.split()
    operation = described.schema[path][method]
    cases = operation.as_strategy(GenerationMode.POSITIVE) | operation.as_strategy(GenerationMode.NEGATIVE)

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(cases, st.sampled_from(WHO), st.data())
    def ask(case: Any, who: str, data: st.DataObject) -> None:
        described.mostly_known(case, data)
        case.call_and_validate(cookies=described.cookies(who), checks=CHECKS)

    ask()
