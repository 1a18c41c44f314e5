# ruff: noqa: E501 (the XML of documents stands in long lines)
"""Documents as Office and LibreOffice make them, small: with properties, pictures, comments, cells and slides."""

import io
import struct
import zlib
from collections.abc import Mapping
from typing import Final

from PIL import Image

from tests.uploads import picture, zipped

_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OOXML = "application/vnd.openxmlformats-officedocument."
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

CORE: Final = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>Rota of the wombats</dc:title>'
    "<dc:creator>Ada Fenwick</dc:creator><cp:lastModifiedBy>Bo Marsh</cp:lastModifiedBy><cp:revision>2"
    '</cp:revision><dcterms:created xsi:type="dcterms:W3CDTF">2026-03-01T09:00:00Z</dcterms:created>'
    "</cp:coreProperties>"
)


def types(**parts: str) -> str:
    """``[Content_Types].xml``; what each part, by its name with ``__`` for ``/``, is."""
    told = "".join(
        f'<Override PartName="/{name.replace("__", "/")}.xml" ContentType="{_OOXML}{kind}+xml"/>'
        for name, kind in parts.items()
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
        f'<Default Extension="png" ContentType="image/png"/><Override PartName="/docProps/core.xml" '
        f'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>{told}</Types>'
    )


def rels(*told: tuple[str, str], external: bool = False) -> str:
    """Relationships, each of a kind and to a target."""
    mode = ' TargetMode="External"' if external else ""
    found = "".join(
        f'<Relationship Id="rId{number}" Type="{kind if "/" in kind else f"{_REL}/{kind}"}" Target="{target}"{mode}/>'
        for number, (kind, target) in enumerate(told, 1)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_PACKAGE}/relationships">{found}</Relationships>'


def main(target: str) -> str:
    """The first relationships of a package."""
    core = f"{_PACKAGE}/relationships/metadata/core-properties"
    return rels(("officeDocument", target), (core, "docProps/core.xml"))


def word(body: str = "", parts: Mapping[str, str | bytes] | None = None, core: str = CORE) -> bytes:
    """A Word document with one picture, ``word/media/image1.jpeg``, and its paragraphs."""
    shown = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        'wordprocessingDrawing"><wp:extent cx="914400" cy="609600"/><wp:docPr id="1" name="P" descr="The wall in '
        f'the hall"/><a:graphic xmlns:a="{_A}"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/'
        '2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
        '<pic:cNvPr id="1" name="P"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId1"/>'
        '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext '
        'cx="914400" cy="609600"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_W}" xmlns:r="{_REL}"><w:body>'
        f"<w:p><w:r><w:t>Two adults in the room</w:t></w:r></w:p>{body}{shown}</w:body></w:document>"
    )
    return zipped(
        {
            "[Content_Types].xml": types(word__document="wordprocessingml.document.main"),
            "_rels/.rels": main("word/document.xml"),
            "docProps/core.xml": core,
            "word/document.xml": document,
            "word/_rels/document.xml.rels": rels(("image", "media/image1.jpeg")),
            "word/media/image1.jpeg": photo(),
            **(parts or {}),
        }
    )


def slides(*texts: str, notes: str = "", parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """PowerPoint slides, each with a text; the first with a note of its speaker."""

    def shapes(kind: str, text: str) -> str:
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><p:{kind} xmlns:p="{_P}" xmlns:a="{_A}" xmlns:r="{_REL}"><p:cSld>'
            '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
            '<p:sp><p:nvSpPr><p:cNvPr id="2" name="T" descr="A photo of hedgehogs"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
            "<p:spPr/><p:txBody><a:bodyPr/>"
            f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:{kind}>"
        )

    told = {f"ppt__slides__slide{n}": "presentationml.slide" for n in range(1, len(texts) + 1)}
    ids = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n}"/>' for n in range(1, len(texts) + 1))
    return zipped(
        {
            "[Content_Types].xml": types(ppt__presentation="presentationml.presentation.main", **told),
            "_rels/.rels": main("ppt/presentation.xml"),
            "docProps/core.xml": CORE,
            "ppt/presentation.xml": (
                f'<?xml version="1.0" encoding="UTF-8"?><p:presentation xmlns:p="{_P}" xmlns:r="{_REL}"><p:sldIdLst>'
                f'{ids}</p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/>'
                "</p:presentation>"
            ),
            "ppt/_rels/presentation.xml.rels": rels(
                *(("slide", f"slides/slide{n}.xml") for n in range(1, len(texts) + 1))
            ),
            **{f"ppt/slides/slide{n}.xml": shapes("sld", text) for n, text in enumerate(texts, 1)},
            "ppt/notesSlides/notesSlide1.xml": shapes("notes", notes),
            "ppt/media/image1.png": drawing(),
            **(parts or {}),
        }
    )


