"""Steps up the ladder, asked for and approved by those who may."""

from uuid import UUID

from app.actions import publishing
from app.models.items import AUDIENCES, Audience, Item, Submission, SubmissionState
from app.models.people import Role
from app.policies.submissions import approvers_of, may_ask
from app.queries.approvers import approvers
from app.queries.items import item_facts
from app.queries.submissions import submission_facts
from app.queries.viewers import person_viewer
from tests.factories.people import People

APPROVERS = {
    Audience.school: Role.school_lead,
    Audience.cluster: Role.cluster_lead,
    Audience.county: Role.regional_lead,
    Audience.public: Role.school_lead,
}


class Publishing(People):
    """Takes items to where readers are."""

    def publish(self, item_id: UUID, asker: UUID, audience: Audience = Audience.school) -> None:
        """Ask for and approve every rung up to ``audience``, by those who may.

        ``asker`` asks where they may, and whoever holds the seat elsewhere; an empty seat is filled.
        """
        for rung in AUDIENCES[1 : AUDIENCES.index(audience) + 1]:
            by = self._who_asks(item_id, asker, rung)
            sends_draft = by == asker and rung in (Audience.school, Audience.cluster)
            revision = None if sends_draft else self._read_below(item_id, rung)
            submission = self.submit(item_id, by, rung, revision=revision)
            with self.database.read() as session:
                found = session.get_one(Submission, submission)
                facts = submission_facts(session, item_facts(session, session.get_one(Item, item_id)), found)
            if found.state is SubmissionState.waiting:
                deciding = sorted(approvers_of(facts))
                self.approve(submission, deciding[0] if deciding else self._seated(item_id, APPROVERS[rung]))

    def _who_asks(self, item_id: UUID, asker: UUID, rung: Audience) -> UUID:
        viewer = self.viewer(asker)
        with self.database.read() as session:
            facts = item_facts(session, session.get_one(Item, item_id))
            if may_ask(viewer, facts, rung, approvers(session, facts, facts.cluster_to_ask)):
                return asker
        return self._seated(item_id, Role.regional_lead if rung is Audience.public else Role.school_lead)

    def _seated(self, item_id: UUID, role: Role) -> UUID:
        """Who holds this seat around a story's home, or somebody new there."""
        with self.database.read() as session:
            facts = item_facts(session, session.get_one(Item, item_id))
        place = {
            Role.school_lead: facts.home_school_urn,
            Role.cluster_lead: facts.cluster_id,
            Role.regional_lead: facts.region_id,
        }[role]
        return self.holder(role, place) or self.person(role, place)

    def _read_below(self, item_id: UUID, rung: Audience) -> int | None:
        with self.database.read() as session:
            facts = item_facts(session, session.get_one(Item, item_id))
        below = facts.publications.get(AUDIENCES[AUDIENCES.index(rung) - 1])
        return below.revision_number if below else None

    def submit(
        self,
        item_id: UUID,
        asker: UUID,
        audience: Audience = Audience.school,
        *,
        revision: int | None = None,
    ) -> UUID:
        """Ask for one audience, confirming that no pupil can be recognised; the submission's id."""
        with self.database.write() as session:
            item = session.get_one(Item, item_id)
            asked = publishing.ask(
                session,
                person_viewer(session, asker),
                item,
                audience=audience,
                revision=revision,
                confirmed=True,
            )
            return next(s.id for s in asked if s.audience is audience)

    def approve(self, submission_id: UUID, approver: UUID) -> None:
        """Approve what was submitted."""
        with self.database.write() as session:
            submission = session.get_one(Submission, submission_id)
            publishing.decide(
                session,
                person_viewer(session, approver),
                session.get_one(Item, submission.item_id),
                submission,
                outcome=SubmissionState.approved,
                revision=submission.revision_number,
                message="",
            )
