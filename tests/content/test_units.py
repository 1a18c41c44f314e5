"""Units are said as people say them; the screens are held to the same examples."""

import json
from pathlib import Path

import pytest

from app.content.units import unit_words

EXAMPLES = json.loads((Path(__file__).parents[1] / "data" / "units.json").read_text("utf-8"))


@pytest.mark.parametrize(("value", "unit", "said"), EXAMPLES)
def test_a_unit_after_a_value(value: float, unit: str, said: str) -> None:
    assert unit_words(value, unit) == said