def workbook(parts: Mapping[str, str | bytes] | None = None, *, names: str = "") -> bytes:
    """An Excel workbook with a sheet of pupils: a shared text, a day of birth as a number, a telephone number."""
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>42441</v></c><c r="C1"><v>7700900123</v></c></row>'
        f'<row r="2"><c r="A2" t="inlineStr"><is><t>Aardvarks{names}</t></is></c><c r="B2"><v>42441</v></c></row>'
    )
    return zipped(
        {
            "[Content_Types].xml": types(
                xl__workbook="spreadsheetml.sheet.main",
                xl__worksheets__sheet1="spreadsheetml.worksheet",
                xl__sharedStrings="spreadsheetml.sharedStrings",
                xl__styles="spreadsheetml.styles",
            ),
            "_rels/.rels": main("xl/workbook.xml"),
            "docProps/core.xml": CORE,
            "xl/workbook.xml": (
                f'<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="{_S}" xmlns:r="{_REL}"><sheets><sheet '
                'name="Badger class" sheetId="1" r:id="rId1"/></sheets></workbook>'
            ),
            "xl/_rels/workbook.xml.rels": rels(
                ("worksheet", "worksheets/sheet1.xml"),
                ("sharedStrings", "sharedStrings.xml"),
                ("styles", "styles.xml"),
            ),
            "xl/worksheets/sheet1.xml": (
                f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{_S}"><sheetData>{rows}</sheetData></worksheet>'
            ),
            "xl/sharedStrings.xml": (
                f'<?xml version="1.0" encoding="UTF-8"?><sst xmlns="{_S}" count="1" uniqueCount="1"><si><r><t>Sam </t></r>'
                "<r><t>Otter</t></r><rPh><t>no</t></rPh></si></sst>"
            ),
            "xl/styles.xml": (
                f'<?xml version="1.0" encoding="UTF-8"?><styleSheet xmlns="{_S}"><numFmts count="1"><numFmt numFmtId="164" '
                'formatCode="dd\\ mmm\\ yyyy"/></numFmts><fonts count="1"><font><sz val="11"/></font></fonts><fills '
                'count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
                '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/>'
                "</cellXfs></styleSheet>"
            ),
            **(parts or {}),
        }
    )


def open_document(kind: str = "text", text: str = "Two adults in the room") -> bytes:
    """An OpenDocument text with a picture and its properties."""
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    words = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": (
                f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{office}" xmlns:text="{words}" '
                'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"><office:body><office:text>'
                f'<text:p>{text}<text:s/>or <text:a xlink:href="mailto:sam@ashlow.sch.uk">write</text:a></text:p>'
                "</office:text></office:body></office:document-content>"
            ),
            "meta.xml": (
                f'<?xml version="1.0" encoding="UTF-8"?><office:document-meta xmlns:office="{office}" xmlns:meta="urn:oasis:names:tc:'
                'opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>'
                "<meta:initial-creator>Ada Fenwick</meta:initial-creator><dc:creator>Bo Marsh</dc:creator>"
                "<dc:title>Rota of the wombats</dc:title></office:meta></office:document-meta>"
            ),
            "Pictures/one.jpeg": photo(),
            "META-INF/manifest.xml": (
                '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:'
                'manifest:1.0" manifest:version="1.2"><manifest:file-entry manifest:full-path="/" '
                f'manifest:media-type="application/vnd.oasis.opendocument.{kind}"/><manifest:file-entry '
                'manifest:full-path="content.xml" manifest:media-type="text/xml"/><manifest:file-entry '
                'manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>'
            ),
        }
    )


def place(turned: int = 6) -> Image.Exif:
    """What a phone writes beside a photo."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Fenphone", turned
    exif[0x8825] = {1: "N", 2: (53.0, 14.0, 2.0), 3: "W", 4: (0.0, 32.0, 0.0)}
    return exif


def photo(turned: int = 6, *, size: tuple[int, int] = (60, 40)) -> bytes:
    """A photo with its place, a remark, and a second picture hung behind it as some phones do."""
    shot = picture("JPEG", size=size, exif=place(turned).tobytes(), comment=b"taken at home")
    return shot + picture("JPEG", exif=place().tobytes())


def drawing() -> bytes:
    """A PNG with remarks."""
    plain = picture("PNG", dpi=(96, 96))
    remark = b"tEXtAuthor\0Ada Fenwick at 53.234N"
    chunk = struct.pack(">I", len(remark) - 4) + remark + struct.pack(">I", zlib.crc32(remark))
    return plain[:-12] + chunk + plain[-12:] + b"behind the end"


def moving(kind: str = "GIF", frames: int = 3, **options: object) -> bytes:
    """A picture that moves."""
    shown = [Image.new("RGB", (60, 40), colour) for colour in ("red", "green", "blue")[:frames]]
    out = io.BytesIO()
    shown[0].save(out, kind, save_all=True, append_images=shown[1:], duration=200, loop=0, **options)
    return out.getvalue()
