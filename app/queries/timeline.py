"""Everything that happened to a story on the ladder, as far as it is the viewer's to know."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlmodel import Session, col, select

from app.models.exemplars import Exemplar
from app.models.items import AUDIENCES, Audience, Item, Publication, Revision, Submission, SubmissionEvent
from app.models.places import Cluster
from app.models.privacy import PrivacyConfirmation
from app.policies.answers import Answer
from app.policies.items import ItemFacts, Published, in_audience, may_see_draft, readable_revision
from app.policies.submissions import may_see_submission, may_see_timeline
from app.policies.viewers import PersonViewer
from app.policies.words import readers_of
from app.queries.people import people_by_id
from app.queries.places import cluster_around, homes
from app.queries.revision_changes import changes_by_number
from app.queries.steps import steps_down, submissions_of
from app.queries.story_parts import audience_view
from app.queries.submissions import submission_facts
from app.schemas.people import PersonRef
from app.schemas.submissions import Timeline, TimelineEntry

REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class PartIn:
    """Whether somebody has a part in what happened to a story, and the submissions that they may see."""

    answer: Answer
    submissions: Sequence[Submission]


def part_in(session: Session, viewer: PersonViewer, item: ItemFacts) -> PartIn:
    """What part ``viewer`` has in the item's way; its submissions newest first."""
    submissions = submissions_of(session, item.item_id)
    facts = {one.id: submission_facts(session, item, one) for one in submissions}
    downs = bool(steps_down(session, viewer, item))
    return PartIn(
        may_see_timeline(viewer, item, facts.values(), downs),
        [one for one in submissions if may_see_submission(viewer, item, facts[one.id])],
    )


def timeline(
    session: Session, viewer: PersonViewer, item: Item, facts: ItemFacts, seen: Sequence[Submission]
) -> Timeline:
    """The story's way so far, oldest first, for somebody who has a part in it (``part_in``).

    Those on the draft see all of it. Others see the submissions they ask or decide (``seen``), and what the
    audiences they are in could know.
    """
    complete = bool(may_see_draft(viewer, facts))
    told = _Told(session, viewer, facts, seen, complete)
    entries = [*told.turns(), *told.publications(), *told.privacy(), *told.awards()]
    number = readable_revision(viewer, facts)
    return Timeline(
        story_id=item.id,
        title=item.title if complete else _title(session, facts, number, seen),
        home=told.home.ref,
        school=told.home.school,
        cluster=cluster_around(session, told.home),
        readers=audience_view(session, item, facts).words,
        readable=number is not None,
        complete=complete,
        step_down=steps_down(session, viewer, facts),
        entries=sorted(entries, key=lambda entry: entry.at),
    )


def _title(session: Session, item: ItemFacts, readable: int | None, seen: Sequence[Submission]) -> str:
    """As it is read, or was sent to the viewer, or is read by those they stand in for: never the draft's."""
    sent = max((one.revision_number for one in seen), default=None)
    number = readable or sent or max(one.revision_number for one in item.publications.values())
    return session.exec(
        select(Revision.title).where(Revision.item_id == item.item_id, Revision.number == number)
    ).one()


