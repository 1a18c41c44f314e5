"""Who may do what for a cluster."""

from app.policies.answers import YES, Answer, Denied
from app.policies.viewers import PersonViewer, Viewer


def may_choose_focus(viewer: Viewer, cluster_id: int) -> Answer:
    """Its Cluster Lead chooses what it works from, or a Regional Lead of its region."""
    if isinstance(viewer, PersonViewer) and cluster_id in viewer.clusters_led | viewer.region_clusters:
        return YES
    return Denied("The Cluster Lead chooses what the cluster works from.")
