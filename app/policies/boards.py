"""Who comes to a meeting's board, and who may do what there when."""

from dataclasses import dataclass
from uuid import UUID

from app.models.boards import BoardState
from app.policies.answers import YES, Answer, Denied
from app.policies.viewers import GuestViewer, PersonViewer, Viewer


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """What policies need to know of a board. ``visitors``: invited from other clusters."""

    board_id: UUID
    cluster_id: int
    region_id: int
    state: BoardState
    facilitator_id: UUID
    visitors: frozenset[UUID] = frozenset()


def may_come(viewer: Viewer, board: BoardFacts) -> Answer:
    """The cluster's own people, invited visitors, and this board's guests until it ends."""
    if isinstance(viewer, PersonViewer) and (
        board.cluster_id in viewer.clusters or (viewer.has_seat and viewer.person_id in board.visitors)
    ):
        return YES
    if isinstance(viewer, GuestViewer) and viewer.board_id == board.board_id:
        return YES if board.state is not BoardState.ended else Denied("This meeting has ended.")
    return Denied("This meeting is another cluster's.")


def may_plan(viewer: Viewer, cluster_id: int) -> Answer:
    """The cluster's own lead, and its Regional Lead, plan its meetings and templates."""
    if isinstance(viewer, PersonViewer) and (
        cluster_id in viewer.clusters_led or cluster_id in viewer.region_clusters
    ):
        return YES
    return Denied("Meetings are planned by the Cluster Lead.")


def may_facilitate(viewer: Viewer, board: BoardFacts) -> Answer:
    """Whoever was asked to; nobody else may do what facilitators do, the Cluster Lead included."""
    if (
        isinstance(viewer, PersonViewer)
        and viewer.person_id == board.facilitator_id
        and may_come(viewer, board)
    ):
        return YES
    return Denied("Only the facilitator can do this.")


def may_take_facilitation(viewer: Viewer, board: BoardFacts) -> Answer:
    """The facilitator hands over; who may plan the cluster's meetings may take it, for the facilitator may be
    absent."""
    return may_facilitate(viewer, board) or may_plan(viewer, board.cluster_id)