class _Told:
    def __init__(
        self,
        session: Session,
        viewer: PersonViewer,
        facts: ItemFacts,
        submissions: Sequence[Submission],
        complete: bool,
    ) -> None:
        self.session, self.viewer, self.facts, self.complete = session, viewer, facts, complete
        self.submissions = {one.id: one for one in submissions}
        place = (facts.home_school_urn, facts.home_cluster_id)
        self.home = homes(session, [place])[place]
        self.clusters = dict(session.exec(select(Cluster.id, Cluster.name)).all())

    def readers(self, audience: Audience, cluster_id: int | None) -> str:
        school = self.home.school.name if self.home.school else None
        return readers_of(audience, school=school, cluster=self.clusters.get(cluster_id))

    def turns(self) -> list[TimelineEntry]:
        """The conversations of the submissions that the viewer sees."""
        events = self.session.exec(
            select(SubmissionEvent)
            .where(col(SubmissionEvent.submission_id).in_(self.submissions))
            .order_by(col(SubmissionEvent.id))
        ).all()
        people = people_by_id(self.session, [event.person_id for event in events])
        changes = self._changes()
        entries = []
        for event in events:
            submission = self.submissions[event.submission_id]
            entries.append(
                TimelineEntry(
                    at=event.at,
                    what=event.what,  # type: ignore[arg-type]
                    person=people.get(event.person_id) if event.person_id else None,
                    audience=submission.audience,
                    readers=self.readers(submission.audience, submission.cluster_id),
                    revision=event.revision_number,
                    changes=changes.pop(event.revision_number, []),
                    message=event.message,
                    own_lead=submission.own_lead,
                    submission=submission.id,
                )
            )
        return entries

    def _changes(self) -> dict[int, list[str]]:
        """For those who may read every revision: what each changed against the one before."""
        if not self.complete:
            return {}
        found = self.session.exec(select(Revision).where(Revision.item_id == self.facts.item_id)).all()
        return changes_by_number(self.session, found)

    def publications(self) -> list[TimelineEntry]:
        """What each audience could read from when until when, one entry for what one act did."""
        found = self.session.exec(
            select(Publication)
            .where(Publication.item_id == self.facts.item_id)
            .order_by(col(Publication.published_at))
        ).all()
        mine = [one for one in found if self._is_known(one)]
        people = people_by_id(
            self.session, [person for one in mine for person in (one.approved_by, one.ended_by)]
        )
        begun: dict[tuple[datetime, UUID | None], list[Publication]] = {}
        ended: dict[tuple[datetime, UUID | None], list[Publication]] = {}
        for one in mine:
            begun.setdefault((one.published_at, one.submission_id), []).append(one)
            if one.ended_at is not None and one.ended_reason != REPLACED:
                ended.setdefault((one.ended_at, one.ended_by), []).append(one)
        return [
            *(
                self._publication(max(group, key=_rank), "published", people)
                for (_, submission), group in begun.items()
                # Where the viewer sees the submission, its approval is told already.
                if submission not in self.submissions
            ),
            *(self._publication(min(group, key=_rank), "stepped_down", people) for group in ended.values()),
        ]

    def _is_known(self, publication: Publication) -> bool:
        """On the draft everything is known; to others, what is or was for an audience they are in."""
        published = Published(publication.revision_number, publication.cluster_id)
        as_it_was = replace(self.facts, publications={publication.audience: published})
        return self.complete or in_audience(self.viewer, publication.audience, as_it_was)

    def _publication(
        self,
        publication: Publication,
        what: Literal["published", "stepped_down"],
        people: dict[UUID, PersonRef],
    ) -> TimelineEntry:
        down = what == "stepped_down"
        by = publication.ended_by if down else publication.approved_by
        return TimelineEntry(
            at=publication.ended_at if down and publication.ended_at else publication.published_at,
            what=what,
            # Who approved is between those who asked and those who decide; who took it back is said.
            person=people.get(by) if by is not None and (down or self.complete) else None,
            audience=publication.audience,
            readers=self.readers(publication.audience, publication.cluster_id or self.facts.cluster_id),
            revision=publication.revision_number,
            message=publication.ended_reason or "" if down else "",
            submission=None,
        )

    def privacy(self) -> list[TimelineEntry]:
        """Who confirmed, of revisions that the viewer was sent."""
        sent = {one.revision_number for one in self.submissions.values()}
        rows = self.session.exec(
            select(PrivacyConfirmation, Revision.number)
            .join(Revision, col(Revision.id) == PrivacyConfirmation.revision_id)
            .where(Revision.item_id == self.facts.item_id)
        ).all()
        known = [(one, number) for one, number in rows if self.complete or number in sent]
        people = people_by_id(self.session, [one.confirmed_by for one, _ in known])
        return [
            TimelineEntry(
                at=one.confirmed_at,
                what="privacy_confirmed",
                person=people.get(one.confirmed_by),
                audience=None,
                readers="",
                revision=number,
                message="",
                submission=None,
            )
            for one, number in known
        ]

    def awards(self) -> list[TimelineEntry]:
        """Awards and their ends, which the county knows of."""
        if not (self.complete or self.viewer.has_seat):
            return []
        found = self.session.exec(select(Exemplar).where(Exemplar.item_id == self.facts.item_id)).all()
        people = people_by_id(self.session, [who for one in found for who in (one.awarded_by, one.ended_by)])

        def entry(
            one: Exemplar, what: Literal["awarded", "award_ended"], at: datetime, by: UUID | None, words: str
        ) -> TimelineEntry:
            return TimelineEntry(
                at=at,
                what=what,
                person=people.get(by) if by else None,
                audience=Audience.county,
                readers="",
                revision=one.revision_number,
                message=words,
                submission=None,
            )

        return [
            *(entry(one, "awarded", one.awarded_at, one.awarded_by, one.reason) for one in found),
            *(
                entry(one, "award_ended", one.ended_at, one.ended_by, one.ended_reason or "")
                for one in found
                if one.ended_at is not None
            ),
        ]


def _rank(publication: Publication) -> int:
    return AUDIENCES.index(publication.audience)
