"""Boards made as a test needs them, through the real actions."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from uuid import UUID, uuid4

from sqlmodel import col, select

from app import clock
from app.actions.boards.people import attend
from app.actions.boards.perform import perform
from app.actions.boards.turn import Attendee
from app.actions.guests import Limit, join
from app.actions.meetings import plan_meeting, start_meeting
from app.actions.sessions import token_hash
from app.models.boards import Board, BoardEvent, BoardParticipant
from app.models.evidence import ClusterFocus, Recommendation
from app.models.meetings import Meeting
from app.models.people import Role
from app.policies.board_projection import Eyes, Stored, apply, project
from app.policies.viewers import GuestViewer, Public
from app.queries.boards import board_view, eyes_of, get_board
from app.queries.viewers import person_viewer
from app.schemas.board_plan import BoardPlan, Column, Silent, Stage, StageKind
from app.schemas.boards import COMMAND
from tests.factories import County

PLAN = BoardPlan(
    columns=(Column(key="works", title="What is working"), Column(key="puzzles", title="What puzzles us")),
    stages=(
        Stage(key="begin", kind=StageKind.talk, title="Welcome", minutes=5),
        Stage(key="write", kind=StageKind.write, title="Write", minutes=5),
        Stage(key="group", kind=StageKind.sort, title="Read and group"),
        Stage(key="vote", kind=StageKind.vote, title="Vote", dots=3),
        Stage(key="discuss", kind=StageKind.discuss, title="Discuss", per_topic_minutes=5),
        Stage(key="listen", kind=StageKind.talk, title="Feedback", silent=Silent.presenter),
        Stage(key="commit", kind=StageKind.commit, title="Commit"),
    ),
)
"""One stage of each kind."""


def stage(key: str) -> int:
    """The number of a stage in ``PLAN``."""
    return next(index for index, one in enumerate(PLAN.stages) if one.key == key)


@dataclass
class Meet:
    """A meeting with a live board, its facilitator (the Cluster Lead), and colleagues from its schools."""

    county: County
    cluster: int
    meeting: UUID
    board: UUID
    facilitator: UUID
    colleagues: list[UUID]

    def attendee(self, person: UUID) -> Attendee:
        """The person as they take part; they come if they have not yet."""
        with self.county.database.write() as session:
            viewer = person_viewer(session, person)
            participant = attend(session, viewer, get_board(session, self.board))
        assert participant is not None
        return Attendee(viewer, participant)

    def do(self, person: UUID | Attendee, what: str, **fields: Any) -> int:
        """Let somebody do a command, in a transaction of its own; the ``seq`` it was done by."""
        who = person if isinstance(person, Attendee) else self.attendee(person)
        command = COMMAND.validate_python({"id": uuid4(), "do": what, **fields})
        with self.county.database.write() as session:
            return perform(session, who, self.board, command)

    def card(self, person: UUID, text: str = "A card", column: str = "works") -> UUID:
        """A card that somebody writes."""
        card = uuid4()
        self.do(person, "card.add", card=card, column=column, text=text)
        return card

    def go(self, key: str) -> int:
        """Let the facilitator go to a stage."""
        with self.county.database.read() as session:
            now = get_board(session, self.board).stage
        return self.do(self.facilitator, "stage.go", stage=stage(key), came_from=now)

    def view(self, eyes: Eyes) -> dict[str, Any]:
        """The board as these eyes see it."""
        with self.county.database.read() as session:
            return board_view(session, get_board(session, self.board), eyes)

    def guest(self, name: str = "Robin") -> Attendee:
        """Somebody without an account, who has come by the code."""
        token = guest_token(self.county, self.board, name)
        with self.county.database.read() as session:
            participant = session.exec(
                select(BoardParticipant.id).where(BoardParticipant.token_hash == token_hash(token))
            ).one()
        return Attendee(GuestViewer(participant, self.board), participant)

    def eyes(self, person: UUID | Attendee) -> Eyes:
        """Somebody's eyes."""
        who = person if isinstance(person, Attendee) else self.attendee(person)
        with self.county.database.read() as session:
            return eyes_of(get_board(session, self.board), who.participant_id)

    def followed(self, state: dict[str, Any], eyes: Eyes) -> dict[str, Any]:
        """An old state with all that these eyes have been told since."""
        with self.county.database.read() as session:
            events = session.exec(
                select(BoardEvent)
                .where(BoardEvent.board_id == self.board, col(BoardEvent.seq) > state["seq"])
                .order_by(col(BoardEvent.seq))
            ).all()
        for event in events:
            told = project(cast(Stored, event.data), event.seq, eyes)
            state = apply(state, told.get("patch", {})) | {"seq": told["seq"]}
        return state


def look_at(meeting: Meet) -> int:
    """Let its cluster look at the guidance on teaching assistants; the id of a recommendation."""
    recommendation = meeting.county.recommendation()
    with meeting.county.database.write() as session:
        edition = session.get_one(Recommendation, recommendation).edition_id
        session.add(ClusterFocus(cluster_id=meeting.cluster, edition_id=edition))
    return recommendation


def meet(
    county: County,
    *,
    colleagues: int = 2,
    plan: BoardPlan = PLAN,
    live: bool = True,
    again: Meet | None = None,
) -> Meet:
    """A cluster with a meeting that has begun, unless it is not ``live`` yet; of those who met ``again``."""
    if again is None:
        cluster = county.cluster()
        facilitator = county.person(Role.cluster_lead, cluster)
        people = [county.person(Role.school_lead, county.school(cluster)) for _ in range(colleagues)]
    else:
        cluster, facilitator, people = again.cluster, again.facilitator, again.colleagues
    with county.database.write() as session:
        meeting = plan_meeting(
            session,
            person_viewer(session, facilitator),
            cluster,
            title="Autumn meeting",
            starts_at=clock.now() + timedelta(hours=1),
            lasts_minutes=60,
            facilitator_id=facilitator,
            plan=plan,
        )
        meeting_id = meeting.id
    with county.database.write() as session:
        if live:
            start_meeting(session, person_viewer(session, facilitator), session.get_one(Meeting, meeting_id))
        board = session.exec(select(Board.id).where(Board.meeting_id == meeting_id)).one()
    return Meet(county, cluster, meeting_id, board, facilitator, people)


class Unlimited:
    """A door at which nobody counts."""

    def wait(self, limit: Limit, whose: str) -> int:
        """There is always room."""
        return 0

    def count(self, limit: Limit, whose: str) -> None:
        """Nothing is kept of it."""


def guest_token(county: County, board: UUID, name: str = "Gus") -> str:
    """The token of somebody who joins a live board by its code."""
    with county.database.write() as session:
        code = get_board(session, board).code
        assert code is not None
        joined = join(session, Unlimited(), "192.0.2.1", Public(), None, code=code, name=name)
    assert joined.token is not None
    return joined.token
