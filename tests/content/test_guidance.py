"""Data files of guidance: the shipped ones are good, and a bad one is told by file and place."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.actions.evidence import FOLDER
from app.content.guidance import GuidanceFileError, read_guidance
from tests.guidance_files import crosswalk, edition, put


def test_the_shipped_files_are_good_and_not_of_one_subject() -> None:
    data = read_guidance(FOLDER)
    assert len({each.slug for each in data.editions.values()}) > 5
    labels = {e.edition for e in data.editions.values() if e.slug == "teaching-assistants"}
    assert labels == {"2015", "2025"}
    assert data.crosswalks


def test_whatever_is_shipped_is_named_in_a_few_words() -> None:
    """What a chip says of a recommendation and its edition fits into a chip, and tells neighbours apart."""
    for data in read_guidance(FOLDER).editions.values():
        names = [each.short or each.title for each in data.recommendations]
        for name in [data.short or data.title, *names]:
            assert len(name.split()) <= 4, (data.slug, name)
            assert len(name) <= 34, (data.slug, name)
        assert len(set(names)) == len(names), data.slug


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"title": ""}, "title: String should have at least 1 character"),
        ({"year": "soon"}, "year: "),
        ({"slug": "Two words"}, "slug: "),
        ({"url": "javascript:alert(1)"}, "url: "),
        ({"short": "Far too many words for a chip that is to be small"}, "short: "),
        ({"sudgestions": []}, "sudgestions: Extra inputs are not permitted"),
        ({"recommendations": []}, "recommendations: "),
        ({"recommendations": [{"number": 1, "title": "A"}] * 2}, "the recommendation 1 is there twice"),
        ({"recommendations": [{"number": 1, "title": "A", "group": "b"}]}, "recommendation 1: no group “b”"),
        ({"groups": [{"key": "a", "title": "A"}] * 2}, "the group a is there twice"),
    ],
)
def test_a_wrong_edition_is_told(tmp_path: Path, change: dict[str, Any], reason: str) -> None:
    put(tmp_path, edition("marking", "2020", "One", "Two") | change, name="wrong.json")
    with pytest.raises(GuidanceFileError) as wrong:
        read_guidance(tmp_path)
    assert wrong.value.file == "wrong.json"
    assert reason in wrong.value.reason


def test_a_file_that_is_not_json_is_told(tmp_path: Path) -> None:
    (tmp_path / "torn.json").write_text('{"slug": "mark', "utf-8")
    with pytest.raises(GuidanceFileError, match=r"torn\.json: the file: Invalid JSON"):
        read_guidance(tmp_path)


def test_an_edition_in_two_files_is_told(tmp_path: Path) -> None:
    put(tmp_path, edition("marking", "2020", "One"), name="a.json")
    put(tmp_path, edition("marking", "2020", "One"), name="b.json")
    with pytest.raises(GuidanceFileError, match="is there twice"):
        read_guidance(tmp_path)


def test_a_folder_without_files_is_told(tmp_path: Path) -> None:
    with pytest.raises(GuidanceFileError, match="no data files"):
        read_guidance(tmp_path)


@pytest.mark.parametrize(
    ("links", "reason"),
    [
        (
            [crosswalk("marking 2020 1", "marking 2024 9")],
            "there is no recommendation marking 2024, number 9",
        ),
        (
            [crosswalk("marking 2020 1", "reading 2024 1")],
            "there is no recommendation reading 2024, number 1",
        ),
        ([crosswalk("marking 2020 1", "marking 2020 2")], "linked to its own edition"),
        (
            [
                crosswalk("marking 2020 1", "marking 2024 1"),
                crosswalk("marking 2024 1", "marking 2020 1", "partial"),
            ],
            "is there twice",
        ),
        ([crosswalk("marking 2020 1", "marking 2024 1", "vague")], "crosswalks.0.strength: "),
    ],
)
def test_a_wrong_crosswalk_is_told(tmp_path: Path, links: list[dict[str, Any]], reason: str) -> None:
    put(tmp_path, edition("marking", "2020", "One", "Two"))
    put(tmp_path, edition("marking", "2024", "One"))
    (tmp_path / "crosswalks.json").write_text(json.dumps({"crosswalks": links}), "utf-8")
    with pytest.raises(GuidanceFileError) as wrong:
        read_guidance(tmp_path)
    assert wrong.value.file == "crosswalks.json"
    assert reason in wrong.value.reason
