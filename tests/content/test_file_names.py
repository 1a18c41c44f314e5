"""Whatever a file is called, its name is one that people can read and their computers take."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from app.content.file_kinds import KINDS
from app.content.file_names import BYTES, CHARACTERS, clean_name, name_as

TRICKS = st.text(st.sampled_from("ab./\\: \u202e\u200b\u0301\u0440é\n\0|CONcom1.exepdf")) | st.text(
    max_size=300
)


@given(TRICKS, st.sampled_from(sorted(KINDS)))
def test_a_name_is_harmless_and_ends_as_what_it_is(told: str, media_type: str) -> None:
    name = name_as(clean_name(told), media_type)
    assert 0 < len(name) <= CHARACTERS
    assert len(name.encode()) <= BYTES
    assert not set(name) & set('/\\<>:"|?*')
    assert all(unicodedata.category(c)[0] != "C" and (c == " " or c.isprintable()) for c in name)
    assert name == unicodedata.normalize("NFC", name)
    assert not name.startswith((".", " "))
    stem, _, ending = name.rpartition(".")
    assert stem
    assert not stem.endswith((".", " "))
    assert ending in KINDS[media_type].endings
    assert stem.split(".")[0].strip().lower() not in ("con", "prn", "aux", "nul", "com1", "lpt9")


@given(TRICKS)
def test_a_clean_name_stays_as_it_is(told: str) -> None:
    assert clean_name(clean_name(told)) == clean_name(told)


def test_endings() -> None:
    pdf = "application/pdf"
    assert name_as("Rota.PDF", pdf) == "Rota.pdf"
    assert name_as("Rota", pdf) == "Rota.pdf"
    assert name_as("Rota v2.1", pdf) == "Rota v2.1.pdf"
    assert name_as("Rota.exe", pdf) == "Rota.pdf"
    assert name_as("photo.heic", "image/jpeg") == "photo.jpg"
    assert name_as("photo.jpeg", "image/jpeg") == "photo.jpeg"
