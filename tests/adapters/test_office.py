"""Documents stay as they came, without what their pictures and properties tell; all their words are read."""

import contextlib
import io
import struct
import zipfile
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from PIL import Image, TiffImagePlugin

from app.actions.file_tools import Made, Unwanted
from app.adapters.inspecting import Inspecting
from app.adapters.inspection.limits import Refused
from app.adapters.inspection.metadata import without_metadata
from tests.office_files import (
    CORE,
    drawing,
    moving,
    open_document,
    photo,
    place,
    rels,
    slides,
    word,
    workbook,
)
from tests.uploads import PDF, picture, zipped

TOLD = (b"Fenphone", b"taken at home", b"Ada Fenwick", b"Bo Marsh", b"behind the end", b"GPS")


def look(tmp_path: Path, content: bytes, name: str = "file.docx") -> Made:
    file = tmp_path / "file"
    file.write_bytes(content)
    return Inspecting().inspect(file, name)


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as folder:
        return {name: folder.read(name) for name in folder.namelist()}


def shown(picture: bytes) -> Image.Image:
    found = Image.open(io.BytesIO(picture))
    found.load()
    return found


@pytest.mark.parametrize("content", [word(), slides("One", "Two"), workbook(), open_document()])
def test_what_properties_and_pictures_tell_is_gone_and_all_else_as_it_was(
    tmp_path: Path, content: bytes
) -> None:
    made = look(tmp_path, content)
    before, after = unpacked(content), unpacked(made.content.read_bytes())
    assert list(before) == list(after), "in their order"
    for told in TOLD:
        assert not [name for name, part in after.items() if told in part]
    changed = {name for name in before if before[name] != after[name]}
    assert all(name.endswith(("core.xml", "meta.xml", ".jpeg", ".png")) for name in changed)
    assert "in its properties" in made.note
    assert b"Rota of the wombats" in after.get("docProps/core.xml", after.get("meta.xml", b""))
    if "mimetype" in after:
        assert made.content.read_bytes()[30:38] == b"mimetype"


def test_the_pixels_stay_and_the_way_up_too(tmp_path: Path) -> None:
    made = look(tmp_path, word(parts={"word/media/image2.png": drawing()}))
    assert "in 2 pictures" in made.note
    parts = unpacked(made.content.read_bytes())
    after = shown(parts["word/media/image1.jpeg"])
    assert dict(after.getexif()) == {0x0112: 6}
    assert after.tobytes() == shown(photo()).tobytes()
    other = shown(parts["word/media/image2.png"])
    assert (other.tobytes(), other.info["dpi"]) == (shown(drawing()).tobytes(), shown(drawing()).info["dpi"])


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_what_moves_in_a_document_goes_on_moving(tmp_path: Path, kind: str) -> None:
    remark: dict[str, Any] = {"comment": b"Ada Fenwick"} if kind == "GIF" else {"exif": place().tobytes()}
    made = look(tmp_path, slides("One", parts={"ppt/media/image2.gif": moving(kind, **remark)}))
    after = unpacked(made.content.read_bytes())["ppt/media/image2.gif"]
    found = shown(after)
    assert (found.n_frames, found.info["loop"]) == (3, 0)  # type: ignore[attr-defined]
    assert b"Ada" not in after
    assert b"Fenphone" not in after


@pytest.mark.parametrize(
    ("kind", "options"), [("TIFF", {}), ("JPEG", {"progressive": True}), ("WEBP", {"lossless": True})]
)
def test_other_pictures_in_documents(tmp_path: Path, kind: str, options: dict[str, bool]) -> None:
    before = picture(kind, size=(70, 50), exif=place(1).tobytes(), **options)
    made = look(tmp_path, word(parts={"word/media/image1.jpeg": before}))
    after = unpacked(made.content.read_bytes())["word/media/image1.jpeg"]
    assert b"Fenphone" not in after
    assert shown(after).tobytes() == shown(before).tobytes()


def test_a_document_with_nothing_of_that_comes_out_byte_for_byte(tmp_path: Path) -> None:
    plain = CORE.replace("Ada Fenwick", "").replace("Bo Marsh", "")
    content = word(core=plain, parts={"word/media/image1.jpeg": picture()})
    made = look(tmp_path, content)
    assert (made.content.read_bytes(), made.note) == (content, "")


def test_a_damaged_picture_in_a_document_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unwanted, match=r"damaged \(image1.jpeg\)"):
        look(tmp_path, word(parts={"word/media/image1.jpeg": b"\xff\xd8\xff\xe1\xff\xffExif"}))


