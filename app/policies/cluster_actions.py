"""Who sees a cluster's actions, and who changes them."""

from dataclasses import dataclass
from uuid import UUID

from app.policies.answers import YES, Answer, Denied
from app.policies.viewers import PersonViewer, Viewer


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """What policies need to know of an action. ``facilitator_id``: of the meeting where it was agreed."""

    cluster_id: int
    owner_person_id: UUID | None
    owner_school_urn: int | None
    facilitator_id: UUID | None
    is_dropped: bool

    def owned_by(self, viewer: PersonViewer) -> bool:
        """Whether it is the viewer's to do: theirs, or of a school where they hold a seat."""
        return viewer.has_seat and (
            viewer.person_id == self.owner_person_id or self.owner_school_urn in viewer.schools
        )


def may_see(viewer: Viewer, action: ActionFacts) -> Answer:
    """The cluster's people, and whose it is. As SQL: ``queries.cluster_actions.action_is_mine``."""
    if isinstance(viewer, PersonViewer) and (action.cluster_id in viewer.clusters or action.owned_by(viewer)):
        return YES
    return Denied("This action is another cluster's.")


def may_add(viewer: Viewer, cluster_id: int) -> Answer:
    """The leads of the cluster and of its schools, outside a meeting; at one, the board says who."""
    if isinstance(viewer, PersonViewer) and viewer.is_lead and cluster_id in viewer.clusters:
        return YES
    return Denied("Between meetings, actions are added by the leads of the cluster and its schools.")


def may_change(viewer: Viewer, action: ActionFacts) -> Answer:
    """Its words, owner and day, and whether it is done or dropped: the cluster's own leads, whoever
    facilitated its meeting, and whose it is."""
    if action.is_dropped:
        return Denied("This action was dropped. Add a new one.")
    if isinstance(viewer, PersonViewer) and viewer.has_seat:
        leads = action.cluster_id in viewer.clusters_led | viewer.region_clusters
        if leads or action.owned_by(viewer) or viewer.person_id == action.facilitator_id:
            return YES
    return Denied("Whose action it is, the facilitator and the Cluster Lead can change it.")
