"""What stands in the files that revisions hold: for the search of those who read these revisions."""

from collections.abc import Iterable, Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.content.revision_details import Details
from app.models.files import FileVersion

FileTexts = Mapping[tuple[str, int], str]
"""By file and version."""


def file_texts(session: Session, held: Iterable[Details]) -> FileTexts:
    """The texts of all files that these revisions hold, in one read; none where they hold no files."""
    wanted = {(UUID(file["id"]), file["version"]) for details in held for file in details.get("files", [])}
    if not wanted:
        return {}
    rows = session.exec(
        select(FileVersion.file_id, FileVersion.number, FileVersion.text).where(
            col(FileVersion.file_id).in_({file for file, _ in wanted}),
            sa.tuple_(col(FileVersion.file_id), col(FileVersion.number)).in_(wanted),
            col(FileVersion.text) != "",
        )
    ).all()
    return {(str(file), number): text for file, number, text in rows}


def texts_held(details: Details, texts: FileTexts) -> list[tuple[str, str]]:
    """What one revision holds of them: each with what it is called."""
    return [
        (f"The file “{file['name']}”", text)
        for file in details.get("files", [])
        if (text := texts.get((file["id"], file["version"])))
    ]