def test_all_words_of_a_word_document(tmp_path: Path) -> None:
    def paragraph(text: str, of: str) -> str:
        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        return f"<w:{of} {space}><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:{of}>"

    made = look(
        tmp_path,
        word(
            "<w:p><w:r><w:t>Sa</w:t></w:r><w:r><w:t>m</w:t><w:tab/><w:t>reads</w:t></w:r></w:p>"
            "<w:p><w:del><w:r><w:delText>Crossed out</w:delText></w:r></w:del></w:p>",
            parts={
                "word/header1.xml": paragraph("In the header", "hdr"),
                "word/footnotes.xml": paragraph("In a footnote", "footnotes"),
                "word/comments.xml": paragraph("In a comment", "comments"),
                "word/_rels/header1.xml.rels": rels(("hyperlink", "mailto:sam@ashlow.sch.uk"), external=True),
                "word/theme/theme1.xml": paragraph("No words", "theme"),
            },
        ),
    )
    lines = made.text.split("\n")
    assert lines[:4] == ["Two adults in the room", "Sam reads", "Crossed out", "The wall in the hall"]
    for words in (
        "In the header",
        "In a footnote",
        "In a comment",
        "mailto:sam@ashlow.sch.uk",
        "Rota of the wombats",
    ):
        assert words in lines
    assert "No words" not in made.text
    assert "Ada Fenwick" not in made.text
    assert made.read_whole


def test_all_words_of_slides_in_their_order(tmp_path: Path) -> None:
    made = look(tmp_path, slides(*(f"Slide {n}" for n in range(1, 12)), notes="Say that Sam was away"))
    told = [line for line in made.text.split("\n") if line.startswith("Slide")]
    assert told == [f"Slide {n}" for n in range(1, 12)]
    assert "Say that Sam was away" in made.text
    assert "A photo of hedgehogs" in made.text
    assert made.read_whole


def test_all_words_of_a_workbook_with_days_as_people_see_them(tmp_path: Path) -> None:
    made = look(tmp_path, workbook())
    assert made.text.split("\n")[:3] == [
        "Badger class",
        "Sam Otter\t12/03/2016\t7700900123",
        "Aardvarks\t42441",
    ]
    assert made.read_whole


def test_all_words_of_open_documents(tmp_path: Path) -> None:
    made = look(tmp_path, open_document(text="Ring 01522 523456"))
    assert made.media_type == "application/vnd.oasis.opendocument.text"
    assert "Ring 01522 523456 or mailto:sam@ashlow.sch.uk write" in made.text
    assert "Rota of the wombats" in made.text


def test_the_workbook_behind_a_chart_is_looked_at_too(tmp_path: Path) -> None:
    chart = (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:ser><c:pt><c:v>Walrus</c:v>'
        "</c:pt></c:ser></c:chartSpace>"
    )
    within: dict[str, str | bytes] = {"ppt/embeddings/Book1.xlsx": workbook(), "ppt/charts/chart1.xml": chart}
    made = look(tmp_path, slides("One", parts=within))
    assert "12/03/2016" in made.text
    assert "Walrus" in made.text
    inner = unpacked(unpacked(made.content.read_bytes())["ppt/embeddings/Book1.xlsx"])
    assert b"Ada Fenwick" not in inner["docProps/core.xml"]
    assert "xl/worksheets/sheet1.xml" in inner


def test_a_very_long_text_is_known_not_to_be_whole(tmp_path: Path) -> None:
    made = look(tmp_path, slides("Long. " * 40_000))
    assert (len(made.text) > 190_000, made.read_whole) == (True, False)


