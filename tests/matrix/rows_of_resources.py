"""Rows of resources, and of links: who writes changes them, and nobody else."""

from collections.abc import Callable, Mapping

from tests.matrix.rows import AUTHOR, COLLEAGUES, Row, always, fixed, on_draft, story
from tests.matrix.world import World


def link(rest: str = "", *, removed: bool = False) -> Callable[[World, str], str]:
    """An address under a link of the story of the stage."""

    def at(world: World, stage: str) -> str:
        one = (world.removed_links if removed else world.links)[stage]
        return f"/api/stories/{world.stories[stage]}/links/{one}{rest}"

    return at


RESOURCES: Mapping[str, Row] = {
    "GET /api/resources": Row(fixed("/api/resources"), always(COLLEAGUES)),
    "POST /api/stories/{story_id}/links": Row(
        story("/links"),
        on_draft("created", AUTHOR),
        json=lambda _w, _s: {"url": "https://example.org/another"},
    ),
    "PATCH /api/stories/{story_id}/links/{link_id}": Row(
        link(), on_draft(may=AUTHOR), json=lambda _w, _s: {"title": "A page"}
    ),
    "DELETE /api/stories/{story_id}/links/{link_id}": Row(link(), on_draft("done", AUTHOR)),
    "POST /api/stories/{story_id}/links/{link_id}/restore": Row(
        link("/restore", removed=True), on_draft(may=AUTHOR)
    ),
}
