"""What whoever runs the deployment can ask: alive, and ready."""

from pathlib import Path

from fastapi.testclient import TestClient

from app import migrate
from app.db import Database
from app.main import create_app
from app.settings import Settings
from tests.conftest import problem


def test_it_is_alive_before_it_is_ready(tmp_path: Path) -> None:
    """Without its tables the process lives, and says that it cannot work; with them it can at once."""
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    client = TestClient(create_app(Settings(frontend=tmp_path), database))
    assert client.get("/healthz").json() == {"status": "alive"}
    waiting = client.get("/readyz")
    assert problem(waiting)["type"] == "busy"
    assert (waiting.status_code, waiting.headers["retry-after"]) == (503, "1")
    migrate.upgrade(database)
    assert client.get("/readyz").json() == {"status": "ready"}
    database.close()


def test_both_are_for_everyone(visitor: TestClient) -> None:
    assert [visitor.get(address).status_code for address in ("/healthz", "/readyz")] == [200, 200]
