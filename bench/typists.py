"""What people type, made beforehand: real Yjs updates, the same bytes for every server and repetition."""

from dataclasses import dataclass
from functools import lru_cache
from random import Random

from pycrdt import Doc, TransactionEvent, XmlElement, XmlFragment, XmlText

from bench.updates import edits_in

SECTION = "what-we-did"
PROSE = (
    "We began with ten minutes every morning. The adults sat back and wrote down what each child "
    "tried before asking for help. By the fourth week the notes were shorter and the questions better. Two "
    "of us found waiting hard; saying so aloud in the Tuesday meeting made it easier. What we would change: "
    "start with one class, agree the wording of the first prompt together, and keep Fridays free. "
)


@dataclass(frozen=True)
class Typist:
    """One person's edits: `updates[i]` brings their clock to `ends[i]`; together they make one paragraph."""

    client: int
    updates: tuple[bytes, ...]
    ends: tuple[int, ...]


@lru_cache
def typists(people: int, edits: int) -> tuple[Typist, ...]:
    """`people` typists with `edits` updates each: a paragraph of their own, then characters and words."""
    return tuple(_typist(number, edits) for number in range(people))


def _typist(number: int, edits: int) -> Typist:
    chance = Random(number)
    doc = Doc[XmlFragment](client_id=chance.randrange(1 << 31, 1 << 32))
    section = doc.get(SECTION, type=XmlFragment)
    updates: list[bytes] = []

    def keep(event: TransactionEvent) -> None:
        updates.append(bytes(event.update))

    subscription = doc.observe(keep)
    with doc.transaction():
        text = section.children.append(XmlElement("paragraph")).children.append(XmlText(""))
    at = chance.randrange(len(PROSE))
    while len(updates) < edits:
        size = chance.choice((1, 1, 1, 1, 2, 3, 6))
        text += (PROSE + PROSE)[at : at + size]
        at = (at + size) % len(PROSE)
    doc.unobserve(subscription)
    ends = tuple(edits_in(update)[-1][2] for update in updates)
    return Typist(doc.client_id, tuple(updates), ends)


def paragraphs(updates: list[bytes]) -> list[str]:
    """The section's paragraphs, sorted, of the document these updates make (in whatever order they come)."""
    doc = Doc[XmlFragment]()
    for update in updates:
        doc.apply_update(update)
    section = doc.get(SECTION, type=XmlFragment)
    elements = [child for child in section.children if isinstance(child, XmlElement)]
    return sorted("".join(map(str, element.children)) for element in elements)
