"""What somebody reads, as a file of theirs: a revision as it is shown to them, a board as all see it."""

from datetime import date

from sqlmodel import Session

from app import clock
from app.content.board_exports import cards_csv, in_a_line, record_markdown
from app.content.board_record import read_record
from app.content.days import day_words
from app.content.pictures import at_home
from app.models.boards import Board
from app.models.items import Item
from app.models.meetings import Meeting
from app.policies.board_projection import WALL
from app.policies.items import ItemFacts
from app.policies.viewers import Viewer
from app.queries.boards import board_view
from app.queries.journey_text import journey_markdown
from app.queries.stories import story_view


def story_markdown(session: Session, viewer: Viewer, item: Item, facts: ItemFacts, base: str) -> str:
    """The newest revision that ``viewer`` may read as Markdown, headings as on its page. ``NotFound`` where
    there is none: a draft is nobody's to take away.

    Pictures stand in it by their address here, at ``base``: whoever opens one is asked who they are.
    """
    story = story_view(session, viewer, item, facts)
    names = ", ".join(f"{one.name} ({one.school})" if one.school else one.name for one in story.byline)
    day = day_words(story.made_at.astimezone(clock.LONDON))
    parts = [
        f"# {in_a_line(story.title)}",
        " · ".join(in_a_line(part) for part in (names, story.home.name, day) if part),
    ]
    parts.append(f"{story.audience.words}.")
    for section in story.sections:
        parts += [f"## {section.title}", section.markdown.strip()]
    if story.journey is not None:
        parts += journey_markdown(story.journey)
    return at_home("\n\n".join(parts) + "\n", base)


def board_markdown(session: Session, board: Board) -> tuple[str, date]:
    """All that everybody sees of a board as Markdown, and the day of its meeting."""
    meeting = session.get_one(Meeting, board.meeting_id)
    starts_at = meeting.starts_at.astimezone(clock.LONDON)
    record = read_record(board_view(session, board, WALL))
    return record_markdown(record, starts_at=starts_at, place=meeting.place), starts_at.date()


def board_cards(session: Session, board: Board) -> tuple[str, date]:
    """The cards that everybody sees as a table (CSV), and the day of the meeting."""
    meeting = session.get_one(Meeting, board.meeting_id)
    record = read_record(board_view(session, board, WALL))
    return cards_csv(record), meeting.starts_at.astimezone(clock.LONDON).date()
