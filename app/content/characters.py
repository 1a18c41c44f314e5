"""Which characters a text may hold."""

import re
from typing import Final

# Controls, halves of surrogate pairs and noncharacters say nothing, and not every store, parser or database
# takes them. Explicit bidirectional controls can make a text read differently from what it is; right-to-left
# scripts do not need them, and the marks LRM, RLM and ALM, which they do use, stay.
_PLANES_END = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
_UNWANTED: Final = re.compile(
    f"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef{_PLANES_END}]"
)
LINE_END: Final = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")


def clean(text: str) -> str:
    """``text`` without characters that cannot be shown or that mislead; line ends and tabs stay."""
    return text if text.isascii() and text.isprintable() else _UNWANTED.sub("", text)
