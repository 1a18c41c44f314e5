"""The real service in a process of its own, and people in browsers of their own."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app import migrate
from app.actions.demo import seed_demo
from app.actions.demo_resources import keep_files
from app.adapters.file_tools import file_tools
from app.db import Database
from app.settings import Settings
from tests.once import made_once
from tests.services import chromium
from tests.services.postgres import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180.0
"""Seconds within which a loaded machine must have made the demo county and answered."""

# Two browsers and two servers share two cores: what comes late has still come.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """pytest-playwright's own options, with the machine's Chromium, which calls nobody."""
    return {
        **browser_type_launch_args,
        "executable_path": chromium.program(),
        "args": [*chromium.arguments(), "--disable-background-networking", "--disable-component-update"],
    }


class Server:
    """``mobilise serve`` on a database of its own; it can be killed in mid-sentence and started again."""

    program: tuple[str, ...] = ("-m", "app.cli")

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "server.log"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it is ready. Another program may take a free port first: tried again."""
        for _ in range(4):
            if self._launch():
                return
            self.port = free_port()
            self.url = f"http://127.0.0.1:{self.port}"
        raise AssertionError("the server found no port: " + self.log.read_text())

    def _launch(self) -> bool:
        """Whether it is ready; it is not when its port was taken."""
        begun = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *self.program, "serve", "--port", str(self.port)],
                cwd=ROOT,
                env={
                    **os.environ,
                    "MOBILISE_DATABASE_URL": f"sqlite:///{self.folder / 'mobilise.db'}",
                    "MOBILISE_DEMO": "1",
                },
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                answers = httpx2.get(f"{self.url}/readyz").status_code == 200
            except httpx2.TransportError:
                answers = False
            # Asked after the answer: on a port that was taken it is somebody else's.
            if self._process.poll() is not None:
                said = self.log.read_text()
                assert "address already in use" in said[begun:].lower(), said
                return False
            if answers:
                return True
            time.sleep(0.05)
        raise AssertionError("the server did not start in time: " + self.log.read_text())

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """End it in good order."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(PATIENCE)


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo county as a file to copy: making it takes seconds."""

    def fill(folder: Path) -> None:
        database = Database(f"sqlite:///{folder / 'mobilise.db'}")
        migrate.upgrade(database)
        keep_files(file_tools(Settings(files=None), database).store)
        with database.write() as session:
            seed_demo(session)
        database.close()

    return made_once(tmp_path_factory, "demo-of-today", fill) / "mobilise.db"


@pytest.fixture(scope="module")
def server(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A demo county in front of which nobody has stood yet, one for each file of tests."""
    folder = tmp_path_factory.mktemp("server")
    shutil.copytree(demo_template.parent, folder, dirs_exist_ok=True)
    server = Server(folder)
    server.start()
    yield server
    server.stop()


SignIn = Callable[..., Page]


@pytest.fixture
def as_persona(server: Server, browser: Browser) -> Iterator[SignIn]:
    """``as_persona("school-lead")``: a page in a browser of their own, signed in unless it is ``""``."""
    contexts: list[BrowserContext] = []

    def sign_in(persona: str, *, width: int = 1280, height: int = 800, dark: bool = False) -> Page:
        context = browser.new_context(
            base_url=server.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale="en-GB",
            timezone_id="Europe/London",
        )
        contexts.append(context)
        if persona:
            answer = context.request.post("/api/session/demo", data={"persona": persona})
            assert answer.ok, answer.text()
        return context.new_page()

    yield sign_in
    for context in contexts:
        context.close()
