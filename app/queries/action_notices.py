"""The words of notices about actions, for those who see the action when they read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from app.models.cluster_actions import ClusterAction
from app.models.notices import NoticeKind
from app.models.places import Cluster
from app.policies.viewers import PersonViewer
from app.queries.cluster_actions import action_is_mine

ACTIONS = frozenset({NoticeKind.action_given, NoticeKind.action_due})


@dataclass(frozen=True, slots=True)
class ActionKnown:
    """An action as its notice tells of it."""

    text: str
    cluster: str
    address: str
    due_on: date | None
    is_open: bool


def actions_known(
    session: Session, viewer: PersonViewer, ids: Iterable[UUID | None]
) -> dict[UUID, ActionKnown]:
    """Those of these actions that ``viewer`` sees."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    rows = session.exec(
        select(ClusterAction, Cluster)
        .join(Cluster, col(Cluster.id) == ClusterAction.cluster_id)
        .where(col(ClusterAction.id).in_(wanted), action_is_mine(viewer))
    ).all()
    return {
        action.id: ActionKnown(
            text=action.text,
            cluster=cluster.name,
            address=f"/clusters/{cluster.slug}#actions",
            due_on=action.due_on,
            is_open=action.done_on is None and action.dropped_on is None,
        )
        for action, cluster in rows
    }


def action_words(kind: NoticeKind, by: str, action: ActionKnown | None) -> tuple[str, str | None]:
    """The sentence, and the address to go to."""
    if action is None:
        return "An action was yours to do that is another cluster’s now.", None
    called = f"“{action.text}”"
    if not action.is_open:
        return f"{called} of {action.cluster} has been settled.", action.address
    day = f" by {action.due_on.day} {action.due_on:%B}" if action.due_on else ""
    if kind is NoticeKind.action_given:
        return f"{by} gave you or your school an action of {action.cluster}: {called}{day}.", action.address
    return f"{called} of {action.cluster} was to be done{day}.", action.address
