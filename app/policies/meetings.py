"""Who may do what with a meeting before and around its board; the board itself is in ``boards``."""

from app.models.boards import BoardState
from app.policies.answers import YES, Answer, Denied
from app.policies.boards import BoardFacts, may_come, may_facilitate, may_plan
from app.policies.viewers import PersonViewer, Viewer


def may_change(viewer: Viewer, board: BoardFacts) -> Answer:
    """Who plans the cluster's meetings, and who was asked to facilitate this one."""
    if may_facilitate(viewer, board) or may_plan(viewer, board.cluster_id):
        return YES
    return Denied("The Cluster Lead or the facilitator can change this meeting.")


def may_start(viewer: Viewer, board: BoardFacts) -> Answer:
    """The same people: a meeting does not wait for a facilitator who is stuck in traffic."""
    return may_change(viewer, board)


def may_cancel(viewer: Viewer, board: BoardFacts) -> Answer:
    """Who plans the cluster's meetings."""
    return may_plan(viewer, board.cluster_id)


def may_invite(viewer: Viewer, board: BoardFacts) -> Answer:
    """Who may change it, until it is over."""
    if board.state is BoardState.ended:
        return Denied("This meeting is over.")
    return may_change(viewer, board)


def may_say_whether_coming(viewer: Viewer, board: BoardFacts) -> Answer:
    """Whoever may come, until it is over."""
    if not isinstance(viewer, PersonViewer):
        return Denied("Only people with an account answer an invitation.")
    if board.state is BoardState.ended:
        return Denied("This meeting is over.")
    return may_come(viewer, board)


def may_edit_template(viewer: Viewer, cluster_id: int | None) -> Answer:
    """A cluster's templates are for whoever plans its meetings to change; shipped ones are copied instead."""
    if cluster_id is None:
        return Denied("This template comes with Mobilise. Make a copy for your cluster and change that.")
    return may_plan(viewer, cluster_id)


def may_use_template(viewer: Viewer, cluster_id: int | None) -> Answer:
    """Shipped ones are everybody's with a seat, a cluster's its own people's."""
    clusters = viewer.clusters | {None} if isinstance(viewer, PersonViewer) and viewer.has_seat else ()
    if cluster_id in clusters:
        return YES
    return Denied("This template is another cluster's.")
