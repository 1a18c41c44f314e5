"""Plain text and tables as CSV: what is neither a page, a picture nor a program in disguise."""

import codecs
import re
from pathlib import Path
from typing import Any, Final

from app.adapters.inspection.limits import TEXT_CHARACTERS, Refused

_MARKUP: Final = re.compile(
    r"<\s*(!doctype|html|head|body|script|svg|iframe|object|embed|\?xml|\?php)\b", re.IGNORECASE
)
_SCRIPTS: Final = frozenset(
    "js mjs cjs ts jsx tsx vbs vbe wsf hta ps1 psm1 bat cmd sh bash zsh py pyw rb pl php asp aspx jsp cgi "
    "lua reg inf scr applescript url desktop".split()
)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_WEB_PAGE: Final = (
    "This is a web page or a drawing made of markup, in which programs can hide. Print it to a PDF, or save "
    "it as a picture, and send that."
)


def look(file: Path, name: str) -> dict[str, Any] | None:
    """Text, or nothing where it is none. ``Refused`` for markup and scripts."""
    with file.open("rb") as stream:
        content = stream.read(4 * TEXT_CHARACTERS)
    text = decoded(content)
    if text is None or _CONTROLS.search(text):
        return None
    if _MARKUP.search(text[:65_536]):
        raise Refused(_WEB_PAGE)
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if text.startswith("#!") or ending in _SCRIPTS:
        raise Refused("This is a script, a sort of program. We take documents, pictures, sound and film.")
    if text.startswith("{\\rtf"):
        raise Refused(
            "This is an RTF document. Open it in Word or LibreOffice, save it as .docx, and send that."
        )
    if text.startswith("%!PS"):
        raise Refused("This is a PostScript file. Save it as PDF, and send that.")
    is_table = ending == "csv"
    return {
        "media_type": "text/csv" if is_table else "text/plain",
        "content": str(file),
        "text": text[:TEXT_CHARACTERS],
        "read_whole": len(text) <= TEXT_CHARACTERS and len(content) == file.stat().st_size,
    }


def decoded(content: bytes) -> str | None:
    """``content`` as text, or nothing where it is none."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content[: len(content) // 2 * 2].decode("utf-16", "replace")
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(content)
    except UnicodeDecodeError:
        if b"\0" in content:
            return None
        # What Excel and Notepad on Windows write.
        decoded = content.decode("cp1252", "replace")
        return decoded if decoded.count("\ufffd") <= len(decoded) // 100 else None
