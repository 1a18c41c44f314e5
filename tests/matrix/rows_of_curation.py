"""The rows of exemplars, their rubric and collections. A collection's own audience is the stage."""

from collections.abc import Callable, Iterable, Mapping

from tests.matrix.rows import OPEN, Expected, Row, always, answers, fixed, known, story
from tests.matrix.world import ON_THE_DRAFT, SEATED, SIGNED_IN, World

CURATORS = frozenset({"regional_lead", "other_regional_lead"})
READ = {"If-Match": '"3"'}
"""The version of each of the world's collections."""


def award(rest: str) -> Callable[[World, str], str]:
    """An address under the award of the world's public story."""
    return lambda world, _stage: f"/api/exemplars/{world.curated.exemplar}{rest}"


def collection(rest: str = "") -> Callable[[World, str], str]:
    """An address under the collection whose audience is the stage."""
    return lambda world, stage: (
        f"/api/collections/{world.curated.collections[stage]}" + rest.format(story=world.curated.story)
    )


def curating(ok: str = "ok", **at: str) -> Mapping[str, Expected]:
    """For Regional Leads; who knows of the collection is told that it is not theirs to change."""
    knows = {"draft": CURATORS, "county": SEATED, "public": SIGNED_IN}
    expected = {}
    for audience, who in knows.items():
        expected[audience] = answers(forbidden=who - CURATORS)
        statuses: dict[str, Iterable[str]] = {at.get(audience, ok): CURATORS}
        theirs = answers(404, signed_out=401, **statuses)
        expected[audience].update({kind: theirs[kind] for kind in CURATORS})
    return expected


AWARDED = always(answers(ok=CURATORS, forbidden=SIGNED_IN - CURATORS))

CURATION: Mapping[str, Row] = {
    "GET /api/rubric": Row(fixed("/api/rubric"), always(OPEN)),
    "GET /api/rubric/versions": Row(fixed("/api/rubric/versions"), always(answers(ok=SEATED))),
    "PUT /api/rubric": Row(
        fixed("/api/rubric"),
        always(answers(ok={"administrator"}, forbidden=SEATED - {"administrator"})),
        json=lambda _w, _s: {
            "criteria": [{"title": "Honest", "description": "All of it."}],
            "note": "Less is more.",
        },
        headers={"If-Match": '"1"'},
    ),
    "GET /api/exemplars": Row(fixed("/api/exemplars"), always(OPEN)),
    "GET /api/exemplars/ended": Row(
        fixed("/api/exemplars/ended"), always(answers(ok=CURATORS, forbidden=SEATED - CURATORS))
    ),
    "POST /api/stories/{story_id}/exemplar": Row(
        story("/exemplar"),
        {
            "draft": answers(forbidden=ON_THE_DRAFT),
            "school": answers(forbidden=known("school")),
            "cluster": answers(forbidden=known("cluster")),
            "county": answers(created=CURATORS, forbidden=SEATED - CURATORS),
            "public": answers(created=CURATORS, forbidden=SIGNED_IN - CURATORS),
        },
        json=lambda _w, _s: {"revision": 1, "rubric": 1, "criteria": ["honest"], "reason": "It is."},
    ),
    "POST /api/exemplars/{exemplar_id}/review": Row(
        award("/review"), AWARDED, json=lambda _w, _s: {"review_by": "2099-09-01"}
    ),
    "POST /api/exemplars/{exemplar_id}/retirement": Row(
        award("/retirement"),
        always(answers(done=CURATORS, forbidden=SIGNED_IN - CURATORS)),
        json=lambda _w, _s: {"reason": "It has had its year."},
    ),
    "GET /api/collections": Row(fixed("/api/collections"), always(OPEN)),
    "POST /api/collections": Row(
        fixed("/api/collections"),
        always(answers(403, created=CURATORS)),
        json=lambda _w, _s: {"title": "New"},
    ),
    "GET /api/collections/{collection_id}": Row(
        collection(),
        {
            "draft": answers(signed_out=404, ok=CURATORS),
            "county": answers(signed_out=404, ok=SEATED),
            "public": OPEN,
        },
    ),
    "PATCH /api/collections/{collection_id}": Row(
        collection(), curating(), json=lambda _w, _s: {"title": "Another"}, headers=READ
    ),
    "DELETE /api/collections/{collection_id}": Row(
        collection(), curating("done", county="forbidden", public="forbidden"), headers=READ
    ),
    "POST /api/collections/{collection_id}/audience": Row(
        collection("/audience"),
        curating(public="conflict"),
        json=lambda _w, _s: {"audience": "public"},
        headers=READ,
    ),
    "POST /api/collections/{collection_id}/items": Row(
        collection("/items"),
        curating("created"),
        json=lambda world, _s: {"story": str(world.stories["county"])},
    ),
    "PATCH /api/collections/{collection_id}/items/{story_id}": Row(
        collection("/items/{story}"), curating(), json=lambda _w, _s: {"note": "Why"}, headers=READ
    ),
    "DELETE /api/collections/{collection_id}/items/{story_id}": Row(collection("/items/{story}"), curating()),
    "PUT /api/collections/{collection_id}/order": Row(
        collection("/order"),
        curating(),
        json=lambda world, _s: {"stories": [str(world.curated.story)]},
        headers=READ,
    ),
}
