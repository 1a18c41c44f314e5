"""What writers are asked."""

import pytest

from app.content.templates import load_template


def test_a_case_study_has_its_six_sections_with_room_for_what_did_not_work() -> None:
    template = load_template("case-study")
    assert (template.key, template.version, template.title) == ("case-study", 1, "Case study")
    assert [section.key for section in template.sections] == [
        *("context", "problem", "what-we-did", "what-changed", "what-did-not-work", "advice"),
    ]
    assert [section.title for section in template.sections] == [
        *("Context", "The problem", "What we did", "What changed and how we know", "What did not work"),
        "Advice to another school",
    ]


def test_every_section_helps_with_a_line_and_a_few_questions() -> None:
    for section in load_template("case-study").sections:
        assert 0 < len(section.hint) <= 90
        assert "\n" not in section.hint
        assert 2 <= len(section.prompts) <= 4
        assert len(set(section.prompts)) == len(section.prompts)


def test_a_template_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        load_template("no-such-template")
