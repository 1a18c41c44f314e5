"""What a cluster decides about itself."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.actions.audit import record
from app.actions.boards.turn import Telling, locked
from app.errors import Invalid
from app.events import ClusterNews, emit
from app.models.boards import Board
from app.models.evidence import ClusterFocus, Edition, Guidance
from app.models.meetings import Meeting, MeetingState
from app.models.places import Cluster
from app.policies.answers import require
from app.policies.clusters import may_choose_focus
from app.policies.viewers import PersonViewer
from app.queries.board_parts import recommendations


def choose_focus(
    session: Session, viewer: PersonViewer, cluster: Cluster, editions: Sequence[tuple[str, str]]
) -> None:
    """Work from these editions, each by its guidance and label, and from no others; none is allowed."""
    assert cluster.id is not None
    require(may_choose_focus(viewer, cluster.id))
    wanted = set(editions)
    rows = session.exec(
        select(Guidance.slug, Edition.label, Edition.id)
        .join(Edition, col(Edition.guidance_id) == Guidance.id)
        .where(sa.tuple_(col(Guidance.slug), col(Edition.label)).in_(wanted))
    ).all()
    if len(rows) != len(wanted):
        raise Invalid("One of these editions is not in the guidance here.")
    session.exec(sa.delete(ClusterFocus).where(col(ClusterFocus.cluster_id) == cluster.id))
    session.add_all(ClusterFocus(cluster_id=cluster.id, edition_id=edition or 0) for _, _, edition in rows)
    _tell_boards(session, cluster.id)
    record(
        session,
        viewer.person_id,
        "cluster.focus_chosen",
        "cluster",
        cluster.id,
        editions=sorted(f"{slug}/{label}" for slug, label in wanted),
    )
    emit(session, ClusterNews(cluster.id, "focus"))


def _tell_boards(session: Session, cluster_id: int) -> None:
    """Who has a board open can choose at once what the cluster looks at now.

    Names of what it no longer looks at stay with them: their cards may be about it, and which of those that
    nobody has been shown are is nobody else's to know.
    """
    session.flush()
    boards = session.exec(
        select(Board.id)
        .join(Meeting, col(Meeting.id) == Board.meeting_id)
        .where(
            Meeting.cluster_id == cluster_id,
            col(Meeting.state).in_((MeetingState.planned, MeetingState.live)),
        )
    ).all()
    for one in sorted(boards):
        if (board := locked(session, one)) is None:
            continue
        if names := recommendations(session, board):
            telling = Telling(session, board)
            telling.tell({"recommendations": names})
            telling.append("focus.chosen")
