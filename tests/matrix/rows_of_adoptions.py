"""The rows of "we tried this too", said for a school near the story's own."""

from collections.abc import Mapping

from tests.matrix.rows import Expected, Row, answers, known, story
from tests.matrix.world import EVERYONE, NO_ACCOUNT, READERS, STAGES, World

NEAR = frozenset({"invited", "same_cluster_lead", "same_cluster_contributor"})
"""Who has a seat at that school."""


def near(world: World, stage: str) -> str:
    """Where that school says what it did with the story of the stage."""
    return f"/api/stories/{world.stories[stage]}/adoptions/{world.near}"


def speaking(**ok: frozenset[str]) -> Mapping[str, Expected]:
    """For the people of that school who read the story; others who know of it are told why not."""
    ((status, who),) = ok.items()
    found: dict[str, Expected] = {}
    for stage in STAGES:
        given: dict[str, frozenset[str]] = {status: READERS[stage] & who}
        found[stage] = answers(404, signed_out=401, forbidden=known(stage) - NO_ACCOUNT - who, **given)
    return found


ADOPTIONS: Mapping[str, Row] = {
    "GET /api/stories/{story_id}/adoptions": Row(
        story("/adoptions"),
        {
            stage: answers(signed_out=404, ok=known(stage) & EVERYONE)
            | (dict.fromkeys(NO_ACCOUNT, 200) if stage == "public" else {})
            for stage in STAGES
        },
    ),
    "PUT /api/stories/{story_id}/adoptions/{urn}": Row(
        near, speaking(ok=NEAR), json=lambda _w, _s: {"stance": "adapted", "result": "Calmer mornings."}
    ),
    "DELETE /api/stories/{story_id}/adoptions/{urn}": Row(near, speaking(done=NEAR)),
}
