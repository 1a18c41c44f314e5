"""What somebody may send who means harm, or whose device does: refused with words that help, or harmless."""

import io
import struct
import zipfile
import zlib
from pathlib import Path
from uuid import UUID

import pillow_heif
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from tests.conftest import problem, sqlite_copy
from tests.uploads import PDF, docx, picture, send, sent, zipped

SCRIPT = b"<script>alert(document.cookie)</script>"
HTML = b"<!DOCTYPE html><html><body>" + SCRIPT
SVG = b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>"


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """What a file is does not depend on which database there is."""
    return sqlite_copy(sqlite_template, tmp_path)


def png(width: int, height: int) -> bytes:
    """A picture that says it is so large, with nothing in it."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    body = chunk(b"IDAT", zlib.compress(bytes(1_000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


def bomb() -> bytes:
    """A small zip folder of which 300 MB of nothing would come."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder, folder.open("nothing", "w") as stream:
        for _ in range(300):
            stream.write(bytes(1 << 20))
    return out.getvalue()


def lying_bomb() -> bytes:
    """One that says of itself that it is small."""
    packed = bytearray(bomb())
    true = struct.pack("<I", 300 << 20)
    assert true in packed
    return bytes(packed.replace(true, struct.pack("<I", 10)))


def overlapping() -> bytes:
    """Two entries of one stretch of bytes: the trick of bombs that need no ratio."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as folder:
        folder.writestr("a", b"x" * 1_000)
        again = folder.infolist()[0]
        twin = zipfile.ZipInfo("b")
        twin.header_offset, twin.compress_size, twin.file_size = 0, again.compress_size, again.file_size
        twin.CRC = again.CRC
        folder.filelist.append(twin)
        folder.NameToInfo["b"] = twin
    return out.getvalue()


ENTITY = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
TEMPLATE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    'Id="r1" Target="{}" TargetMode="External" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/>'
    "</Relationships>"
)
RELS = "word/_rels/settings.xml.rels"

REFUSED = {
    "a page named .pdf": ("Rota.pdf", HTML, "web page"),
    "a page that begins with a remark": ("a.txt", b"<!-- hello -->\n" + HTML, "web page"),
    "a page in UTF-16": ("a.txt", "\ufeff<html><script>x</script>".encode("utf-16-le"), "web page"),
    "a drawing with a script": ("drawing.svg", SVG, "drawing made of markup"),
    "a drawing named .png": ("drawing.png", b'<?xml version="1.0"?>' + SVG, "drawing made of markup"),
    "a script": ("run.js", b"fetch('/api/session')", "script"),
    "a shell script": ("notes", b"#!/bin/sh\nrm -rf /\n", "script"),
    "a program": ("Rota.pdf", b"MZ\x90\x00" + bytes(200), "program"),
    "a program for Linux": ("photo.jpg", b"\x7fELF" + bytes(200), "program"),
    "a zip bomb": ("holiday.zip", bomb(), "unpack to far more"),
    "a zip bomb as a document": (
        "Rota.docx",
        docx(parts={"word/more.xml": "a" * (40 << 20)}),
        "unpack to far more",
    ),
    "a zip bomb that lies": ("holiday.zip", lying_bomb(), "damaged"),
    "entries over each other": ("holiday.zip", overlapping(), "unpack to far more"),
    "a packed folder in another": (
        "a.zip",
        zipped({"b.zip": zipped({"c": "d"})}),
        "packed folder in this one",
    ),
    "a program in a zip folder": ("a.zip", zipped({"Setup.EXE": b"MZ"}), "Setup.EXE"),
    "too many files": ("a.zip", zipped({f"{n}": "" for n in range(2_100)}), "more than 2,000 files"),
    "a huge picture": ("map.png", png(30_000, 30_000), "30,000 × 30,000 pixels"),
    "half a photo": ("photo.jpg", picture(size=(900, 700))[:3_000], "cut off"),
    "half a drawing": ("photo.png", picture("PNG", size=(900, 700))[:600], "cut off"),
    "half a document": ("Rota.docx", docx()[:-40], "damaged"),
    "half a PDF": ("Rota.pdf", PDF[:200], "damaged"),
    "a document that reads a file": ("Rota.docx", docx("&x;", before=ENTITY), "from outside"),
    "a document that grows": ("Rota.docx", docx("&b;", before=LAUGHS), "from outside"),
    "entities in UTF-16": (
        "Rota.docx",
        docx(
            parts={"word/styles.xml": f'<?xml version="1.0" encoding="utf-16"?>{ENTITY}<w/>'.encode("utf-16")}
        ),
        "from outside",
    ),
    "a template from elsewhere": (
        "Rota.docx",
        docx(parts={RELS: TEMPLATE.format("http://x.example/t.dotm")}),
        "outside",
    ),
    "a template from a share": (
        "Rota.docx",
        docx(parts={RELS: TEMPLATE.format("\\\\10.0.0.1\\t.dotm")}),
        "outside",
    ),
    "macros": ("Rota.docx", docx(parts={"word/vbaProject.bin": b"\xd0\xcf"}), "macros"),
    "an old Word document": ("Rota.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), ".docx"),
    "an older publication": ("Card.pub", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "as PDF"),
    "what nobody can look into": ("Rota.rar", b"Rar!\x1a\x07\x01\x00" + bytes(64), "as a zip folder"),
    "a program in a book": (
        "Book.epub",
        zipped({"mimetype": "application/epub+zip", "run.exe": b"MZ"}),
        "program in this zip folder",
    ),
    "a program in a SMART notebook": (
        "Lesson.notebook",
        zipped({"imsmanifest.xml": "<m/>", "run.js": ""}),
        "program",
    ),
    "half a film": (
        "a.mov",
        struct.pack(">I", 20) + b"ftypqt  " + bytes(8) + b"\x00\x00\xff\xffmoov",
        "cut off",
    ),
    "a film whose head is packed": (
        "a.mov",
        struct.pack(">I", 16) + b"moov" + struct.pack(">I", 8) + b"cmov",
        "very old form",
    ),
    "something unknown": ("Rota.xyz", bytes(range(256)), "We take PDF, Word"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_refused_with_words_that_help(client: TestClient, story: UUID, what: str) -> None:
    name, content, words = REFUSED[what]
    answer = send(client, story, name, content)
    assert answer.status_code == 422, answer.text
    assert words in problem(answer)["detail"]
    assert client.get(f"/api/stories/{story}/attachments").json()["files"] == []


def test_a_template_on_the_authors_own_disk_harms_nobody(client: TestClient, story: UUID) -> None:
    own = TEMPLATE.format("file:///C:\\Users\\ada\\Letter.dotx")
    assert sent(client, story, "Rota.docx", docx(parts={RELS: own}))["kind"] == "Word document"


def test_a_picture_that_is_a_script_too_is_painted_anew(client: TestClient, story: UUID) -> None:
    """GIF89a=…;alert(1) is a picture for one reader and a program for another."""
    out = io.BytesIO()
    Image.new("P", (8, 8)).save(out, "GIF")
    polyglot = out.getvalue() + b"=1;alert(document.cookie)//" + SCRIPT
    file = sent(client, story, "cat.gif", polyglot)
    answer = client.get(file["url"])
    assert (file["name"], answer.headers["content-type"]) == ("cat.png", "image/png")
    assert b"alert" not in answer.content
    assert answer.content.startswith(b"\x89PNG")


def with_gps() -> tuple[bytes, bytes]:
    """What a phone writes beside a photo: where it was taken, and which way up it was held."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Fenphone", 6
    exif[0x8825] = {1: "N", 2: (53.0, 14.0, 2.0), 3: "W", 4: (0.0, 32.0, 0.0)}
    return picture("JPEG", exif=exif.tobytes(), comment=b"taken at home"), exif.tobytes()


