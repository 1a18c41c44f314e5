"""The check before a story leaves its school: what it finds, what it leaves alone, and where it stands."""

import re
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.content.privacy import AROUND, Finding, Passage, passages, scan
from app.content.privacy_numbers import CHECK_LETTERS, check_letter
from app.content.prosemirror import from_markdown
from app.models.privacy import FindingKind

TODAY = date(2026, 11, 21)

EMAILS = [
    "Write to jane.smith@ashlow.lincs.sch.uk.",
    "jane.smith (at) ashlow.lincs.sch.uk",
    "jane [at] ashlow [dot] sch [dot] uk",
    "jane at ashlow dot sch dot uk",
    "jane.smith at ashlow.sch.uk",
    "jane @ ashlow.sch.uk",
    "<JANE+SEN@ASHLOW.SCH.UK>",
    "jane\u200b@ash\u00adlow.sch.uk",  # a zero-width space and a soft hyphen
    "ｊａｎｅ＠ａｓｈｌｏｗ．ｓｃｈ．ｕｋ",
    "jané@ashlow.sch.uk",
]
PHONES = [
    "Ring 01522 523456 after four.",
    "(01522) 523456",
    "+44 (0)1522 523456",
    "0044 1522 523456",
    "07700 900123",
    "07700900123",
    "07700.900.123",
    "0 7 7 0 0 9 0 0 1 2 3",
    "7700900123",
    "0115 496 0123",
    "0115\u20114960123",  # a hyphen that does not break
    "０７７００ ９００１２３",
    "07\u200b700 900\u2060123",
    "٠٧٧٠٠٩٠٠١٢٣",
    "tel: 523456",
    "Phone number 523 456",
]
UPNS = [
    "B801200005001",
    "b801200005001",
    "B 801 2000 05 001",
    "B-801-2000-05-001",
    "Ｂ８０１２０００05001",
    "B801\u200b200005001",
    "A801200005001",  # one slip, and still a pupil's
    "His UPN is A 801 2000 05 001",
]
BIRTHS = [
    "Sam (12/03/2014) came",
    "Sam, 12.3.2014, came",
    "Sam 12-03-14",
    "Sam 12/3/14",
    "2014-03-12",
    "12th March 2014",
    "the 12th of March 2014",
    "12 Mar ’14",
    "12-Mar-14",
    "March 12th, 2014",
    "12\u2011March\u20112014",
    "１２／０３／２０１４",
    "DOB: 3.5.1975",
    "d.o.b. 03/05/2024",
    "date of birth is 3 May 2024",
    "She was born on 3rd May 2024",
    "born in March 2024",
    "Her birthday is 3 May",
    "3 May is her birthday",
    "born on 3 May 1948",
]
FINDS = [
    *((FindingKind.email, text) for text in EMAILS),
    *((FindingKind.phone, text) for text in PHONES),
    *((FindingKind.upn, text) for text in UPNS),
    *((FindingKind.date_of_birth, text) for text in BIRTHS),
]
LEAVES = [
    "We looked at gov.uk and read more at www.ashlow.sch.uk.",
    "Meet @ 3.30pm, and follow @ashlow or RT @ashlow.bsky.social",
    "The team at Ashlow dot the i’s",
    "The share rose from 2015-2018, and again in 2018/19.",
    "pp. 112-118 of the guidance; see 10.1080/03004430.2018.1455555",
    "Our URN is 120345 and the next is 1203456.",
    "URN: 01203456789",
    "ISBN 0 19 853453 1",
    "92.5 % of 1,234,567 pupils; £1,234.56; 0.4, 0.56 and 0.23",
    "Scores: 98 102 115 118 120, then 101 104 119 121 122",
    "We won 3-2, 120-118 and 5-0.",
    "08:45-09:15 and 10:30-11:45",
    "12 of 24 pupils in Year 4, 9 in Year 6",
    "A 101 102 103 104 row of marks",
    "B80120000500 and AB801200005001 and B8012000050012",
    "We met on 14 October 2025 and again on 3/2/2026.",
    "The staff meeting of 12 March 2018 decided",
    "From 1 September 2018 until 31 August 2019",
    "The inspection on Tuesday 12 March 2019 said so",
    "12 March 2018 staff meeting",
    "Summer-born children who came in September 2023",
    "pupils born in summer 2014",
    "The children met their teacher on 3 May. She was born for this.",
    "31/02/2014 and 45/03/2014 are on no calendar",
    "Section 3.4.12 and version 2.14.3",
    "In May 24 of 30 pupils could",
    "the 2014 curriculum of 2014",
]


def found(text: str) -> list[Finding]:
    return scan([Passage("context", text)], TODAY)


@pytest.mark.parametrize(("kind", "text"), FINDS)
def test_finds(kind: FindingKind, text: str) -> None:
    assert [one.kind for one in found(text)] == [kind]
    assert [one.kind for one in found(f"They said so. {text}, and that was that.")] == [kind]


@pytest.mark.parametrize("text", LEAVES)
def test_leaves_alone(text: str) -> None:
    assert found(text) == []


