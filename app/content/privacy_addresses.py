"""E-mail addresses in folded text, also those written so that machines should not see them."""

import re
from collections.abc import Iterator
from typing import Final

_OPEN, _SHUT = r"[(\[{<]\s?", r"\s?[)\]}>]"
_AT: Final = re.compile(rf"@|{_OPEN}(?:at|@){_SHUT}|(?<!\w)at(?!\w)", re.IGNORECASE)
_DOT = rf"\s?{_OPEN}(?:dot|\.){_SHUT}\s?|\s+dot\s+"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_DOMAIN: Final = re.compile(
    rf"{_LABEL}(?:(?:\.|{_DOT}){_LABEL}){{0,5}}(?:\.|{_DOT})(?P<last>[a-z]{{2,24}})(?![\w@])", re.IGNORECASE
)
_DOT_BEFORE: Final = re.compile(rf"(?:{_DOT})$", re.IGNORECASE)
_LAST: Final = re.compile(
    r"ac|academy|biz|co|com|education|edu|eu|gov|ie|info|io|me|net|org|sch|school|scot|uk|wales",
    re.IGNORECASE,
)
"""How an address ends, where only that tells it from other words: "at Ashlow dot the i's" is none."""
_LONGEST_NAME, _LONGEST_DOMAIN = 64, 300


def emails(text: str) -> Iterator[tuple[int, int, str]]:
    """Addresses as (start, end, what it comes to): name@school.org, name (at) school (dot) org and the like.

    Where "at" is a plain word, the rest has to look like an address: dots spelt out, or a name that is not a
    plain word (first.last at school.org.uk).
    """
    done = 0
    for at in _AT.finditer(text):
        if at.start() < done:
            continue
        after = at.end() + (text[at.end() : at.end() + 1] == " ")
        domain = _DOMAIN.match(text, after, after + _LONGEST_DOMAIN)
        end = at.start() - (text[at.start() - 1 : at.start()] == " ")
        start = _name(text, end)
        if domain is None or start is None or start < done:
            continue
        name = text[start:end]
        if at[0] == "@":
            # "RT @school.org" names an account, not somebody at an address.
            is_address = end == at.start() or after > at.end()
        elif at[0].lower() == "at":
            spelt = re.search(_DOT, domain[0], re.IGNORECASE) is not None
            named = (
                re.search(r"[._\d]", name) is not None
                and re.search(r"[a-z]", name, re.IGNORECASE) is not None
            )
            is_address = (spelt and _LAST.fullmatch(domain["last"]) is not None) or (not spelt and named)
        else:
            is_address = True
        if is_address:
            done = domain.end()
            plain = re.sub(_DOT, ".", f"{name}@{domain[0]}", flags=re.IGNORECASE)
            yield start, done, plain.lower()


def _name(text: str, end: int) -> int | None:
    """Where the name that ends at ``end`` begins, across dots that are spelt out; ``None`` for none."""
    start = _word(text, end)
    if start == end:
        return None
    for _ in range(3):
        dot = _DOT_BEFORE.search(text, max(0, start - 12), start)
        if dot is None or (before := _word(text, dot.start())) == dot.start():
            break
        start = before
    return start


def _word(text: str, end: int) -> int:
    start = end
    while (
        start > 0
        and end - start < _LONGEST_NAME
        and (text[start - 1].isalnum() or text[start - 1] in "_.+'-")
    ):
        start -= 1
    while start < end and text[start] in ".'":
        start += 1
    return end if text[end - 1 : end] in (".", "'") else start