def test_where_a_photo_was_taken_is_gone_and_it_stands_upright(client: TestClient, story: UUID) -> None:
    photo, _ = with_gps()
    assert b"Fenphone" in photo
    file = sent(client, story, "photo.jpg", photo)
    answer = client.get(file["url"])
    shown = Image.open(io.BytesIO(answer.content))
    assert dict(shown.getexif()) == {}
    for told in (b"Fenphone", b"Exif", b"GPS", b"taken at home"):
        assert told not in answer.content
        assert told not in client.get(file["preview"]).content
    # 60 × 40 with red above, held sideways: blue is on the left now.
    assert shown.size == (file["width"], file["height"]) == (40, 60)
    red, _, blue = shown.convert("RGB").getpixel((5, 30))  # type: ignore[misc]
    assert blue > red


def test_a_phones_heic_becomes_a_jpeg_without_its_place(client: TestClient, story: UUID) -> None:
    pillow_heif.register_heif_opener()
    _, exif = with_gps()
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "red").save(out, "HEIF", exif=exif)
    assert b"Fenphone" in out.getvalue()
    file = sent(client, story, "IMG_0001.HEIC", out.getvalue())
    content = client.get(file["url"]).content
    assert (file["name"], file["media_type"]) == ("IMG_0001.jpg", "image/jpeg")
    assert b"Fenphone" not in content
    assert dict(Image.open(io.BytesIO(content)).getexif()) == {}


