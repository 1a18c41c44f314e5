"""Turns a simple sheet (headings, paragraphs, lists, tables) into the parts of a Word document."""

from html.parser import HTMLParser
from xml.sax.saxutils import escape

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_OFFICE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_OFFICE}.styles+xml"/></Types>'
)
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_KIND}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_DOCUMENT_RELS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_KIND}/styles" Target="styles.xml"/></Relationships>'
)
_STYLE = (
    '<w:style w:type="paragraph" w:styleId="{0}"><w:name w:val="{1}"/><w:pPr>{2}</w:pPr><w:rPr>{3}</w:rPr>'
    "</w:style>"
)
_STYLES = (
    f'{_HEAD}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/><w:sz w:val="23"/><w:lang w:val="en-GB"/></w:rPr>'
    "</w:rPrDefault>"
    '<w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>'
    + _STYLE.format("Heading1", "heading 1", '<w:outlineLvl w:val="0"/>', '<w:b/><w:sz w:val="40"/>')
    + _STYLE.format("Heading2", "heading 2", '<w:outlineLvl w:val="1"/>', '<w:b/><w:sz w:val="28"/>')
    + "</w:styles>"
)
_EDGE = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:color="9A9484"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_PAGE = (
    '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="1000" w:right="1000" w:bottom="1000" w:left="1000" w:header="500" w:footer="500" '
    'w:gutter="0"/></w:sectPr>'
)


def word(html: str) -> dict[str, str]:
    """The parts of the document, by their names in it."""
    sheet = _Sheet()
    sheet.feed(html)
    body = "".join(sheet.out)
    return {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS,
        "word/_rels/document.xml.rels": _DOCUMENT_RELS,
        "word/styles.xml": _STYLES,
        "word/document.xml": f'{_HEAD}<w:document xmlns:w="{_W}"><w:body>{body}{_PAGE}</w:body></w:document>',
    }


class _Sheet(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.out: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.text = "" if tag in ("h1", "h2", "p", "li", "td", "th") else self.text
        if tag == "table":
            self.out.append(
                f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{_EDGE}</w:tblBorders>'
                "</w:tblPr><w:tblGrid/>"
            )
        elif tag == "tr":
            self.out.append('<w:tr><w:trPr><w:trHeight w:val="620"/></w:trPr>')

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "h1" | "h2":
                self.out.append(_paragraph(self.text, style=f"Heading{tag[1]}"))
            case "p":
                self.out.append(_paragraph(self.text))
            case "li":
                self.out.append(_paragraph(f"\u2022 {self.text}"))
            case "td" | "th":
                self.out.append(f"<w:tc><w:tcPr/>{_paragraph(self.text, bold=tag == 'th')}</w:tc>")
            case "tr":
                self.out.append("</w:tr>")
            case "table":
                self.out.append(f"</w:tbl>{_paragraph('')}")


def _paragraph(text: str, *, style: str = "", bold: bool = False) -> str:
    how = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    run = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:p>{how}<w:r>{run}<w:t xml:space="preserve">{escape(text.strip())}</w:t></w:r></w:p>'
