"""Awards and collections made as a test needs them, by the real actions."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from app.actions import collections, exemplars, publishing
from app.models.exemplars import Exemplar
from app.models.items import Audience, Item
from app.models.people import Role
from app.queries.collections import get_collection
from app.queries.rubric import current_rubric
from app.queries.viewers import person_viewer
from tests.factories import County

HONEST = "It says in plain words what they stopped doing."


class Curation:
    """A county in which somebody curates: a region with its lead, a cluster, a school and its lead."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.database = county.database
        self.region = county.region()
        self.cluster = county.cluster(self.region)
        self.school = county.school(self.cluster)
        self.lead = county.person(Role.school_lead, self.school)
        self.author = county.person(Role.contributor, self.school)
        self.curator = county.person(Role.regional_lead, self.region)
        self.reader = county.person(Role.school_lead, county.school(county.cluster()))

    def story(self, audience: Audience = Audience.county, title: str = "Least help first") -> UUID:
        """A story of the school, published as far as ``audience``."""
        return self.county.story(self.author, self.school, title=title, audience=audience)

    def award(
        self,
        story: UUID,
        *,
        by: UUID | None = None,
        reason: str = HONEST,
        revision: int = 1,
        review_by: date | None = None,
    ) -> UUID:
        """Make a story an exemplar; the award's id."""
        with self.database.write() as session:
            return exemplars.award(
                session,
                person_viewer(session, by or self.curator),
                session.get_one(Item, story),
                revision=revision,
                rubric=current_rubric(session).version,
                criteria=["honest"],
                reason=reason,
                review_by=review_by,
            ).id

    def retire(self, exemplar: UUID, reason: str = "It has had its year.") -> None:
        """End an award."""
        with self.database.write() as session:
            exemplars.retire(
                session, person_viewer(session, self.curator), session.get_one(Exemplar, exemplar), reason
            )

    def take_back(self, story: UUID, audience: Audience, by: UUID | None = None) -> None:
        """Take ``audience`` and every wider one away from a story."""
        with self.database.write() as session:
            viewer = person_viewer(session, by or self.lead)
            publishing.step_down(
                session, viewer, session.get_one(Item, story), audience, "A pupil could be recognised."
            )

    def collection(
        self,
        stories: Sequence[UUID] = (),
        audience: Audience = Audience.draft,
        title: str = "What we stopped doing",
    ) -> UUID:
        """A collection of these stories; its id."""
        with self.database.write() as session:
            viewer = person_viewer(session, self.curator)
            made = collections.start(
                session, viewer, title=title, cover="reeds", introduction="Read these in order."
            )
            for number, story in enumerate(stories, 1):
                collections.add(session, viewer, made, session.get_one(Item, story))
                collections.annotate(
                    session, viewer, made, story, version=made.version, note=f"Note {number} of *{title}*."
                )
            if audience is not Audience.draft:
                collections.show_to(session, viewer, made, version=made.version, audience=audience)
            return made.id

    def version(self, collection: UUID) -> int:
        """The version a collection is at."""
        with self.database.read() as session:
            return get_collection(session, collection).version