def test_a_zip_folder_is_cleaned_and_its_names_and_plain_texts_are_words(tmp_path: Path) -> None:
    made = look(
        tmp_path,
        zipped({"Hall/photo.jpg": photo(), "notes.txt": "Sam reads", "Rota.docx": word(), "a.pdf": PDF}),
        "all.zip",
    )
    parts = unpacked(made.content.read_bytes())
    assert b"Fenphone" not in parts["Hall/photo.jpg"]
    assert b"Ada Fenwick" not in unpacked(parts["Rota.docx"])["docProps/core.xml"]
    assert parts["a.pdf"] == PDF
    for words in ("Hall/photo.jpg", "Sam reads", "Two adults in the room"):
        assert words in made.text
    assert not made.read_whole


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
REFUSED = {
    "a picture from a share": (
        rels(("image", "\\\\10.0.0.1\\a.png"), external=True),
        "fetched from elsewhere",
    ),
    "a picture from a site": (
        rels(("image", "http://x.example/a.png"), external=True),
        "fetched from elsewhere",
    ),
    "a picture by file from a share": (
        rels(("image", "file://x.example/a.png"), external=True),
        "fetched from",
    ),
    "a workbook on a share": (rels(("externalLinkPath", "file:////x/a.xlsx"), external=True), "outside"),
    "another document in it": (rels(("aFChunk", "part.mht")), "put together by a program"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_fetched_when_it_is_opened(tmp_path: Path, what: str) -> None:
    relationships, words = REFUSED[what]
    # In small letters or large ones it is the same part.
    for name in ("word/_rels/header1.xml.rels", "word/_rels/HEADER1.XML.RELS"):
        with pytest.raises(Unwanted, match=words):
            look(tmp_path, word(parts={name: relationships}))


def test_links_and_pictures_on_the_authors_own_disk_are_taken(tmp_path: Path) -> None:
    for kind, target in (
        ("hyperlink", "https://ashlow.example/"),
        ("image", "file:///C:/Users/ada/a.png"),
        ("video", "https://films.example/1"),
    ):
        look(tmp_path, word(parts={"word/_rels/header1.xml.rels": rels((kind, target), external=True)}))


def test_files_packed_into_documents_and_macros_by_other_names(tmp_path: Path) -> None:
    packed = OLE + "\1Ole10Native".encode("utf-16-le") + b"Setup.exe"
    with pytest.raises(Unwanted, match="another file packed into"):
        look(tmp_path, word(parts={"word/embeddings/oleObject1.bin": packed}))
    assert not look(tmp_path, word(parts={"word/embeddings/oleObject1.bin": OLE})).read_whole
    with pytest.raises(Unwanted, match="macros"):
        look(tmp_path, word(parts={"word/other.bin": b"x", "word/VBAproject.BIN": b"x"}))


def test_of_one_name_there_is_one_part(tmp_path: Path) -> None:
    with pytest.raises(Unwanted, match="damaged"):
        look(tmp_path, word(parts={"word/Document.xml": "<w/>"}))


@pytest.mark.parametrize("name", ["../../evil.txt", "/etc/passwd", "C:/a.txt", "..\\a.txt"])
def test_a_zip_folder_stays_where_it_is_unpacked(tmp_path: Path, name: str) -> None:
    with pytest.raises(Unwanted, match="elsewhere"):
        look(tmp_path, zipped({name: "x"}))


def test_a_program_in_a_zip_folder_by_a_name_that_windows_cuts(tmp_path: Path) -> None:
    with pytest.raises(Unwanted, match="program in this zip folder"):
        look(tmp_path, zipped({"Setup.exe. .": b"MZ"}))


def test_all_pages_of_a_scan_stay_as_they_are(tmp_path: Path) -> None:
    pages = [Image.effect_noise((60, 40), spread) for spread in (20, 40, 60)]
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[0x010F], tags[0x013B], tags[0x8825] = "Fenphone", "Ada Fenwick", {1: "N", 2: (53.0, 14.0, 2.0)}
    scan = io.BytesIO()
    pages[0].save(scan, "TIFF", save_all=True, append_images=pages[1:], dpi=(300, 300), tiffinfo=tags)
    made = look(tmp_path, zipped({"scan.tif": scan.getvalue()}), "scan.zip")
    after = unpacked(made.content.read_bytes())["scan.tif"]
    assert b"Fenphone" not in after
    assert b"Ada" not in after
    found = shown(after)
    assert (found.n_frames, found.info["dpi"]) == (3, (300, 300))  # type: ignore[attr-defined]
    for number, page in enumerate(pages):
        found.seek(number)
        assert found.tobytes() == page.tobytes()
        assert 0x8825 not in found.getexif()


@pytest.mark.parametrize("form", ["AVIF", "HEIF"])
def test_newer_pictures_lose_what_is_told_and_nothing_else(tmp_path: Path, form: str) -> None:
    pillow_heif.register_heif_opener()
    options: dict[str, Any] = {"exif": place(1).tobytes(), "xmp": b"<x>Ada Fenwick</x>"}
    before = picture(form, size=(64, 48), **options)
    made = look(tmp_path, word(parts={"word/media/image1.jpeg": before, "word/media/image2": picture(form)}))
    after = unpacked(made.content.read_bytes())
    assert b"Fenphone" not in after["word/media/image1.jpeg"]
    assert b"Ada" not in after["word/media/image1.jpeg"]
    assert shown(after["word/media/image1.jpeg"]).tobytes() == shown(before).tobytes()
    assert after["word/media/image2"] == picture(form), "of which there was nothing to take out"


def test_what_a_camera_keeps_for_itself_is_refused_in_words(tmp_path: Path) -> None:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[50706] = b"\x01\x04\0\0"
    raw = io.BytesIO()
    Image.new("RGB", (60, 40)).save(raw, "TIFF", tiffinfo=tags)
    with pytest.raises(Unwanted, match=r"straight from a camera \(one.dng\)"):
        look(tmp_path, zipped({"one.dng": raw.getvalue()}), "photos.zip")
    newer = struct.pack(">I8s4x", 16, b"ftypcrx ") + struct.pack(">I4s", 8, b"moov")
    with pytest.raises(Unwanted, match=r"straight from a camera \(one.cr3\)"):
        look(tmp_path, zipped({"one.cr3": newer}), "photos.zip")


def test_what_is_built_like_a_film_and_is_none_stays_as_it_is(tmp_path: Path) -> None:
    other = struct.pack(">I8s4x", 16, b"ftypmiaf") + struct.pack(">I4s8x", 16, b"meta")
    content = zipped({"one.hif": other})
    assert look(tmp_path, content, "photos.zip").content.read_bytes() == content


@pytest.mark.parametrize("at", range(0, 300, 7))
def test_a_damaged_scan_is_taken_as_it_is_or_refused(at: int) -> None:
    content = bytearray(picture("TIFF", exif=place(1).tobytes()))
    content[at : at + 4] = b"\xff\xff\xff\xff"
    with contextlib.suppress(Refused):
        without_metadata(bytes(content))


def test_an_open_document_with_a_password_is_called_locked(tmp_path: Path) -> None:
    content = open_document()
    told = unpacked(content)["META-INF/manifest.xml"].decode()
    locked = told.replace(
        'manifest:full-path="content.xml" manifest:media-type="text/xml"/>',
        'manifest:full-path="content.xml" manifest:media-type="text/xml"><manifest:encryption-data/>'
        "</manifest:file-entry>",
    )
    parts = {"META-INF/manifest.xml": locked, "content.xml": "\x07not to be read"}
    with pytest.raises(Unwanted, match="locked with a password"):
        look(tmp_path, zipped({**unpacked(content), **parts}))


def test_long_words_hide_nothing_that_is_fetched(tmp_path: Path) -> None:
    fetched = (
        '<s xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:draw="d"><draw:fill-image '
        'xlink:href="https://elsewhere.example/x.png"/></s>'
    )
    content = open_document(text="otter " * 40_000)
    with pytest.raises(Unwanted, match="fetched from elsewhere"):
        look(tmp_path, zipped({**unpacked(content), "styles.xml": fetched}))


def test_whoever_sends_a_signed_document_is_told_that_it_no_longer_counts(tmp_path: Path) -> None:
    made = look(tmp_path, word(parts={"_xmlsignatures/sig1.xml": "<Signature/>"}))
    assert made.note.endswith(
        "It was signed electronically; changed in this way, it no longer counts as signed."
    )
    assert "signed" not in look(tmp_path, word()).note


def test_tables_that_lead_to_themselves_or_wipe_all_over_again_come_to_an_end() -> None:
    itself = struct.pack("<HHII", 34665, 4, 1, 8)
    round_about = b"II*\0\x08\0\0\0" + struct.pack("<H", 60_000) + itself * 60_000 + bytes(4)
    assert without_metadata(round_about) is not None
    all_of_it = struct.pack("<HHII", 700, 1, 700_000, 10)
    over_and_over = b"II*\0\x08\0\0\0" + struct.pack("<H", 60_000) + all_of_it * 60_000 + bytes(4)
    with pytest.raises(Refused):
        without_metadata(over_and_over)


@pytest.mark.parametrize("form", ["AVIF", "HEIF"])
def test_a_damaged_newer_picture_is_called_that_and_not_locked(tmp_path: Path, form: str) -> None:
    pillow_heif.register_heif_opener()
    content = bytearray(picture(form, size=(64, 48)))
    at = content.index(b"iloc")
    content[at : at + 4] = b"gone"
    with pytest.raises(Unwanted, match=r"damaged \(image2.avif\)"):
        look(tmp_path, word(parts={"word/media/image2.avif": bytes(content)}))
    with pytest.raises(Unwanted, match="This picture is damaged"):
        look(tmp_path, bytes(content))
