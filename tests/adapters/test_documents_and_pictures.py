"""PDF and pictures: what is read in them, what is taken out, and what whoever sent them is told."""

import io
from pathlib import Path

import pytest
from PIL import Image

from app.actions.file_tools import Made, Unwanted
from app.adapters.inspecting import Inspecting
from tests.office_files import moving, photo
from tests.uploads import PDF, picture


def look(tmp_path: Path, content: bytes) -> Made:
    file = tmp_path / "file"
    file.write_bytes(content)
    return Inspecting().inspect(file, "file")


def pdf(*objects: bytes, page: bytes = b"", root: bytes = b"", info: bytes = b"") -> bytes:
    """The page of ``PDF`` with more in it: objects from number 6 on."""
    objects = (*objects, b"<<" + info + b">>") if info else objects
    told = b"".join(b"%d 0 obj%sendobj\n" % (number, one) for number, one in enumerate(objects, 6))
    return (
        PDF.replace(b"/MediaBox", page + b"/MediaBox")
        .replace(b"/Type/Catalog", b"/Type/Catalog" + root)
        .replace(b"trailer<<", told + b"trailer<<" + (b"/Info %d 0 R" % (5 + len(objects)) if info else b""))
    )


def test_what_was_filled_in_remarked_and_linked_in_a_pdf(tmp_path: Path) -> None:
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V(Sam Otter)/Rect[0 0 90 20]/F 4/P 3 0 R>>"
    remark = b"<</Type/Annot/Subtype/Text/Contents(Born 12/03/2016)/Rect[0 0 9 9]>>"
    link = b"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(mailto:sam@ashlow.sch.uk)>>>>"
    made = look(
        tmp_path,
        pdf(
            field,
            remark,
            link,
            page=b"/Annots[6 0 R 7 0 R 8 0 R]",
            root=b"/AcroForm<</Fields[6 0 R]>>",
            info=b"/Title(Rota of the wombats)/Author(Ada Fenwick)",
        ),
    )
    for words in (
        "Hedgehog rota",
        "Sam Otter",
        "Born 12/03/2016",
        "mailto:sam@ashlow.sch.uk",
        "of the wombats",
    ):
        assert words in made.text
    assert made.read_whole
    assert "name “Ada Fenwick” as its author" in made.note


def test_a_scan_is_known_not_to_be_read(tmp_path: Path) -> None:
    shown = picture(size=(60, 40))
    image = b"<</Type/XObject/Subtype/Image/Width 60/Height 40/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter"
    image += b"/DCTDecode/Length %d>>stream\n" % len(shown) + shown + b"\nendstream "
    scan = pdf(image, page=b"").replace(b"/Resources<<", b"/Resources<</XObject<</I 6 0 R>>")
    scan = scan.replace(
        b"BT /F1 18 Tf 20 200 Td (Hedgehog rota) Tj ET", b"q 200 0 0 300 0 0 cm /I Do Q              "
    )
    made = look(tmp_path, scan)
    assert (made.text.strip(), made.read_whole, made.note) == ("", False, "")
    assert made.content.read_bytes() == scan


def test_where_a_photo_in_a_pdf_was_taken_is_wiped_in_its_place(tmp_path: Path) -> None:
    shot = photo()
    image = b"<</Type/XObject/Subtype/Image/Width 60/Height 40/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter"
    content = pdf(image + b"/DCTDecode/Length %d>>stream\n" % len(shot) + shot + b"\nendstream ")
    assert b"Fenphone" in content
    made = look(tmp_path, content)
    after = made.content.read_bytes()
    assert (len(after), b"Fenphone" in after, b"GPS" in after) == (len(content), False, False)
    assert "Taken out of it" in made.note
    assert "signed" not in made.note
    assert "no longer counts as signed" in look(tmp_path, content + b"\n%/ByteRange [0 1 2 3]\n").note
    start = after.index(b"\xff\xd8\xff")
    before = Image.open(io.BytesIO(shot))
    assert Image.open(io.BytesIO(after[start : start + len(shot)])).tobytes() == before.tobytes()


def test_a_program_packed_into_a_pdf(tmp_path: Path) -> None:
    content = pdf(
        b"<</Type/Filespec/F(Setup.exe)/UF(Setup.exe)/EF<</F 7 0 R>>>>",
        b"<</Type/EmbeddedFile/Length 2>>stream\nMZ\nendstream ",
        root=b"/Names<</EmbeddedFiles<</Names[(Setup.exe) 6 0 R]>>>>",
    )
    with pytest.raises(Unwanted, match="program packed into this PDF"):
        look(tmp_path, content)
    assert not look(tmp_path, content.replace(b"Setup.exe", b"Setup.doc")).read_whole


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_what_moves_the_first_picture_is_kept_and_that_is_said(tmp_path: Path, kind: str) -> None:
    made = look(tmp_path, moving(kind))
    kept = Image.open(made.content)
    assert getattr(kept, "n_frames", 1) == 1
    red, green, _ = kept.convert("RGB").getpixel((5, 5))  # type: ignore[misc]
    assert red > 200 > green
    assert made.note.startswith("It moved; the first picture of it is kept.")
    assert look(tmp_path, picture(kind)).note == ""


def test_what_is_made_smaller_is_said(tmp_path: Path) -> None:
    made = look(tmp_path, picture(size=(5_200, 3_900), quality=20))
    assert made.note.startswith("Made smaller: 2,560 pixels on its longer side, from 5,200.")
    assert not made.read_whole


def test_avif_is_a_picture(tmp_path: Path) -> None:
    assert look(tmp_path, picture("AVIF", size=(300, 200))).media_type == "image/jpeg"
