"""The rubric: first from the data file, then from administrators. A version is never changed."""

from collections.abc import Sequence

from sqlmodel import Session, select

from app import clock
from app.actions.audit import record
from app.content.rubric import read_rubric
from app.content.slugs import slug
from app.errors import Changed, Conflict, Invalid
from app.models.exemplars import Rubric
from app.policies.answers import require
from app.policies.exemplars import may_edit_rubric
from app.policies.viewers import PersonViewer
from app.queries.rubric import current_rubric
from app.schemas.rubric import CriterionChange


def load_rubric(session: Session) -> bool:
    """Bring in the rubric of the data file where there is none yet; whether that was so."""
    if session.exec(select(Rubric.id).limit(1)).first() is not None:
        return False
    first = read_rubric()
    session.add(
        Rubric(
            version=1,
            criteria=[one.model_dump() for one in first.criteria],
            note=first.note,
            made_at=clock.now(),
        )
    )
    record(session, None, "rubric.loaded", "rubric", 1)
    session.flush()
    return True


def change_rubric(
    session: Session, viewer: PersonViewer, *, version: int, criteria: Sequence[CriterionChange], note: str
) -> Rubric:
    """Make the next version from version ``version``; ``Changed`` if that is no longer the current one.

    Criteria keep the keys they come with; a new one gets a key that no version ever had, so that what an
    award refers to never comes to mean something else.
    """
    require(may_edit_rubric(viewer))
    current = current_rubric(session)
    if current.version != version:
        raise Changed("Somebody changed the rubric while you were writing. Look at theirs first.")
    now = _with_keys(session, current, criteria)
    if now == current.criteria:
        raise Conflict("Nothing in this is different from the rubric as it is.")
    rubric = Rubric(
        version=version + 1, criteria=now, note=note, made_by=viewer.person_id, made_at=clock.now()
    )
    # Of two who change the same version at the same moment, the second finds its number taken.
    session.add(rubric)
    session.flush()
    record(session, viewer.person_id, "rubric.changed", "rubric", rubric.version)
    return rubric


def _with_keys(
    session: Session, current: Rubric, criteria: Sequence[CriterionChange]
) -> list[dict[str, str]]:
    known = {one["key"] for one in current.criteria}
    ever = {one["key"] for row in session.exec(select(Rubric)).all() for one in row.criteria}
    seen: set[str] = set()
    now: list[dict[str, str]] = []
    for one in criteria:
        key = one.key
        if key is None:
            key = slug(one.title, ever | seen, fallback="criterion")
        elif key not in known or key in seen:
            raise Invalid("One of these criteria is not in the rubric that you changed.")
        seen.add(key)
        now.append({"key": key, "title": one.title, "description": one.description})
    return now
