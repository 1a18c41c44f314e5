"""What leads may do about a recommendation of which little is known."""

from app.policies.viewers import PersonViewer, Viewer


def may_ask_for_stories(viewer: Viewer) -> bool:
    """Whether there is anybody whom ``viewer`` may ask to write (``policies/requests`` says whom)."""
    return isinstance(viewer, PersonViewer) and bool(viewer.regions_led or viewer.clusters_led)


def sees_clusters(viewer: Viewer) -> bool:
    """Leads see from which clusters there is nothing yet."""
    return isinstance(viewer, PersonViewer) and viewer.is_lead
