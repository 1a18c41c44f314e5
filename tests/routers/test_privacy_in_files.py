"""Files are looked through before a story is sent, and not while everybody waits for its transaction."""

from typing import Any

import pytest

from app.actions import privacy, publishing
from app.models.items import Audience
from app.models.people import Role
from app.queries import privacy_files
from tests.conftest import problem
from tests.factories import County
from tests.routers.conftest import SignedIn
from tests.uploads import stored


@pytest.mark.parametrize("revision", [None, 1])
def test_files_are_looked_through_before_the_transaction_begins(
    county: County, school: int, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, revision: int | None
) -> None:
    lead = county.person(Role.school_lead, school)
    story = county.story(lead, school)
    stored(county, story, lead, content=b"Ring 01522 523456.")
    county.publish(story, lead, Audience.school)
    required = privacy.require_checked

    def without_looking(*given: Any, **named: Any) -> None:
        with monkeypatch.context() as later:
            later.setattr(privacy_files, "scan", None)
            required(*given, **named)

    monkeypatch.setattr(publishing, "require_checked", without_looking)
    monkeypatch.setattr(privacy_files, "_memory", privacy_files._Memory())
    asked = {"audience": "cluster", "confirmed": True, "revision": revision}
    told = problem(signed_in(lead).post(f"/api/stories/{story}/submissions", json=asked))
    assert [one["kind"] for one in told["errors"]] == ["phone"]
