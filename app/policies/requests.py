"""Who may ask a school or a cluster to write about something, and who answers."""

from dataclasses import dataclass
from uuid import UUID

from app.models.requests import RequestState
from app.policies.answers import YES, Answer, Denied
from app.policies.viewers import PersonViewer, System, Viewer


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What policies need to know of a story request. It goes to a school or to a cluster."""

    school_urn: int | None
    cluster_id: int | None
    asked_by: UUID
    state: RequestState


def may_request(
    viewer: Viewer, *, school_urn: int | None, cluster_id: int | None, cluster_of_school: int | None
) -> Answer:
    """Regional Leads ask any school or cluster of the county, a Cluster Lead the schools of the cluster."""
    if isinstance(viewer, PersonViewer):
        if viewer.regions_led:
            return YES
        if school_urn is not None and cluster_of_school in viewer.clusters_led:
            return YES
        if viewer.clusters_led:
            return Denied("You can ask the schools of your own cluster.")
    return Denied("Regional Leads ask for stories, and Cluster Leads ask the schools of their cluster.")


def is_asked(viewer: PersonViewer, request: RequestFacts) -> bool:
    """Whether it goes to ``viewer``'s school or cluster, whatever seat they hold there."""
    return (
        request.school_urn in viewer.schools
        if request.school_urn is not None
        else request.cluster_id in viewer.member_clusters | viewer.clusters_led
    )


def may_see_request(viewer: Viewer, request: RequestFacts) -> Answer:
    """Everyone who is asked, who asked, and the Regional Leads."""
    if isinstance(viewer, System):
        return YES
    if (
        isinstance(viewer, PersonViewer)
        and viewer.has_seat
        and (viewer.regions_led or viewer.person_id == request.asked_by or is_asked(viewer, request))
    ):
        return YES
    return Denied("This request is between those who asked and those who are asked.")


def may_take_up(
    viewer: Viewer, request: RequestFacts, *, school_urn: int, cluster_of_school: int | None
) -> Answer:
    """Anyone with a seat at a school that is asked may start the story there."""
    if request.state is not RequestState.waiting:
        return Denied("This request has been answered already.")
    if not isinstance(viewer, PersonViewer) or school_urn not in viewer.schools:
        return Denied("You can start a story at a school where you hold a seat.")
    if request.school_urn is not None:
        asked = request.school_urn == school_urn
    else:
        asked = cluster_of_school is not None and request.cluster_id == cluster_of_school
    return YES if asked else Denied("Another school is asked to write this.")


def may_decline(viewer: Viewer, request: RequestFacts) -> Answer:
    """The lead of the school or the cluster that is asked answers for it."""
    if request.state is not RequestState.waiting:
        return Denied("This request has been answered already.")
    if isinstance(viewer, PersonViewer) and (
        request.school_urn in viewer.schools_led
        if request.school_urn is not None
        else request.cluster_id in viewer.clusters_led
    ):
        return YES
    who = "School Lead" if request.school_urn is not None else "Cluster Lead"
    return Denied(f"Your {who} says no to this, if it has to be a no.")


def may_withdraw_request(viewer: Viewer, request: RequestFacts) -> Answer:
    """Who asked, or any Regional Lead, while nobody has answered."""
    if request.state is not RequestState.waiting:
        return Denied("This request has been answered already.")
    if isinstance(viewer, PersonViewer) and (
        viewer.regions_led or (viewer.has_seat and viewer.person_id == request.asked_by)
    ):
        return YES
    return Denied("Who asked can take it back.")
