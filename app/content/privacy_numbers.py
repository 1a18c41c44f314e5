"""Telephone numbers and pupil numbers in folded text. Each is told as (start, end, what it comes to)."""

import re
from collections.abc import Iterator
from typing import Final

import phonenumbers
from phonenumbers import Leniency, PhoneNumber, PhoneNumberFormat, PhoneNumberMatcher

_HERE: Final = "GB"
_AS_DIALLED = re.compile(r"(?:(?:00|\+)44)?0[1-9]\d{8,9}|(?:(?:00|\+)44)[1-9]\d{8,9}")
_NOT_DIALLED = re.compile(r"\(0\)|(?:ext|x|#).*", re.IGNORECASE)
_MOBILE_OF_A_SPREADSHEET = re.compile(r"7[1-9]\d{8}")
_LOCAL = re.compile(
    r"\b(?:tel|telephone|phone|mobile|mob)\b\.?(?: (?:number|no|num)\b\.?)?(?: (?:is|was|on))?[ :#]{1,3}"
    r"(\d(?:[ -]?\d){4,7})(?![\d.]*\d)",
    re.IGNORECASE,
)
_COULD_BEGIN = re.compile(r"(?:\+|(?<!\d)(?:0|7[1-9]))(?:[^\d\n\t]{0,5}\d){5}")
"""What every number that counts begins with: looking for numbers is slow, and tables are full of others."""
_APART = re.compile(r"[\n\t]+|\b(?!ext)[a-z]{4,}\b|$", re.IGNORECASE)
"""No number goes on in the next line, in the next cell of a table, or after a word."""
_BOOK = re.compile(r"(?:ISBN|ISSN|DOI|URN|UKPRN)\S{0,6}[ :]{0,3}[\d ./-]{0,24}$", re.IGNORECASE)

CHECK_LETTERS: Final = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""Without I, O and S, which look like digits."""
_UPN = re.compile(r"(?<![A-Z0-9])[A-Z](?:[ -]?\d){11}[ -]?[\dA-Z](?![A-Z0-9])", re.IGNORECASE)
_SAYS_UPN = re.compile(r"\b(?:upn|unique pupil number|pupil number)", re.IGNORECASE)


def phones(text: str) -> Iterator[tuple[int, int, str]]:
    """Telephone numbers: what could be dialled from here, whether or not it has been given to anybody.

    Years, page ranges, scores and a school's URN are none of these.
    """
    seen = bytearray(len(text))
    for start, end, raw, number in _dialled(text):
        digits = re.sub(r"[^\d+]", "", _NOT_DIALLED.sub("", raw))
        if _BOOK.search(text, max(0, start - 40), start):
            continue
        if (
            (phonenumbers.is_valid_number(number) and digits.startswith(("0", "+")))
            or _AS_DIALLED.fullmatch(digits)
            or _MOBILE_OF_A_SPREADSHEET.fullmatch(digits)
        ):
            seen[start:end] = b"\1" * (end - start)
            yield start, end, phonenumbers.format_number(number, PhoneNumberFormat.E164)
    for local in _LOCAL.finditer(text):
        start, end = local.span(1)
        if not any(seen[start:end]):
            yield start, end, re.sub(r"\D", "", local[1])


def _dialled(text: str) -> Iterator[tuple[int, int, str, PhoneNumber]]:
    """What has the form of a telephone number: where, as it is written, and as it is dialled."""
    start = 0
    for apart in _APART.finditer(text):
        piece, at, start = text[start : apart.start()], start, apart.end()
        if not _COULD_BEGIN.search(piece):
            continue
        for match in PhoneNumberMatcher(piece, _HERE, leniency=Leniency.POSSIBLE, max_tries=len(piece) + 1):
            yield at + match.start, at + match.end, match.raw_string, match.number


def pupil_numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """Unique pupil numbers, permanent and temporary: a letter, eleven digits, and a digit or a letter.

    Written in one piece it is found even if its check letter is wrong: hardly anything else looks so, and a
    slip of one digit still says which school, which year and nearly which pupil. In groups, as a row of marks
    might be, its check letter has to be right, unless the text calls it a pupil number.
    """
    for match in _UPN.finditer(text):
        number = re.sub(r"[ -]", "", match[0]).upper()
        if (
            len(number) == len(match[0])
            or check_letter(number) == number[0]
            or _SAYS_UPN.search(text, max(0, match.start() - 40), match.start())
        ):
            yield match.start(), match.end(), number


def check_letter(number: str) -> str | None:
    """The letter a pupil number of 13 characters should begin with; ``None`` where no such number is.

    The second to the thirteenth character, each times its place, added up, modulo 23. The last one of a
    temporary number is a letter and counts as in ``CHECK_LETTERS``. Source: the Unique Pupil Number of the
    Government Data Standards Catalogue, version 2.0, and rule 1510 of the school census.
    """
    values = [int(one) if one.isdigit() else CHECK_LETTERS.find(one) for one in number[1:]]
    if len(values) != 12 or -1 in values:
        return None
    return CHECK_LETTERS[sum(place * value for place, value in enumerate(values, 2)) % 23]
