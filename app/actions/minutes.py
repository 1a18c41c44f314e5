"""Minutes: made once from a board that has ended, then written and published like any item."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app import clock
from app.actions.audit import record
from app.actions.documents import create_document
from app.content.board_record import read_record
from app.content.days import day_words
from app.content.minutes import minutes_sections
from app.content.templates import load_template
from app.errors import Conflict
from app.events import ClusterNews, emit
from app.models.boards import Board
from app.models.items import AuthorState, Item, ItemAuthor, ItemKind
from app.models.meetings import Meeting
from app.models.people import Person
from app.policies.answers import require
from app.policies.board_projection import WALL
from app.policies.boards import BoardFacts
from app.policies.viewers import PersonViewer
from app.queries.boards import board_view
from app.queries.minutes import can_begin

LONGEST_TITLE = 200


def begin_minutes(
    session: Session, viewer: PersonViewer, meeting: Meeting, board: Board, facts: BoardFacts
) -> Item:
    """The minutes of ``meeting`` as a draft of its cluster by ``viewer``, seeded from the frozen board.

    ``Conflict`` if somebody has begun them: they stay as written, also when the board is opened again.
    """
    require(can_begin(session, viewer, board, facts))
    now = clock.now()
    starts_at = meeting.starts_at.astimezone(clock.LONDON)
    template = load_template("minutes")
    item = Item(
        kind=ItemKind.minutes,
        home_cluster_id=facts.cluster_id,
        title=_title(meeting.title, day_words(starts_at)),
        template_key=template.key,
        template_version=template.version,
        created_by=viewer.person_id,
        created_at=now,
        updated_at=now,
    )
    session.add(item)
    session.flush()
    _claim(session, meeting, item.id)
    session.add(
        ItemAuthor(
            item_id=item.id,
            person_id=viewer.person_id,
            state=AuthorState.accepted,
            invited_by=viewer.person_id,
            invited_at=now,
            answered_at=now,
        )
    )
    create_document(
        session,
        item.id,
        minutes_sections(
            read_record(board_view(session, board, WALL)),
            starts_at=starts_at,
            place=meeting.place,
            facilitator=session.get_one(Person, board.facilitator_id).name,
        ),
    )
    record(session, viewer.person_id, "minutes.begun", "item", item.id, meeting=str(meeting.id))
    emit(session, ClusterNews(facts.cluster_id, "meetings"))
    return item


def _title(meeting: str, day: str) -> str:
    rest = f"Minutes: , {day}"
    return f"Minutes: {meeting[: LONGEST_TITLE - len(rest)]}, {day}"


def _claim(session: Session, meeting: Meeting, item: UUID) -> None:
    claimed = session.exec(
        sa.update(Meeting)
        .where(col(Meeting.id) == meeting.id, col(Meeting.minutes_item_id).is_(None))
        .values(minutes_item_id=item)
    ).rowcount
    if not claimed:
        raise Conflict("Somebody has begun the minutes of this meeting already. Ask them to invite you.")
    session.refresh(meeting)
