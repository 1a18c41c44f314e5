"""Asking a school or a cluster for a story, and what becomes of that."""

from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.actions.audit import record
from app.actions.notices import tell
from app.errors import Conflict, Invalid, NotFound
from app.events import ClusterNews, emit
from app.models.evidence import Recommendation
from app.models.items import Item
from app.models.notices import NoticeKind
from app.models.places import School, SchoolStatus
from app.models.requests import RequestState, StoryRequest
from app.policies.answers import require
from app.policies.requests import may_decline, may_request, may_take_up, may_withdraw_request
from app.policies.viewers import PersonViewer
from app.queries.places import cluster_by_slug, cluster_of_school
from app.queries.requests import get_request, request_facts, who_hears_of


def ask_for_story(
    session: Session,
    viewer: PersonViewer,
    *,
    school_urn: int | None,
    cluster_slug: str | None,
    recommendation: int,
    message: str,
    request_id: UUID | None = None,
) -> StoryRequest:
    """Ask a school or a cluster to write about a recommendation; their leads are told.

    ``request_id``: its id, where its address is to be known beforehand. ``Conflict`` while the same is still
    waiting there.
    """
    cluster_id = cluster_by_slug(session, cluster_slug).id if cluster_slug is not None else None
    home = _cluster_of(session, school_urn)
    require(may_request(viewer, school_urn=school_urn, cluster_id=cluster_id, cluster_of_school=home))
    if school_urn is not None:
        _require_open(session, school_urn)
    if session.get(Recommendation, recommendation) is None:
        raise Invalid("This recommendation is not in any guidance here.")
    waiting = session.exec(
        select(StoryRequest.id).where(
            StoryRequest.school_urn == school_urn,
            StoryRequest.cluster_id == cluster_id,
            StoryRequest.recommendation_id == recommendation,
            StoryRequest.state == RequestState.waiting,
        )
    ).first()
    if waiting is not None:
        raise Conflict("They have been asked about this already, and have not answered yet.")
    request = StoryRequest(
        id=request_id or uuid4(),
        school_urn=school_urn,
        cluster_id=cluster_id,
        recommendation_id=recommendation,
        message=message,
        asked_by=viewer.person_id,
        asked_at=clock.now(),
    )
    session.add(request)
    session.flush()
    tell(
        session,
        NoticeKind.story_requested,
        who_hears_of(session, request),
        by=viewer.person_id,
        request=request.id,
    )
    _note(session, viewer, request, "asked", recommendation=recommendation)
    return request


def _require_open(session: Session, urn: int) -> None:
    school = session.get(School, urn)
    if school is None:
        raise NotFound("There is no school with this number.")
    if school.status is SchoolStatus.closed:
        raise Invalid("This school is closed.")


def _cluster_of(session: Session, urn: int | None) -> int | None:
    cluster = cluster_of_school(session, urn) if urn is not None else None
    return cluster.id if cluster else None


def take_up(session: Session, viewer: PersonViewer, request_id: UUID, item: Item) -> None:
    """Note that the draft ``item`` is what a request asked for. Who asked hears that, and where."""
    request = get_request(session, viewer, request_id)
    assert item.home_school_urn is not None
    home = _cluster_of(session, item.home_school_urn)
    facts = request_facts(request)
    require(may_take_up(viewer, facts, school_urn=item.home_school_urn, cluster_of_school=home))
    _answer(session, viewer, request, RequestState.started, item_id=item.id)
    _tell_who_asked(session, viewer, request)


def decline(session: Session, viewer: PersonViewer, request: StoryRequest, reason: str) -> None:
    """Say no for the school or the cluster, with a reason."""
    require(may_decline(viewer, request_facts(request)))
    _answer(session, viewer, request, RequestState.declined, reason=reason)
    _tell_who_asked(session, viewer, request)


def withdraw(session: Session, viewer: PersonViewer, request: StoryRequest, reason: str) -> None:
    """Take a request back that nobody has answered."""
    require(may_withdraw_request(viewer, request_facts(request)))
    _answer(session, viewer, request, RequestState.withdrawn, reason=reason)


def _answer(
    session: Session, viewer: PersonViewer, request: StoryRequest, state: RequestState, **values: Any
) -> None:
    """Record the answer on condition that nobody else gave one since it was read."""
    changed = session.exec(
        sa.update(StoryRequest)
        .where(col(StoryRequest.id) == request.id, col(StoryRequest.state) == RequestState.waiting)
        .values(state=state, answered_by=viewer.person_id, answered_at=clock.now(), **values)
    ).rowcount
    if not changed:
        raise Conflict("Somebody else answered this just now. Look at it again.")
    session.refresh(request)
    _note(session, viewer, request, state)


def _tell_who_asked(session: Session, viewer: PersonViewer, request: StoryRequest) -> None:
    tell(
        session,
        NoticeKind.story_request_answered,
        [request.asked_by],
        by=viewer.person_id,
        item=request.item_id,
        request=request.id,
    )


def _note(session: Session, viewer: PersonViewer, request: StoryRequest, what: str, **detail: Any) -> None:
    record(
        session,
        viewer.person_id,
        f"request.{what}",
        "request",
        request.id,
        school=request.school_urn,
        cluster=request.cluster_id,
        **detail,
    )
    cluster = request.cluster_id or _cluster_of(session, request.school_urn)
    if cluster is not None:
        emit(session, ClusterNews(cluster, "requests"))