def test_one_thing_is_the_same_however_it_is_written() -> None:
    for forms in (
        EMAILS[2:4],
        ["07700 900123", "+44 7700 900123", "０７７００ ９００１２３"],
        ["B801200005001", "b 801 2000 05 001"],
        ["12/03/2014", "12th March 2014", "March 12, 2014"],
    ):
        assert len({found(text)[0].same for text in forms}) == 1, forms


def test_it_is_shown_where_it_stands() -> None:
    text = "First line.\nSome of us ring ０７７００\u200b ９００１２３ at night.\nLast line."
    (one,) = found(text)
    assert text[one.start : one.end] == one.match == "０７７００\u200b ９００１２３"
    assert (one.before, one.after) == ("Some of us ring ", " at night.")


def test_long_surroundings_are_cut_at_a_word() -> None:
    (one,) = found("word " * 100 + "jane@ashlow.sch.uk" + " word" * 100)
    assert one.before.startswith("… word")
    assert one.after.endswith("word …")
    assert max(len(one.before), len(one.after)) <= AROUND + 2


def test_digits_of_a_pupil_number_are_not_a_telephone_number_too() -> None:
    assert [one.kind for one in found("UPN A077009001230")] == [FindingKind.upn]


def test_an_address_behind_a_link_is_found() -> None:
    document = from_markdown(
        "Ask [our office](mailto:office@ashlow.sch.uk) or [them](https://example.org/a)."
    )
    (one,) = scan(passages("advice", document), TODAY)
    assert (one.kind, one.section, one.match, one.is_link) == (
        FindingKind.email,
        "advice",
        "office@ashlow.sch.uk",
        True,
    )


def test_bold_in_the_middle_hides_nothing() -> None:
    assert len(list(scan(passages("advice", from_markdown("ring 07700 **900**123")), TODAY))) == 1


def test_check_letters() -> None:
    # Each digit times its place, added up, modulo 23; A is 0 and Z is 22, without I, O and S.
    assert check_letter("?000000000001") == "P"  # 13
    assert check_letter("?801200005001") == "B"  # 16 + 4 + 10 + 50 + 13 = 93, and 93 = 4 * 23 + 1
    assert check_letter("?00000000000Z") == "L"  # 22 * 13 = 286 = 12 * 23 + 10
    assert check_letter("?00000000000I") is None


_digits = st.text("0123456789", min_size=11, max_size=11)


@given(_digits, st.sampled_from("0123456789" + CHECK_LETTERS), st.sampled_from(["", " ", "-"]))
def test_every_pupil_number_is_found(eleven: str, last: str, between: str) -> None:
    number = f"A{eleven}{last}"
    letter = check_letter(number)
    assert letter is not None
    written = between.join(f"{letter}{number[1:]}")
    (one,) = found(f"It was {written}.")
    assert (one.kind, one.match, one.same) == (FindingKind.upn, written, letter + number[1:])


@given(
    st.dates(date(2008, 1, 1), date(2023, 1, 1)),
    st.sampled_from(["%d/%m/%Y", "%d.%m.%y", "%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d-%b-%y"]),
)
def test_every_child_s_birthday_is_found(day: date, form: str) -> None:
    (one,) = found(f"Sam ({day.strftime(form)}) reads.")
    assert (one.kind, one.same) == (FindingKind.date_of_birth, day.isoformat())


@given(st.dates(date(2024, 1, 1), TODAY), st.sampled_from(["%d/%m/%Y", "%d.%m.%y", "%d %B %Y"]))
def test_no_meeting_of_these_years_is_a_birthday(day: date, form: str) -> None:
    assert found(f"The cluster met, {day.strftime(form)}, and decided.") == []


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(["-", "–", "/", " of ", " to ", ":"]))
def test_no_score_or_range_is_anything(one: int, other: int, between: str) -> None:
    assert found(f"It went {one}{between}{other} in the end.") == []


@given(st.text())
@example("a@b.c\n07700 900123 @ d.ef at x dot yz born 3 May")
def test_any_text_can_be_looked_through(text: str) -> None:
    end = 0
    for one in found(text):
        assert text[one.start : one.end] == one.match
        assert one.start >= end
        assert one.match.strip() == one.match
        assert one.before.removeprefix("… ") in text
        end = one.end


@given(st.text("ab.@ -+'(" + "0123456789", max_size=40), st.text("at dot.@", max_size=40))
def test_hidden_in_other_words_it_is_still_found(before: str, after: str) -> None:
    found_at = found(f"{before}\nring 07700 900123\n{after}")
    assert any(one.kind is FindingKind.phone and "900123" in one.match for one in found_at)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text", ["a" * 200_000, "a." * 100_000, "a at " * 40_000, "1 " * 100_000, "0-" * 100_000, "1/2/" * 50_000]
)
def test_hostile_text_takes_no_longer_than_it_is_long(text: str) -> None:
    found(text)


def test_what_is_kept_of_a_finding_is_not_in_its_words() -> None:
    assert not re.search(r"[A-Za-z]", found("07700 900123")[0].same)
