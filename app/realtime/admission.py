"""Who comes in at a socket: origin, session and the policies of HTTP, asked again while it stays open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeGuard
from uuid import UUID

from sqlmodel import Session, select
from starlette.websockets import WebSocket

from app import clock
from app.actions.sessions import token_hash
from app.deps import COOKIE
from app.models.people import Person
from app.models.places import Cluster
from app.policies.viewers import PersonViewer
from app.queries.documents import DocumentAccess, document_access, without_authors
from app.queries.standing import Standing, live_sessions, standings
from app.queries.viewers import person_of_session, person_viewer
from app.realtime.codes import Close
from app.web import same_origin


class Refused(Exception):
    """Not in here; ``code`` and ``reason`` are for the closing frame."""

    def __init__(self, code: Close, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person, by one of their sessions. ``standing``: while that is the same, their seats are."""

    session_hash: bytes
    person_id: UUID
    name: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class DocumentAdmission:
    """Somebody let in to a document."""

    visitor: Visitor
    access: DocumentAccess


@dataclass(frozen=True, slots=True)
class ClusterAdmission:
    """Somebody let in to a cluster's page as one of its own."""

    visitor: Visitor
    cluster_id: int


Admission = DocumentAdmission | ClusterAdmission


def check_origin(websocket: WebSocket, origins: Iterable[str]) -> None:
    """A browser must come from a page of ours. Who sends no ``Origin`` is not a browser."""
    origin = websocket.headers.get("origin")
    if origin is not None and not same_origin(origin, websocket.headers.get("host", ""), origins):
        raise Refused(Close.not_allowed, "This page belongs to another site.")


def session_hash(websocket: WebSocket) -> bytes:
    """What is stored of the session's token, which the browser has as a cookie."""
    return token_hash(websocket.cookies.get(COOKIE, ""))


def admit_to_document(
    session: Session, session_hash: bytes, document_id: str, generation: str | None, schema: str | None
) -> DocumentAdmission:
    """Let somebody in to a document, or raise ``Refused``. A missing generation or schema is the current."""
    visitor, viewer = _visitor(session, session_hash)
    access = _document_access(session, viewer, document_id)
    for told, current in ((generation, access.generation), (schema, access.schema_version)):
        if told is not None and told != str(current):
            raise Refused(
                Close.changed, "This was changed as a whole. Keep your copy apart, and load it again."
            )
    return DocumentAdmission(visitor, access)


def admit_to_cluster(session: Session, session_hash: bytes, slug: str) -> ClusterAdmission:
    """Let one of a cluster's own people in, or raise ``Refused``."""
    visitor, viewer = _visitor(session, session_hash)
    cluster_id = None
    if "\0" not in slug:  # PostgreSQL cannot even be asked about that
        cluster_id = session.exec(select(Cluster.id).where(Cluster.slug == slug)).first()
    if cluster_id is None or cluster_id not in viewer.clusters:
        raise Refused(Close.not_there, "There is nothing here for you.")
    return ClusterAdmission(visitor, cluster_id)


def may_have_changed(session: Session, admissions: Sequence[Admission]) -> list[bool]:
    """For each, whether their session has ended, their seats have changed, or a draft that they only read has
    passed to its School Lead. Cheap for thousands."""
    visitors = [admission.visitor for admission in admissions]
    passed_on = without_authors(session, (one.access.item_id for one in admissions if _only_reads(one)))
    live = live_sessions(session, (visitor.session_hash for visitor in visitors))
    now = standings(session, (visitor.person_id for visitor in visitors))
    return [
        one.visitor.session_hash not in live
        or now[one.visitor.person_id] != one.visitor.standing
        or (_only_reads(one) and one.access.item_id in passed_on)
        for one in admissions
    ]


def _only_reads(admission: Admission) -> TypeGuard[DocumentAdmission]:
    return isinstance(admission, DocumentAdmission) and not admission.access.may_edit


def still_admitted(session: Session, admissions: Sequence[Admission]) -> list[bool]:
    """Whether each would be let in again now, on the same terms."""
    viewers: dict[bytes, PersonViewer | None] = {}
    answers: dict[Admission, bool] = {}
    for admission in admissions:
        visitor = admission.visitor
        if visitor.session_hash not in viewers:
            person_id = person_of_session(session, visitor.session_hash, clock.now())
            viewers[visitor.session_hash] = person_viewer(session, person_id) if person_id else None
        if admission not in answers:
            viewer = viewers[visitor.session_hash]
            answers[admission] = viewer is not None and _stays(session, viewer, admission)
    return [answers[admission] for admission in admissions]


def _stays(session: Session, viewer: PersonViewer, admission: Admission) -> bool:
    if isinstance(admission, ClusterAdmission):
        return admission.cluster_id in viewer.clusters
    return document_access(session, viewer, admission.access.document_id) == admission.access


def _visitor(session: Session, session_hash: bytes) -> tuple[Visitor, PersonViewer]:
    person_id = person_of_session(session, session_hash, clock.now())
    person = session.get(Person, person_id) if person_id else None
    if person is None:
        raise Refused(Close.signed_out, "Please sign in.")
    standing = standings(session, [person.id])[person.id]
    return Visitor(session_hash, person.id, person.name, standing), person_viewer(session, person.id)


def _document_access(session: Session, viewer: PersonViewer, document_id: str) -> DocumentAccess:
    try:
        access = document_access(session, viewer, UUID(document_id))
    except ValueError:
        access = None
    if access is None:
        raise Refused(Close.not_there, "There is nothing here for you.")
    return access
