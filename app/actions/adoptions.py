""" "We tried this too": said for a school, changed, and taken back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app import clock
from app.actions.audit import record
from app.actions.library import index_item
from app.actions.notices import tell
from app.actions.submissions import one_at_a_time
from app.content.privacy import Passage, scan
from app.errors import Changed, Invalid, NeedsIfMatch
from app.events import ClusterNews, emit
from app.models.adoptions import Adoption, Stance
from app.models.items import Audience, Item
from app.models.notices import NoticeKind
from app.models.privacy import FindingKind
from app.policies.adoptions import may_know, may_link, may_say, may_take_back
from app.policies.answers import require
from app.policies.items import ItemFacts
from app.policies.viewers import PersonViewer
from app.queries.adoptions import adoption_of, said_facts
from app.queries.exemplars import school_leads
from app.queries.items import item_facts

_LEAVE_OUT: Mapping[FindingKind, str] = {
    FindingKind.email: "There is an e-mail address in this",
    FindingKind.phone: "There is a telephone number in this",
    FindingKind.upn: "There is a pupil number in this",
    FindingKind.date_of_birth: "This could be somebody’s date of birth",
}
_CHANGED = "Somebody at your school changed what it said in the meantime. Look at theirs first."


def say(
    session: Session,
    viewer: PersonViewer,
    item: Item,
    school: int,
    *,
    stance: Stance,
    context: str = "",
    result: str = "",
    journey: UUID | None = None,
    version: int | None = None,
) -> Adoption:
    """Say for ``school`` what it did with ``item``, or change what it said as of ``version``. Without
    ``journey`` one that was named before and that the viewer may not read stays.

    The same said twice changes nothing. ``NeedsIfMatch`` where it has said something else and no version is
    given, ``Changed`` where that is not the version any more; ``Invalid`` for what could tell who somebody
    is, and for a journey that is not the school's own.
    """
    facts = one_at_a_time(session, item)
    require(may_say(viewer, said_facts(session, item, facts), school))
    _must_be_safe({"context": context, "result": result})
    _must_be_its_own(session, viewer, item, school, journey)
    values = {"stance": stance, "context": context, "result": result, "journey_id": journey}
    adoption = adoption_of(session, item.id, school)
    if adoption is None:
        if version is not None:
            raise Changed("Your school has taken this back in the meantime. Say it again if it still holds.")
        adoption = _begin(session, viewer, item, school, values)
        _note(session, viewer, facts, adoption, "said")
        _tell(session, viewer, facts, adoption)
        return adoption
    back = adoption.taken_back_at is not None
    if not back and journey is None and _is_hidden(session, viewer, adoption.journey_id):
        # What somebody cannot see they do not take away by saying nothing of it.
        values["journey_id"] = adoption.journey_id
    if not back and all(getattr(adoption, name) == value for name, value in values.items()):
        return adoption
    if version is None and not back:
        raise NeedsIfMatch
    if version is not None and (back or version != adoption.version):
        raise Changed(_CHANGED)
    before = adoption.stance
    _put(session, viewer, adoption, {**values, "taken_back_at": None})
    _note(session, viewer, facts, adoption, "said" if back else "changed", before=before.value)
    if before is not stance:
        _tell(session, viewer, facts, adoption)
    return adoption


def take_back(session: Session, viewer: PersonViewer, item: Item, school: int) -> None:
    """From now on ``school`` says nothing of ``item``. Doing so twice is no harm."""
    require(may_take_back(viewer, school))
    facts = one_at_a_time(session, item)
    adoption = adoption_of(session, item.id, school)
    if adoption is not None and adoption.taken_back_at is None:
        _put(session, viewer, adoption, {"taken_back_at": clock.now()})
        _note(session, viewer, facts, adoption, "taken_back")


def _begin(
    session: Session, viewer: PersonViewer, item: Item, school: int, values: Mapping[str, Any]
) -> Adoption:
    now = clock.now()
    adoption = Adoption(
        item_id=item.id,
        school_urn=school,
        said_by=viewer.person_id,
        said_at=now,
        updated_at=now,
        **values,
    )
    session.add(adoption)
    session.flush()
    return adoption


def _put(session: Session, viewer: PersonViewer, adoption: Adoption, values: Mapping[str, Any]) -> None:
    """Change the row on condition that it still is in the version that was looked at."""
    if not session.exec(
        sa.update(Adoption)
        .where(col(Adoption.id) == adoption.id, col(Adoption.version) == adoption.version)
        .values(version=col(Adoption.version) + 1, updated_at=clock.now(), said_by=viewer.person_id, **values)
    ).rowcount:
        raise Changed(_CHANGED)
    session.refresh(adoption)


def _must_be_safe(texts: Mapping[str, str]) -> None:
    """Whoever reads the story reads this: nothing stands in it by which somebody could be found."""
    found = scan((Passage(where, text) for where, text in texts.items()), clock.today())
    errors = [
        {
            "where": one.section,
            "message": f"{_LEAVE_OUT[one.kind]}: “{one.match}”. Please leave it out: everyone who can read "
            "the story will read this.",
        }
        for one in found
    ]
    if errors:
        raise Invalid(" ".join(dict.fromkeys(one["message"] for one in errors)), errors=errors)


def _must_be_its_own(
    session: Session, viewer: PersonViewer, item: Item, school: int, journey: UUID | None
) -> None:
    if journey is None:
        return
    found = session.get(Item, journey)
    # What is not the viewer's to know is refused in the same words as what is not there.
    if found is None or not may_link(viewer, item_facts(session, found), found.kind, school, item.id):
        words = "Choose one of your school’s own change journeys."
        raise Invalid(words, errors=[{"where": "journey", "message": words}])


def _is_hidden(session: Session, viewer: PersonViewer, journey: UUID | None) -> bool:
    found = session.get(Item, journey) if journey is not None else None
    return found is not None and not may_know(viewer, item_facts(session, found))


def _note(
    session: Session, viewer: PersonViewer, facts: ItemFacts, adoption: Adoption, what: str, **detail: Any
) -> None:
    record(
        session,
        viewer.person_id,
        f"adoption.{what}",
        "item",
        facts.item_id,
        school=adoption.school_urn,
        stance=adoption.stance.value,
        **detail,
    )
    index_item(session, facts.item_id)
    cluster = facts.publications.get(Audience.cluster)
    for one in {facts.cluster_id, cluster.cluster_id if cluster else None} - {None}:
        emit(session, ClusterNews(one or 0, "stories"))


def _tell(session: Session, viewer: PersonViewer, facts: ItemFacts, adoption: Adoption) -> None:
    """Let those who wrote it, and their School Lead, know that it is being used."""
    tell(
        session,
        NoticeKind.adoption_said,
        facts.authors | facts.byline | school_leads(session, facts),
        by=viewer.person_id,
        item=facts.item_id,
        adoption=adoption.id,
    )
