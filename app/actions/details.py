"""What an item has beside its prose, begun with it. What a revision freezes of it: ``queries.details``."""

from sqlmodel import Session

from app import clock
from app.models.files import Resource
from app.models.items import Item, ItemKind
from app.models.journeys import JourneyPhase, Phase
from app.policies.viewers import PersonViewer


def begin_details(session: Session, viewer: PersonViewer, item: Item) -> None:
    """What an item of its kind has from the beginning."""
    if item.kind is ItemKind.change_journey:
        session.add(
            JourneyPhase(
                item_id=item.id,
                phase=Phase.explore,
                since=clock.today(),
                set_by=viewer.person_id,
                set_at=clock.now(),
            )
        )
    if item.kind is ItemKind.resource:
        session.add(Resource(item_id=item.id))
