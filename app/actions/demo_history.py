"""Tells a story of the demo step by step: its people do what they did, through the same actions as anybody.

Written here directly is only what those actions cannot do: an address that stays the same when the county is
made anew, and a text that is there at once.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zlib import crc32

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.actions import publishing, stories
from app.actions.audit import record
from app.actions.demo_places import Index, demo_id
from app.actions.demo_stories import DemoStory, Step
from app.actions.documents import create_document
from app.actions.submissions import say
from app.content.templates import load_template
from app.models.documents import Document, DocumentProjection, DocumentSnapshot, DocumentUpdate
from app.models.items import (
    AUDIENCES,
    Audience,
    AuthorState,
    Item,
    ItemAuthor,
    ItemKind,
    ItemTag,
    Submission,
    SubmissionState,
)
from app.models.people import Role
from app.policies.submissions import approvers_of
from app.policies.viewers import PersonViewer
from app.queries.items import item_facts
from app.queries.steps import submissions_of
from app.queries.submissions import submission_facts
from app.queries.viewers import person_viewer

OUTCOMES = {
    "approve": SubmissionState.approved,
    "needs changes": SubmissionState.needs_changes,
    "declined": SubmissionState.declined,
}


def tell(session: Session, index: Index, story: DemoStory, today: date) -> None:
    """Everything that happened to ``story`` up to ``today``, each step at its own time."""
    told = Telling(session, index, story)
    for step, moment in zip(story.history, moments(story, today), strict=True):
        with clock.at(moment):
            told.happen(step)
        session.flush()


def moments(story: DemoStory, today: date) -> list[datetime]:
    """For each step some time after school on its day, on the Friday before if that is a weekend."""
    moments: list[datetime] = []
    for step in story.history:
        day = today + timedelta(days=step.day)
        day -= timedelta(days=max(0, day.weekday() - 4))
        minutes = crc32(f"{story.slug} {step.day}".encode()) % 150
        moment = datetime(day.year, day.month, day.day, 15, 30, tzinfo=clock.LONDON) + timedelta(
            minutes=minutes
        )
        moments.append(max([moment, *(before + timedelta(minutes=20) for before in moments[-1:])]))
    return moments


@dataclass
class Telling:
    """One story being told. ``kind``: what it is; a journey's text is written once and then grows."""

    session: Session
    index: Index
    story: DemoStory
    kind: ItemKind = ItemKind.case_study

    def happen(self, step: Step) -> None:
        """Do it as it was done then."""
        match step.do:
            case "start":
                self.start(self.viewer(step.by))
            case "edit":
                self.write("draft")
            case "submit":
                self.submit(self.viewer(step.by), Audience(step.audience), step.note)
            case "withdraw":
                viewer = self.viewer(step.by)
                publishing.withdraw(self.session, viewer, self.item, self.submission(), step.note)
            case "say":
                say(self.session, self.viewer(step.by), self.item, self.submission(), step.note)
            case "step down":
                audience = Audience(step.audience)
                publishing.step_down(self.session, self.viewer(step.by), self.item, audience, step.note)
            case outcome:
                self.decide(step, OUTCOMES[outcome])

    @property
    def item(self) -> Item:
        """As it is now."""
        return self.session.get_one(Item, demo_id("story", self.story.slug))

    def viewer(self, by: str) -> PersonViewer:
        """Somebody by name, or by the seat they hold around the home school."""
        cluster = self.index.home[self.story.school]
        seats = {
            "school lead": (Role.school_lead, self.story.school),
            "cluster lead": (Role.cluster_lead, cluster.name),
            "regional lead": (Role.regional_lead, cluster.region),
        }
        name = self.index.holders[seats[by]] if by in seats else by
        return person_viewer(self.session, self.index.people[name])

    def submission(self) -> Submission:
        """The one that waits for somebody."""
        return submissions_of(self.session, self.item.id, open_only=True)[0]

    def start(self, viewer: PersonViewer) -> None:
        """Begin the draft, with its authors and its text."""
        now = clock.now()
        urn = self.index.schools[self.story.school]
        template = load_template(stories.TEMPLATES[self.kind])
        item = Item(
            id=demo_id("story", self.story.slug),
            kind=self.kind,
            home_school_urn=urn,
            title=self.story.title,
            template_key=template.key,
            template_version=template.version,
            created_by=viewer.person_id,
            created_at=now,
            updated_at=now,
        )
        author = ItemAuthor(
            item_id=item.id,
            person_id=viewer.person_id,
            state=AuthorState.accepted,
            invited_by=viewer.person_id,
            invited_at=now,
            answered_at=now,
        )
        tags = [self.index.recommendations[tag] for tag in self.story.tags]
        self.session.add(item)
        self.session.flush()
        self.session.add_all([author, *(ItemTag(item_id=item.id, recommendation_id=tag) for tag in tags)])
        record(self.session, viewer.person_id, "story.started", "item", item.id, school=urn)
        self.write("1")
        for name in (*self.story.authors, *self.story.invited):
            other = self.viewer(name)
            if other.person_id != viewer.person_id:
                facts = item_facts(self.session, item)
                stories.invite_author(self.session, viewer, facts, other.person_id, on_byline=True)
                if name in self.story.authors:
                    stories.answer_invitation(self.session, other, item.id, AuthorState.accepted)

    def write(self, when: str) -> None:
        """Make the live text what it was at revision ``when``, or is in the "draft" now."""
        item = self.item
        if document := self.session.exec(select(Document).where(Document.item_id == item.id)).first():
            for table in (DocumentProjection, DocumentSnapshot, DocumentUpdate):
                self.session.exec(sa.delete(table).where(col(table.document_id) == document.id))
            self.session.delete(document)
            self.session.flush()
        sections = load_template(item.template_key).sections
        create_document(self.session, item.id, {s.key: self.story.markdown(s.key, when) for s in sections})
        item.updated_at = clock.now()

    def submit(self, viewer: PersonViewer, audience: Audience, message: str) -> None:
        item, facts = self.item, item_facts(self.session, self.item)
        answered = submissions_of(self.session, item.id, open_only=True)
        again = audience in facts.publications or audience in [each.audience for each in answered]
        if again and self.kind is ItemKind.case_study:
            self.write(str(item.last_revision + 1))
        below = facts.publications.get(AUDIENCES[AUDIENCES.index(audience) - 1])
        publishing.ask(
            self.session,
            viewer,
            item,
            audience=audience,
            revision=None if again or below is None else below.revision_number,
            message=message,
            confirmed=True,
        )

    def decide(self, step: Step, outcome: SubmissionState) -> None:
        submission = self.submission()
        facts = submission_facts(self.session, item_facts(self.session, self.item), submission)
        seated = step.by.endswith(" lead")
        by = min(approvers_of(facts)) if seated else self.viewer(step.by).person_id
        publishing.decide(
            self.session,
            person_viewer(self.session, by),
            self.item,
            submission,
            outcome=outcome,
            revision=submission.revision_number,
            message=step.note,
        )