def test_a_large_photo_is_made_smaller(client: TestClient, story: UUID) -> None:
    file = sent(client, story, "photo.jpg", picture(size=(5_200, 3_900), quality=20))
    assert (file["width"], file["height"]) == (2_560, 1_920)
    preview = Image.open(io.BytesIO(client.get(file["preview"]).content))
    assert (preview.format, max(preview.size)) == ("WEBP", 640)


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


def test_where_a_film_was_taken_is_gone(client: TestClient, story: UUID) -> None:
    place = box(b"udta", box(b"\xa9xyz", b"\x00\x12\x15\xc7+53.2340-000.5400/"))
    sound = box(b"trak", box(b"tkhd", bytes(84)) + box(b"meta", b"com.apple.quicktime.location"))
    film = (
        box(b"ftyp", b"isom\x00\x00\x02\x00isommp41") + box(b"moov", sound + place) + box(b"mdat", b"frames")
    )
    file = sent(client, story, "IMG_0002.mp4", film)
    content = client.get(file["url"]).content
    assert len(content) == len(film)
    assert b"+53.2340" not in content
    assert b"location" not in content
    assert content.endswith(b"frames")


def test_where_a_film_was_taken_is_gone_however_long_its_box_is_said_to_be(
    client: TestClient, story: UUID
) -> None:
    """A box may tell its length in 64 bits, or that it goes on to the end."""
    place = b"\xa9xyz+53.2340-000.5400/"
    wide = struct.pack(">I4sQ", 1, b"udta", len(place) + 16) + place
    moov = struct.pack(">I4sQ", 1, b"moov", len(wide) + 16) + wide
    last = struct.pack(">I", 0) + b"uuid" + place
    film = box(b"ftyp", b"isom\x00\x00\x02\x00isommp41") + moov + box(b"mdat", b"frames") + last
    content = client.get(sent(client, story, "IMG_0003.mp4", film)["url"]).content
    assert (len(content), b"+53.2340" in content, b"frames" in content) == (len(film), False, True)


@pytest.mark.parametrize("begins", ["by saying what it is", "at once"])
def test_where_an_iphones_film_was_taken_is_gone(client: TestClient, story: UUID, begins: str) -> None:
    """QuickTime keeps the place twice: in a list of keys and values, and in the old box of notes."""
    keys = box(b"keys", bytes(7) + b"\x01" + box(b"mdta", b"com.apple.quicktime.location.ISO6709"))
    values = box(b"ilst", box(b"\x00\x00\x00\x01", box(b"data", bytes(8) + b"+53.2340-000.5400+012.3/")))
    meta = box(b"meta", box(b"hdlr", bytes(8) + b"mdta" + bytes(13)) + keys + values)
    # A list of notes may end with four zeros.
    notes = box(b"udta", box(b"\xa9xyz", b"\x00\x12\x15\xc7+53.2340-000.5400/") + bytes(4))
    inner = box(b"mdia", box(b"mdhd", bytes(24)) + box(b"udta", box(b"\xa9mod", b"\x00\x08\x15\xc7Fenphone")))
    moov = box(
        b"moov", box(b"mvhd", bytes(100)) + box(b"trak", box(b"tkhd", bytes(84)) + inner) + notes + meta
    )
    first = box(b"ftyp", b"qt  \x00\x00\x00\x00qt  ") if begins == "by saying what it is" else b""
    film = first + box(b"wide", b"") + box(b"mdat", b"frames") + moov + bytes(4)
    file = sent(client, story, "IMG_0004.MOV", film)
    answer = client.get(file["url"])
    assert (file["name"], file["kind"], file["media_type"]) == ("IMG_0004.mov", "Film", "video/quicktime")
    for told in (b"+53.2340", b"location", b"Fenphone"):
        assert told in film
        assert told not in answer.content
    assert (len(answer.content), b"frames" in answer.content) == (len(film), True)
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"


