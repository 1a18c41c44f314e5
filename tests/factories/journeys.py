"""Entries and measures of journeys, as a test needs them."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from app import clock
from app.actions import journeys, measures
from app.models.items import Item
from app.queries.viewers import person_viewer
from tests.factories.stories import Stories


class Journeys(Stories):
    """Makes what a journey holds besides its plan."""

    def entry(self, item_id: UUID, author: UUID, *, day: date | None = None, **words: str) -> UUID:
        """An entry of a journey with these words (Markdown) in its parts; its id."""
        with self.database.write() as session:
            return journeys.add_entry(
                session,
                person_viewer(session, author),
                session.get_one(Item, item_id),
                entry_id=uuid4(),
                happened_on=day or clock.today(),
                words=words,
            ).id

    def measure(self, item_id: UUID, author: UUID, name: str, *values: float) -> UUID:
        """A measure of a journey, with a point a week up to today; its id."""
        with self.database.write() as session:
            viewer, item = person_viewer(session, author), session.get_one(Item, item_id)
            measure = measures.add_measure(session, viewer, item, measure_id=uuid4(), name=name).id
            for weeks, value in enumerate(reversed(values)):
                day = clock.today() - timedelta(weeks=weeks)
                measures.set_point(session, viewer, item, measure, day, value=value)
            return measure
