"""What the signed-in person's own corner shows."""

from sqlmodel import Session

from app.models.people import Person
from app.policies.viewers import PersonViewer, Viewer
from app.queries.people import invitations_waiting, person_ref, personas, seats_of
from app.queries.reviews import count_reviews
from app.schemas.people import SessionView
from app.settings import Settings


def session_view(session: Session, viewer: Viewer, settings: Settings) -> SessionView:
    """The viewer with their seats and counts, or nobody with the demo's door where it is open."""
    if not isinstance(viewer, PersonViewer):
        return SessionView(
            person=None,
            seats=[],
            reviews=0,
            invitations=0,
            county=settings.county,
            demo=settings.demo,
            personas=personas(session) if settings.demo else [],
        )
    return SessionView(
        person=person_ref(session.get_one(Person, viewer.person_id)),
        seats=seats_of(session, [viewer.person_id])[viewer.person_id],
        reviews=count_reviews(session, viewer),
        invitations=invitations_waiting(session, viewer.person_id),
        county=settings.county,
        demo=settings.demo,
        personas=personas(session) if settings.demo else [],
    )