DOWNLOADS = {
    "Choir.wav": (b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(28), "audio/wav"),
    "Old.avi": (b"RIFF\x24\x00\x00\x00AVI LIST" + bytes(28), "video/x-msvideo"),
    "Note.ogg": (b"OggS\x00\x02" + bytes(22) + b"OpusHead" + bytes(20), "audio/ogg"),
    "Note.flac": (b"fLaC" + bytes(40), "audio/flac"),
    "Memo.amr": (b"#!AMR\n" + bytes(40), "audio/amr"),
    "Song.mid": (b"MThd\x00\x00\x00\x06" + bytes(8), "audio/midi"),
    "Memo.aac": (b"\xff\xf1\x50\x80" + bytes(40), "audio/aac"),
    "Screen.webm": (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm" + bytes(40), "video/webm"),
    "Screen.mkv": (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x88matroska" + bytes(40), "video/matroska"),
    "Book.epub": (
        zipped({"mimetype": "application/epub+zip", "a.xhtml": "<!DOCTYPE html><p>Fen</p>"}),
        "application/epub+zip",
    ),
    "Plan.pages": (zipped({"Index/Document.iwa": b"\x00fen"}), "application/vnd.apple.pages"),
    "Slides.key": (zipped({"Index/Document.iwa": b"\x00fen"}), "application/vnd.apple.keynote"),
    "Hours.numbers": (zipped({"Index/Document.iwa": b"\x00fen"}), "application/vnd.apple.numbers"),
    "Lesson.notebook": (
        zipped({"imsmanifest.xml": "<manifest/>", "page0.svg": SVG}),
        "application/x-smarttech-notebook",
    ),
    "Lesson.flipchart": (zipped({"flipchart.xml": "<f/>"}), "application/zip"),
}


@pytest.mark.parametrize("name", DOWNLOADS)
def test_what_schools_share_besides_is_a_download(client: TestClient, story: UUID, name: str) -> None:
    content, media_type = DOWNLOADS[name]
    file = sent(client, story, name, content)
    answer = client.get(file["url"])
    assert (file["name"], file["media_type"], file["inline"]) == (name, media_type, False)
    assert answer.content == content
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("kind", ["TIFF", "BMP"])
def test_a_scan_or_a_screenshot_becomes_a_picture(client: TestClient, story: UUID, kind: str) -> None:
    file = sent(client, story, "scan.xyz", picture(kind, size=(60, 40)))
    assert (file["media_type"], file["width"], file["height"]) == (
        "image/jpeg" if kind == "TIFF" else "image/png",
        60,
        40,
    )


def test_of_a_scan_with_several_pages_none_is_lost(client: TestClient, story: UUID) -> None:
    out = io.BytesIO()
    Image.new("L", (60, 40)).save(out, "TIFF", save_all=True, append_images=[Image.new("L", (60, 40))])
    answer = send(client, story, "scan.tiff", out.getvalue())
    assert "Save them as one PDF" in problem(answer)["detail"]


NAMES = {
    "../../etc/passwd": "passwd.txt",
    "..\\..\\Windows\\win.ini": "win.txt",
    "C:\\Users\\ada\\Rota.txt": "Rota.txt",
    "Rota\u202etxt.exe": "Rotatxt.txt",
    "Rota\u200b\u2066 2026.txt": "Rota 2026.txt",
    "Rota.\u0440df": "Rota.txt",
    "Rota.pdf\u0001.txt": "Rota.pdf.txt",
    "CON.txt": "_CON.txt",
    "a\r\nSet-Cookie: x=1.txt": "a Set-Cookie- x=1.txt",
    ".htaccess": "htaccess.txt",
    "cafe\u0301.txt": "café.txt",
    "x" * 240 + ".txt": "x" * 116 + ".txt",
    "\u202e": "file.txt",
}


@pytest.mark.parametrize("told", NAMES)
def test_names_are_what_they_seem(client: TestClient, story: UUID, told: str) -> None:
    file = sent(client, story, told, b"Hedgehogs")
    assert file["name"] == NAMES[told]
    header = client.get(file["url"]).headers["content-disposition"]
    assert header.startswith("attachment; filename=")
    assert header.isascii()
