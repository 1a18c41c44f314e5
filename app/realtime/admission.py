"""Who comes in at a socket: origin, session and the policies of HTTP, asked again while it stays open."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeGuard
from uuid import UUID

from sqlmodel import Session, select

from app import clock
from app.models.places import Cluster
from app.policies.viewers import PersonViewer
from app.queries.documents import DocumentAccess, document_access, without_authors
from app.queries.standing import live_sessions, standings
from app.queries.viewers import person_of_session, person_viewer
from app.realtime.boards.admission import BoardAdmission, Guest, live_guests, stays_on_board
from app.realtime.codes import Close
from app.realtime.visitors import Refused, Visitor, visitor_of


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


Admission = DocumentAdmission | ClusterAdmission | BoardAdmission


def admit_to_document(
    session: Session, session_hash: bytes, document_id: str, generation: str | None, schema: str | None
) -> DocumentAdmission:
    """Let somebody in to a document, or raise ``Refused``. A missing generation or schema is the current."""
    visitor, viewer = visitor_of(session, session_hash)
    access = _document_access(session, viewer, document_id)
    for told, current in ((generation, access.generation), (schema, access.schema_version)):
        if told is not None and told != str(current):
            raise Refused(
                Close.changed, "This was changed as a whole. Keep your copy apart, and load it again."
            )
    return DocumentAdmission(visitor, access)


def admit_to_cluster(session: Session, session_hash: bytes, slug: str) -> ClusterAdmission:
    """Let one of a cluster's own people in, or raise ``Refused``."""
    visitor, viewer = visitor_of(session, session_hash)
    cluster_id = None
    if "\0" not in slug:  # PostgreSQL cannot even be asked about that
        cluster_id = session.exec(select(Cluster.id).where(Cluster.slug == slug)).first()
    if cluster_id is None or cluster_id not in viewer.clusters:
        raise Refused(Close.not_there, "There is nothing here for you.")
    return ClusterAdmission(visitor, cluster_id)


def may_have_changed(session: Session, admissions: Sequence[Admission]) -> list[bool]:
    """For each, whether their session has ended, their seats have changed, a draft that they only read has
    passed to its School Lead, or a guest's meeting is over; of who is invited to another cluster's meeting,
    always, for they are few. Cheap for thousands."""
    visitors = [one.visitor for one in admissions if isinstance(one.visitor, Visitor)]
    guests = live_guests(session, (one.visitor for one in admissions if isinstance(one.visitor, Guest)))
    passed_on = without_authors(session, (one.access.item_id for one in admissions if _only_reads(one)))
    live = live_sessions(session, (visitor.session_hash for visitor in visitors))
    now = standings(session, (visitor.person_id for visitor in visitors))

    def changed(one: Admission) -> bool:
        if isinstance(one.visitor, Guest):
            return one.visitor not in guests
        return (
            one.visitor.session_hash not in live
            or now[one.visitor.person_id] != one.visitor.standing
            or (isinstance(one, BoardAdmission) and one.invited)
            or (_only_reads(one) and one.access.item_id in passed_on)
        )

    return [changed(one) for one in admissions]


def _only_reads(admission: Admission) -> TypeGuard[DocumentAdmission]:
    return isinstance(admission, DocumentAdmission) and not admission.access.may_edit


def still_admitted(session: Session, admissions: Sequence[Admission]) -> list[bool]:
    """Whether each would be let in again now, on the same terms."""
    viewers: dict[bytes, PersonViewer | None] = {}
    answers: dict[Admission, bool] = {}

    def viewer_of(visitor: Visitor) -> PersonViewer | None:
        if visitor.session_hash not in viewers:
            person_id = person_of_session(session, visitor.session_hash, clock.now())
            viewers[visitor.session_hash] = person_viewer(session, person_id) if person_id else None
        return viewers[visitor.session_hash]

    for admission in admissions:
        if admission in answers:
            continue
        if isinstance(admission, BoardAdmission):
            answers[admission] = stays_on_board(session, admission)
        else:
            viewer = viewer_of(admission.visitor)
            answers[admission] = viewer is not None and _stays(session, viewer, admission)
    return [answers[admission] for admission in admissions]


def _stays(session: Session, viewer: PersonViewer, admission: DocumentAdmission | ClusterAdmission) -> bool:
    if isinstance(admission, ClusterAdmission):
        return admission.cluster_id in viewer.clusters
    return document_access(session, viewer, admission.access.document_id) == admission.access


def _document_access(session: Session, viewer: PersonViewer, document_id: str) -> DocumentAccess:
    try:
        access = document_access(session, viewer, UUID(document_id))
    except ValueError:
        access = None
    if access is None:
        raise Refused(Close.not_there, "There is nothing here for you.")
    return access
