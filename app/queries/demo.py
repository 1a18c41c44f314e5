"""Whether there is anything in the county yet."""

from sqlmodel import Session, select

from app.models.people import Person
from app.models.places import School


def is_empty(session: Session) -> bool:
    """No school and no person: safe to fill with the demo."""
    return session.exec(select(School.urn).limit(1)).first() is None and (
        session.exec(select(Person.id).limit(1)).first() is None
    )
