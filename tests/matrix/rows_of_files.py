"""Rows of files: who sends them, who changes them, and to whom they are given."""

from collections.abc import Callable, Mapping

from tests.matrix.rows import AUTHOR, Row, always, answers, on_draft, story
from tests.matrix.world import ON_THE_DRAFT, READERS, STAGES, World


def file(rest: str = "", *, removed: bool = False) -> Callable[[World, str], str]:
    """An address under a file of the story of the stage."""

    def at(world: World, stage: str) -> str:
        one = (world.removed_files if removed else world.files)[stage]
        return f"/api/stories/{world.stories[stage]}/files/{one}{rest}"

    return at


def version(rest: str = "") -> Callable[[World, str], str]:
    """An address under the version that was published with the story of the stage."""
    return lambda world, stage: f"/api/files/{world.files[stage]}/versions/1{rest}"


def upload(world: World, stage: str) -> str:
    """The address of an upload to the story of the stage."""
    return f"/api/uploads/{world.uploads[stage]}"


def readers(stage: str) -> frozenset[str]:
    """Who may have the file of a stage's story: whoever may read it, on the draft or as it was published, and
    at ``school`` the Cluster Lead, for whom a submission with it waits."""
    reviewing = {"cluster_lead"} if stage == "school" else set()
    return READERS[stage] | ON_THE_DRAFT | reviewing


NOBODY_ELSE = {stage: answers(404, signed_out=401, ok=AUTHOR) for stage in STAGES}

FILES: Mapping[str, Row] = {
    "GET /api/stories/{story_id}/attachments": Row(story("/attachments"), on_draft()),
    "POST /api/stories/{story_id}/uploads": Row(
        story("/uploads"),
        on_draft("created", AUTHOR),
        json=lambda _w, _s: {"name": "Rota.txt", "size": 10},
    ),
    "GET /api/uploads/{upload_id}": Row(upload, NOBODY_ELSE),
    "PATCH /api/uploads/{upload_id}": Row(
        upload,
        {stage: answers(404, signed_out=401, conflict=AUTHOR) for stage in STAGES},
        headers={"Upload-Offset": "7"},
    ),
    "DELETE /api/uploads/{upload_id}": Row(
        upload, {stage: answers(404, signed_out=401, done=AUTHOR) for stage in STAGES}
    ),
    "PATCH /api/stories/{story_id}/files/{file_id}": Row(
        file(), on_draft(may=AUTHOR), json=lambda _w, _s: {"description": "Who is where"}
    ),
    "DELETE /api/stories/{story_id}/files/{file_id}": Row(file(), on_draft("done", AUTHOR)),
    "POST /api/stories/{story_id}/files/{file_id}/restore": Row(
        file("/restore", removed=True), on_draft(may=AUTHOR)
    ),
    "PUT /api/stories/{story_id}/licence": Row(
        lambda world, _stage: f"/api/stories/{world.resource}/licence",
        always(answers(404, signed_out=401, ok=AUTHOR, forbidden={"school_lead"})),
        json=lambda _w, _s: {"licence": "cc_by"},
    ),
    "GET /api/files/{file_id}/versions/{number}": Row(
        version(), {stage: answers(404, signed_out=404, ok=readers(stage)) for stage in STAGES}
    ),
    # There is no small picture of a text: for those who may have it, and for everybody else, it is not there.
    "GET /api/files/{file_id}/versions/{number}/preview": Row(
        version("/preview"), always(answers(404, signed_out=404))
    ),
}
