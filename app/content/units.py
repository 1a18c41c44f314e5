"""Units of measures as people say them: "1 minute", "12 minutes", "7 of 10".

``frontend/src/features/measures/units.ts`` says the same to readers; ``tests/data/units.json`` holds both
to it.
"""

import re

_KNOWN = {
    one: f"{one}s"
    for one in (
        "second minute hour day week month term year lesson session pupil teacher adult parent TA SENCO book "
        "word sentence question answer page step time point mark"
    ).split()
} | {"child": "children", "person": "people", "class": "classes", "entry": "entries"}
_ONE_OF = {several: one for one, several in _KNOWN.items()}
_NOT_SEVERAL = frozenset({"series", "species", "maths", "news", "always", "less", "plus"})
_ENDS_THE_NOUN = frozenset(
    "a an of out per in on at to for from with by each every ahead behind above below who that /".split()
)
_SEVERAL = re.compile(r"^(?:[A-Z]{2,}s|[a-z]{2,}[^suic]s|[a-z]+ches)$")


def unit_words(value: float, unit: str) -> str:
    """``unit`` as it is said after ``value``: its noun in the singular after one, else in the plural.

    Only a noun that is known to be singular is put into the plural: "score" and "kg" stay as written.
    """
    words = unit.split()
    noun = next((at for at, word in enumerate(words) if word.lower() in _ENDS_THE_NOUN), len(words))
    if abs(value) == 1:
        for at in reversed(range(noun)):
            if (one := _one(words[at])) is not None:
                words[at] = one
                break
    elif noun and words[noun - 1] in _KNOWN:
        words[noun - 1] = _KNOWN[words[noun - 1]]
    return " ".join(words)


def _one(word: str) -> str | None:
    """The singular of a plural; nothing of what is none."""
    if word in _ONE_OF:
        return _ONE_OF[word]
    if word in _NOT_SEVERAL or not _SEVERAL.match(word):
        return None
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if re.search(r"(?:sh|ch|x|ss)es$", word):
        return word[:-2]
    return word[:-1]
