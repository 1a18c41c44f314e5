"""Whether there is anything in the county yet, and whether it is the fictional one."""

from sqlmodel import Session, col, select

from app.models.people import Person
from app.models.places import School


def is_empty(session: Session) -> bool:
    """No school and no person: safe to fill with the demo."""
    return session.exec(select(School.urn).limit(1)).first() is None and (
        session.exec(select(Person.id).limit(1)).first() is None
    )


def is_demo(session: Session) -> bool:
    """Somebody here is a persona, so this is the demo county."""
    personas = select(Person.id).where(col(Person.persona).is_not(None)).limit(1)
    return session.exec(personas).first() is not None
