"""Every HTTP route with what it answers to everyone: a route without a row fails the test beside it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.matrix.world import (
    EVERYONE,
    KINDS,
    NO_ACCOUNT,
    ON_THE_DRAFT,
    READERS,
    SEATED,
    SIGNED_IN,
    STAGES,
    World,
)

Expected = dict[str, int]
"""Kind of person → status."""


@dataclass(frozen=True)
class Row:
    """One route. ``at`` makes its address at a stage; ``expected`` is per stage, or for "any"."""

    at: Callable[[World, str], str]
    expected: Mapping[str, Expected]
    json: Callable[[World, str], Any] = lambda _world, _stage: None
    headers: Mapping[str, str] = field(default_factory=dict)


def answers(otherwise: int = 404, *, signed_out: int = 401, **statuses: Iterable[str]) -> Expected:
    """``answers(ok=…)``: who gets which status; everyone else ``otherwise``, ``signed_out`` mostly 401, and a
    guest is one of the public unless it is said otherwise."""
    codes = {
        "ok": 200,
        "created": 201,
        "done": 204,
        "forbidden": 403,
        "invalid": 422,
        "conflict": 409,
        "missing": 404,
    }
    expected = dict.fromkeys(KINDS, otherwise) | {"signed_out": signed_out, "guest": signed_out}
    for name, kinds in statuses.items():
        expected.update(dict.fromkeys(kinds, codes[name]))
    return expected


def always(expected: Expected) -> Mapping[str, Expected]:
    """The same at every stage."""
    return {"any": expected}


def fixed(path: str) -> Callable[[World, str], str]:
    """An address that depends on nothing."""
    return lambda _world, _stage: path


def story(rest: str = "") -> Callable[[World, str], str]:
    """An address under the story of the stage."""
    return lambda world, stage: f"/api/stories/{world.stories[stage]}{rest}"


def place(path: str) -> Callable[[World, str], str]:
    """An address with the world's ``{cluster}`` or ``{school}`` in it."""
    return lambda world, _stage: path.format(cluster=world.cluster, school=world.school)


def waiting(rest: str = "") -> Callable[[World, str], str]:
    """An address under the submission that waits for the Cluster Lead."""
    return lambda world, _stage: f"/api/submissions/{world.waiting}{rest}"


def requested(rest: str = "") -> Callable[[World, str], str]:
    """An address under a Regional Lead's story request to the world's school."""
    return lambda world, _stage: f"/api/requests/{world.requested}{rest}"


def notice(rest: str) -> Callable[[World, str], str]:
    """An address under the School Lead's notice of that request."""
    return lambda world, _stage: f"/api/notices/{world.notice}{rest}"


def known(stage: str) -> frozenset[str]:
    """Who may know that the story is there: its readers, and those on the draft."""
    return READERS[stage] | ON_THE_DRAFT


def on_draft(ok: str = "ok", may: frozenset[str] = ON_THE_DRAFT) -> Mapping[str, Expected]:
    """For those on the draft; other readers are told that it is not theirs, the rest that it is not there."""
    row = {}
    for stage in STAGES:
        statuses: dict[str, Iterable[str]] = {"forbidden": known(stage) - NO_ACCOUNT, ok: may}
        row[stage] = answers(404, signed_out=401, **statuses)
    return row


GUIDANCE = "/api/guidance/teaching-assistants/2015"
OPEN = answers(signed_out=200, ok=EVERYONE)
COLLEAGUES = answers(ok=SEATED)
AUTHOR = frozenset({"author"})
REVIEWERS = ON_THE_DRAFT | {"cluster_lead"}

LADDER: Mapping[str, Expected] = {
    stage: answers(ok=may, forbidden=known(stage) - may - NO_ACCOUNT)
    for stage, may in {
        "draft": ON_THE_DRAFT,
        # There it waits for the Cluster Lead.
        "school": REVIEWERS,
        "cluster": REVIEWERS | {"regional_lead"},
        "county": REVIEWERS | {"regional_lead"},
        "public": REVIEWERS | {"regional_lead"},
    }.items()
}
"""What happened on the way up: for those who write, ask, decide or may take it back."""

REGIONAL = frozenset({"regional_lead", "other_regional_lead"})
ASKERS = REGIONAL | {"cluster_lead"}
SEE_REQUEST = REGIONAL | {"author", "contributor", "school_lead"}

