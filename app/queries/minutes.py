"""The minutes of meetings: how far they are, and the meeting behind an item."""

from uuid import UUID

from sqlmodel import Session, col, select

from app.models.boards import Board, BoardParticipant, BoardState
from app.models.items import Item, ItemKind
from app.models.meetings import Meeting
from app.policies.answers import Answer, Denied
from app.policies.boards import BoardFacts, may_facilitate
from app.policies.items import may_see_draft, may_start_minutes, readable_revision
from app.policies.viewers import PersonViewer, Viewer
from app.queries.items import item_facts
from app.queries.people import people_by_id
from app.schemas.minutes import MinutesOf, MinutesView


def minutes_view(
    session: Session, viewer: PersonViewer, meeting: Meeting, board: Board, facts: BoardFacts
) -> MinutesView:
    """How far the minutes of ``meeting`` are. That they were begun is no secret."""
    item = session.get(Item, meeting.minutes_item_id) if meeting.minutes_item_id else None
    answer = can_begin(session, viewer, board, facts)
    if item is None:
        return MinutesView(
            begun=False,
            begun_by=None,
            begun_at=None,
            story=None,
            published=False,
            writes=False,
            reopened=False,
            can_begin=bool(answer),
            reason=answer.reason if isinstance(answer, Denied) else "",
        )
    known = item_facts(session, item)
    published = readable_revision(viewer, known) is not None
    writes = bool(may_see_draft(viewer, known))
    return MinutesView(
        begun=True,
        begun_by=people_by_id(session, [item.created_by])[item.created_by],
        begun_at=item.created_at,
        story=item.id if published or writes else None,
        published=published,
        writes=writes,
        reopened=_reopened(meeting, board, item),
        can_begin=False,
        reason="",
    )


def can_begin(session: Session, viewer: Viewer, board: Board, facts: BoardFacts) -> Answer:
    """Whether ``viewer`` may begin the minutes of this board's meeting, once nobody has."""
    return may_start_minutes(
        viewer,
        facts.cluster_id,
        facilitates=bool(may_facilitate(viewer, facts)),
        attended=isinstance(viewer, PersonViewer) and _came(session, board.id, viewer.person_id),
        ended=board.state is BoardState.ended,
    )


def minutes_of(session: Session, item: Item) -> MinutesOf | None:
    """The meeting that ``item`` is the minutes of."""
    if item.kind is not ItemKind.minutes:
        return None
    found = session.exec(
        select(Meeting, Board)
        .join(Board, col(Board.meeting_id) == Meeting.id)
        .where(Meeting.minutes_item_id == item.id)
    ).first()
    if found is None:
        return None
    meeting, board = found
    return MinutesOf(
        meeting=meeting.id,
        board=board.id,
        title=meeting.title,
        starts_at=meeting.starts_at,
        reopened=_reopened(meeting, board, item),
    )


def _came(session: Session, board_id: UUID, person: UUID) -> bool:
    came = select(BoardParticipant.id).where(
        BoardParticipant.board_id == board_id, BoardParticipant.person_id == person
    )
    return session.exec(came).first() is not None


def _reopened(meeting: Meeting, board: Board, item: Item) -> bool:
    ended_since = meeting.ended_at is not None and meeting.ended_at > item.created_at
    return board.state is not BoardState.ended or ended_since
