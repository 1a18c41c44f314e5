"""A journey as text, for those who read without the screens: a Markdown file, and the page as served."""

from collections.abc import Iterator

from app.content.board_exports import in_a_line
from app.content.days import day_words
from app.content.points_csv import in_figures
from app.content.served import plain
from app.content.units import unit_words
from app.models.journeys import Better, EntryPrompt, Going, Phase
from app.schemas.journeys import EntryView, JourneyView, MeasureView, PhaseView, PointView

PHASES = {
    Phase.explore: "Explore",
    Phase.prepare: "Prepare",
    Phase.deliver: "Deliver",
    Phase.sustain: "Sustain",
}
GOING = {
    Going.stuck: "Stuck",
    Going.hard: "Hard going",
    Going.steady: "Getting there",
    Going.well: "Going well",
}
_BETTER = {Better.up: "more is better", Better.down: "less is better", Better.neither: ""}


def journey_markdown(journey: JourneyView) -> list[str]:
    """Its parts, headings from the second level on: phases, entries oldest first, measures with points."""
    parts = ["## How it went", "\n".join(f"- {in_a_line(_phase(one))}" for one in journey.phases)]
    for entry in journey.entries:
        parts.append(f"### {in_a_line(_entry(entry))}")
        for section in entry.sections:
            parts += [f"#### {section.title}", section.markdown.strip()]
        parts += [f"*{in_a_line(one.description or one.name)}*" for one in entry.files]
    if journey.measures:
        parts.append("## What was measured")
    for measure in journey.measures:
        parts += [f"### {in_a_line(measure.name)}", in_a_line(_about(measure)), _table(measure)]
    return [part for part in parts if part]


def journey_html(journey: JourneyView) -> Iterator[str]:
    """The same as HTML; only what ``render_markdown`` made is markup."""
    phases = "".join(f"<li>{plain(_phase(one))}</li>" for one in journey.phases)
    yield f"<section><h2>How it went</h2><ul>{phases}</ul></section>"
    for entry in journey.entries:
        told = "".join(f"<h4>{plain(one.title)}</h4>{one.html}" for one in entry.sections)
        yield f"<section><h3>{plain(_entry(entry))}</h3>{told}</section>"
    if journey.measures:
        yield "<h2>What was measured</h2>"
    for measure in journey.measures:
        rows = "".join(
            f"<tr>{''.join(f'<td>{plain(cell)}</td>' for cell in _cells(measure, one))}</tr>"
            for one in measure.points
        )
        heads = "".join(f"<th>{head}</th>" for head in _HEADS)
        yield (
            f"<section><h3>{plain(measure.name)}</h3><p>{plain(_about(measure))}</p>"
            f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></section>"
        )


_HEADS = ("Day", "Value", "People", "Note")


def _phase(one: PhaseView) -> str:
    back = " (back from a later phase)" if one.back else ""
    note = f": {one.note}" if one.note else ""
    return f"{PHASES[one.phase]} from {day_words(one.since)}{back}{note}"


def _entry(entry: EntryView) -> str:
    asked = "a year on" if entry.prompt is EntryPrompt.year_on else ""
    going = GOING[entry.going].lower() if entry.going else ""
    said = [day_words(entry.happened_on), entry.term, PHASES[entry.phase], going, asked]
    by = f", by {entry.by}" if entry.by else ""
    return f"{' · '.join(one for one in said if one)}{by}"


def _about(measure: MeasureView) -> str:
    said = [
        _BETTER[measure.better],
        f"before: {_value(measure, measure.baseline)}" if measure.baseline is not None else "",
        f"aim: {_value(measure, measure.target)}" if measure.target is not None else "",
        measure.source,
    ]
    return "; ".join(one for one in said if one)


def _table(measure: MeasureView) -> str:
    if not measure.points:
        return ""
    rows = [_HEADS, ("---",) * len(_HEADS), *(_cells(measure, one) for one in measure.points)]
    plain_rows = [tuple(map(in_a_line, row)) for row in rows[2:]]
    return "\n".join(f"| {' | '.join(row)} |" for row in [*rows[:2], *plain_rows])


def _cells(measure: MeasureView, point: PointView) -> tuple[str, ...]:
    people = "" if point.people is None else f"{point.people}{' (few)' if point.small else ''}"
    return (day_words(point.measured_on), _value(measure, point.value), people, point.note)


def _value(measure: MeasureView, value: float) -> str:
    unit = unit_words(value, measure.unit)
    return f"{in_figures(value)}{unit if unit == '%' else f' {unit}'}".rstrip()