PUBLIC_FILES = ("/", "/exemplars", "/library", "/robots.txt", "/sitemap.xml", "/feed.xml")

ROWS: Mapping[str, Row] = {
    **{f"GET {address}": Row(fixed(address), always(OPEN)) for address in PUBLIC_FILES},
    "GET /sitemap-{part:int}.xml": Row(fixed("/sitemap-0.xml"), always(OPEN)),
    # Pages are there for everybody; what is in them is the same for all (tests/routers/test_public.py).
    "GET /stories/{story_id:uuid}": Row(
        lambda world, stage: f"/stories/{world.stories[stage]}", always(OPEN)
    ),
    "GET /collections/{collection_id:uuid}": Row(
        lambda world, _stage: f"/collections/{world.curated.collections['draft']}", always(OPEN)
    ),
    "GET /{path:not_the_api}": Row(fixed("/reviews"), always(OPEN)),
    "GET /healthz": Row(fixed("/healthz"), always(OPEN)),
    "GET /readyz": Row(fixed("/readyz"), always(OPEN)),
    "GET /api/docs": Row(fixed("/api/docs"), always(OPEN)),
    "GET /api/docs/start.js": Row(fixed("/api/docs/start.js"), always(OPEN)),
    "GET /api/openapi.json": Row(fixed("/api/openapi.json"), always(OPEN)),
    "GET /api/session": Row(fixed("/api/session"), always(OPEN)),
    "POST /api/session/demo": Row(
        fixed("/api/session/demo"),
        always(answers(404, signed_out=404)),
        json=lambda _w, _s: {"persona": "nobody"},
    ),
    "DELETE /api/session": Row(fixed("/api/session"), always(answers(signed_out=204, done=EVERYONE))),
    "DELETE /api/sessions": Row(fixed("/api/sessions"), always(answers(done=SIGNED_IN))),
    "GET /api/home": Row(fixed("/api/home"), always(answers(ok=SIGNED_IN))),
    "GET /api/reviews": Row(fixed("/api/reviews"), always(answers(ok=SIGNED_IN))),
    "GET /api/invitations": Row(fixed("/api/invitations"), always(answers(ok=SIGNED_IN))),
    "GET /api/drafts": Row(fixed("/api/drafts"), always(answers(ok=SIGNED_IN))),
    "GET /api/people": Row(fixed("/api/people?search=erson"), always(COLLEAGUES)),
    "GET /api/clusters": Row(fixed("/api/clusters"), always(COLLEAGUES)),
    "GET /api/clusters/{slug}": Row(place("/api/clusters/{cluster}"), always(COLLEAGUES)),
    "PUT /api/clusters/{slug}/focus": Row(
        place("/api/clusters/{cluster}/focus"),
        always(
            answers(
                ok={"cluster_lead", "regional_lead"}, forbidden=SEATED - {"cluster_lead", "regional_lead"}
            )
        ),
        json=lambda _w, _s: {"editions": [{"guidance": "teaching-assistants", "edition": "2025"}]},
    ),
    "GET /api/clusters/{slug}/schools": Row(place("/api/clusters/{cluster}/schools"), always(COLLEAGUES)),
    "GET /api/clusters/{slug}/stories": Row(place("/api/clusters/{cluster}/stories"), always(COLLEAGUES)),
    "GET /api/schools/{urn}": Row(place("/api/schools/{school}"), always(COLLEAGUES)),
    "GET /api/schools/{urn}/stories": Row(place("/api/schools/{school}/stories"), always(COLLEAGUES)),
    "GET /api/schools/{urn}/similar": Row(place("/api/schools/{school}/similar"), always(COLLEAGUES)),
    "GET /api/schools/{urn}/likeness": Row(place("/api/schools/{school}/likeness"), always(COLLEAGUES)),
    "GET /api/library/searches": Row(fixed("/api/library/searches"), always(answers(ok=SIGNED_IN))),
    "POST /api/library/searches": Row(
        fixed("/api/library/searches"),
        always(answers(created=SIGNED_IN)),
        json=lambda _w, _s: {"name": "Reading", "query": "q=reading"},
    ),
    "DELETE /api/library/searches/{search_id}": Row(
        lambda world, _stage: f"/api/library/searches/{world.saved_search}",
        always(answers(404, done={"author"})),
    ),
    "GET /api/library": Row(fixed("/api/library?q=story"), always(OPEN)),
    "GET /api/guidance": Row(fixed("/api/guidance"), always(OPEN)),
    "GET /api/guidance/{guidance}/{edition}": Row(fixed(GUIDANCE), always(OPEN)),
    "GET /api/guidance/{guidance}/{edition}/recommendations/{number}": Row(
        fixed(f"{GUIDANCE}/recommendations/4"), always(OPEN)
    ),
    "GET /api/guidance/{guidance}/{edition}/recommendations/{number}/picture": Row(
        fixed(f"{GUIDANCE}/recommendations/4/picture"), always(OPEN)
    ),
    "GET /api/guidance/{guidance}/{edition}/recommendations/{number}/stories": Row(
        fixed(f"{GUIDANCE}/recommendations/4/stories"), always(OPEN)
    ),
    "GET /api/stories": Row(fixed("/api/stories"), always(COLLEAGUES)),
    "POST /api/stories": Row(
        fixed("/api/stories"),
        always(answers(403, created={"author", "contributor", "school_lead"})),
        json=lambda world, _s: {"title": "New", "home_school_urn": world.school, "tags": []},
    ),
    "GET /api/stories/{story_id}": Row(
        story(), {stage: answers(signed_out=404, ok=READERS[stage]) for stage in STAGES}
    ),
    "PATCH /api/stories/{story_id}": Row(
        story(),
        on_draft(may=AUTHOR),
        json=lambda _w, _s: {"title": "Another"},
        headers={"If-Match": '"1"'},
    ),
    "GET /api/stories/{story_id}/draft": Row(story("/draft"), on_draft()),
    "GET /api/stories/{story_id}/revisions": Row(
        story("/revisions"),
        {
            stage: answers(signed_out=404, ok=known(stage) & EVERYONE)
            | (dict.fromkeys(NO_ACCOUNT, 200) if stage == "public" else {})
            for stage in STAGES
        },
    ),
    "GET /api/stories/{story_id}/revisions/{number}": Row(
        story("/revisions/1"),
        {stage: answers(signed_out=404, ok=READERS[stage]) for stage in STAGES},
    ),
    "GET /api/stories/{story_id}/authors": Row(story("/authors"), on_draft()),
    "POST /api/stories/{story_id}/authors": Row(
        story("/authors"),
        on_draft("created", AUTHOR),
        json=lambda world, _s: {"person_id": str(world.people["other_lead"])},
    ),
    "PATCH /api/stories/{story_id}/authors/me": Row(
        story("/authors/me"),
        always(answers(done={"invited"}, conflict={"author"})),
        json=lambda _w, _s: {"state": "accepted"},
    ),
    "PATCH /api/stories/{story_id}/authors/{person_id}": Row(
        lambda world, stage: f"/api/stories/{world.stories[stage]}/authors/{world.people['invited']}",
        on_draft("done", AUTHOR),
        json=lambda _w, _s: {"on_byline": False},
    ),
    "DELETE /api/stories/{story_id}/authors/{person_id}": Row(
        lambda world, stage: f"/api/stories/{world.stories[stage]}/authors/{world.people['invited']}",
        on_draft("done", ON_THE_DRAFT),
    ),
    "GET /api/requests": Row(fixed("/api/requests"), always(answers(ok=SIGNED_IN))),
    "POST /api/requests": Row(
        fixed("/api/requests"),
        always(answers(created=ASKERS, forbidden=SEATED - ASKERS)),
        json=lambda world, _s: {
            "school": world.school,
            "recommendation": world.recommendation,
            "message": "How did you find the time?",
        },
    ),
    "GET /api/requests/places": Row(fixed("/api/requests/places?search=school"), always(COLLEAGUES)),
    "GET /api/requests/{request_id}": Row(requested(), always(answers(ok=SEE_REQUEST))),
    "POST /api/requests/{request_id}/decline": Row(
        requested("/decline"),
        always(answers(ok={"school_lead"}, forbidden=SEE_REQUEST - {"school_lead"})),
        json=lambda _w, _s: {"reason": "Not this term."},
    ),
    "POST /api/requests/{request_id}/withdraw": Row(
        requested("/withdraw"),
        always(answers(ok=REGIONAL, forbidden=SEE_REQUEST - REGIONAL)),
        json=lambda _w, _s: {},
    ),
    "GET /api/notices": Row(fixed("/api/notices"), always(answers(ok=SIGNED_IN))),
    "POST /api/notices/read-all": Row(fixed("/api/notices/read-all"), always(answers(ok=SIGNED_IN))),
    "POST /api/notices/{notice_id}/read": Row(notice("/read"), always(answers(done={"school_lead"}))),
    "DELETE /api/notices/{notice_id}/read": Row(notice("/read"), always(answers(done={"school_lead"}))),
    "GET /api/stories/{story_id}/privacy": Row(story("/privacy"), on_draft()),
    "POST /api/stories/{story_id}/privacy/dismissals": Row(
        story("/privacy/dismissals"),
        # There is nothing to be found in these stories.
        on_draft("conflict"),
        json=lambda _w, _s: {"finding": "none", "reason": "The office’s number is public."},
    ),
    "DELETE /api/stories/{story_id}/privacy/dismissals/{finding}": Row(
        story("/privacy/dismissals/none"),
        {stage: answers(forbidden=known(stage) - ON_THE_DRAFT - NO_ACCOUNT) for stage in STAGES},
    ),
    "GET /api/stories/{story_id}/submissions": Row(story("/submissions"), LADDER),
    "GET /api/stories/{story_id}/timeline": Row(story("/timeline"), LADDER),
    "POST /api/stories/{story_id}/submissions": Row(
        story("/submissions"),
        {
            # The School Lead reads this draft but does not write it; later it is published unchanged.
            "draft": answers(created=AUTHOR, forbidden={"school_lead"}),
            "school": answers(conflict=AUTHOR, forbidden=known("school") - AUTHOR),
            "cluster": answers(conflict=AUTHOR, forbidden=known("cluster") - AUTHOR),
            "county": answers(conflict=AUTHOR, forbidden=known("county") - AUTHOR),
            "public": answers(conflict=AUTHOR, forbidden=SIGNED_IN - AUTHOR),
        },
        json=lambda _w, _s: {"audience": "school"},
    ),
    "POST /api/stories/{story_id}/step-down": Row(
        story("/step-down"),
        {
            stage: answers(done={"school_lead"}, forbidden=known(stage) - NO_ACCOUNT - {"school_lead"})
            if stage != "draft"
            else answers(forbidden=ON_THE_DRAFT)
            for stage in STAGES
        },
        json=lambda _w, _s: {"audience": "school", "reason": "A pupil could be recognised."},
    ),
    "GET /api/submissions/{submission_id}": Row(waiting(), always(answers(ok=REVIEWERS))),
    "POST /api/submissions/{submission_id}/decision": Row(
        waiting("/decision"),
        always(answers(ok={"cluster_lead"}, forbidden=ON_THE_DRAFT)),
        json=lambda _w, _s: {"outcome": "approved", "revision": 1},
    ),
    "POST /api/submissions/{submission_id}/messages": Row(
        waiting("/messages"),
        always(answers(created=REVIEWERS)),
        json=lambda _w, _s: {"message": "How do you know?"},
    ),
    "POST /api/submissions/{submission_id}/takeover": Row(
        waiting("/takeover"),
        # Those further up than the Cluster Lead may; who asked, writes it or decides it anyway may not.
        always(answers(ok={"regional_lead", "other_regional_lead"}, forbidden=REVIEWERS)),
        json=lambda _w, _s: {"reason": "C. Lead is away until half-term."},
    ),
    "POST /api/submissions/{submission_id}/withdrawal": Row(
        waiting("/withdrawal"),
        always(answers(ok=ON_THE_DRAFT, forbidden={"cluster_lead"})),
        json=lambda _w, _s: {},
    ),
}

MEMBERS = READERS["cluster"]
"""Those who belong to the world's cluster, by a school of it or by leading it."""


@dataclass(frozen=True)
class SocketRow:
    """One socket. ``may`` says who may do what there, per stage or for "any".

    Everyone else is told 4404, and 4401 who has no account.
    """

    at: Callable[[World, str], str]
    may: Mapping[str, Mapping[str, str]]


SOCKETS: Mapping[str, SocketRow] = {
    "/ws/documents/{document_id}": SocketRow(
        lambda world, stage: f"/ws/documents/{world.documents[stage]}",
        # Whatever has been published, the live text is theirs alone.
        {stage: {"author": "writes", "school_lead": "reads"} for stage in STAGES},
    ),
    "/ws/clusters/{slug}": SocketRow(
        place("/ws/clusters/{cluster}"), {"any": dict.fromkeys(MEMBERS, "is here")}
    ),
}
