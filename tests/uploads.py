"""Sending files as a browser does, and files to send."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from fastapi.testclient import TestClient
from PIL import Image

from app import clock
from app.actions.files import add_version
from app.actions.uploads import begin_upload
from app.adapters.file_tools import file_tools
from app.models.files import FileVersion, Upload
from app.models.items import Item
from app.queries.viewers import person_viewer
from app.settings import Settings
from tests.factories import County


def stored(
    county: County,
    story: UUID,
    author: UUID,
    *,
    name: str = "Rota.txt",
    content: bytes = b"Hedgehogs",
    said: str = "",
    replaces: UUID | None = None,
    **more: Any,
) -> UUID:
    """A file of a story that is there, without its way in; its id. ``said``: its description."""
    store = file_tools(Settings(files=None), county.database).store
    key = f"files/{uuid4().hex}"
    store.put(key, content)
    with county.database.write() as session:
        upload = Upload(
            item_id=story,
            file_id=replaces,
            person_id=author,
            name=name,
            description=said,
            size=len(content),
            started_at=clock.now(),
            expires_at=clock.now(),
        )
        version = FileVersion(
            file_id=uuid4(),
            number=0,
            name=name,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            key=key,
            uploaded_by=author,
            uploaded_at=clock.now(),
            **{"media_type": "text/plain", "text": content.decode(), **more},
        )
        file, _ = add_version(session, upload, version)
        return file.id


def begun(county: County, story: UUID, author: UUID, *, size: int = 100) -> UUID:
    """An upload of which nothing has come yet; its id."""
    with county.database.write() as session:
        item, limits = session.get_one(Item, story), file_tools(Settings(), county.database).limits
        viewer = person_viewer(session, author)
        return begin_upload(session, viewer, item, limits, name="Coming.txt", size=size).id


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]/Contents 4 0 R"
    b"/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 44>>stream\nBT /F1 18 Tf 20 200 Td (Hedgehog rota) Tj ET\nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
"""One page, on which stands "Hedgehog rota"."""


def begin(client: TestClient, story: UUID, name: str, size: int, **more: Any) -> Any:
    """Say that a file is coming; the answer."""
    return client.post(f"/api/stories/{story}/uploads", json={"name": name, "size": size, **more})


def part(client: TestClient, upload: str, offset: int, content: bytes) -> Any:
    """Send a part; the answer."""
    return client.patch(f"/api/uploads/{upload}", content=content, headers={"Upload-Offset": str(offset)})


def send(client: TestClient, story: UUID, name: str, content: bytes, **more: Any) -> Any:
    """Send a whole file; the last answer."""
    begun = begin(client, story, name, len(content), **more)
    if begun.status_code != 201:
        return begun
    upload, step = begun.json()["id"], begun.json()["part_bytes"]
    for at in range(0, len(content), step):
        answer = part(client, upload, at, content[at : at + step])
        if answer.status_code != 200:
            return answer
    return answer


def sent(client: TestClient, story: UUID, name: str, content: bytes, **more: Any) -> dict[str, Any]:
    """Send a whole file that is taken; the file."""
    answer = send(client, story, name, content, **more)
    assert answer.status_code == 200, answer.text
    file: dict[str, Any] = answer.json()["file"]
    return file


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    """A small picture, red above and blue below."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (0, size[1] // 2, size[0], size[1]))
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A zip folder."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in files.items():
            folder.writestr(name, content)
    return out.getvalue()


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
    'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)


def docx(
    text: str = "Two adults in the room", *, before: str = "", parts: Mapping[str, str | bytes] | None = None
) -> bytes:
    """A Word document with one paragraph; ``before`` stands before its XML, ``parts`` replace or add some."""
    words = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    document = f'{before}<w:document xmlns:w="{_W}"><w:body>{words}</w:body></w:document>'
    return zipped({"[Content_Types].xml": _TYPES, "word/document.xml": document, **(parts or {})})
