"""Places, people and stories made as a test needs them, through the real actions where there is one."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pycrdt import XmlElement, XmlFragment, XmlText
from sqlmodel import Session, col, select

from app import clock
from app.actions import journeys, measures, publishing, sessions, stories
from app.actions.documents import create_document, project_document
from app.actions.library import index_schools
from app.actions.submissions import follow_schools
from app.content.prosemirror import from_markdown
from app.content.templates import load_template
from app.content.yjs_codec import open_document
from app.db import Database
from app.deps.viewers import COOKIE
from app.models.documents import Document, DocumentProjection, DocumentSnapshot, DocumentUpdate
from app.models.evidence import Edition, Guidance, Recommendation
from app.models.items import AUDIENCES, Audience, AuthorState, Item, ItemKind, Submission, SubmissionState
from app.models.people import Holding, Person, Role, Seat
from app.models.places import Cluster, ClusterMembership, Region, School, SchoolStatus
from app.policies.submissions import approvers_of, may_ask
from app.policies.viewers import PersonViewer
from app.queries.approvers import approvers
from app.queries.documents import stored_document
from app.queries.items import item_facts
from app.queries.submissions import submission_facts
from app.queries.viewers import holding_now, person_viewer

LONG_AGO = date(2020, 9, 1)
APPROVERS = {
    Audience.school: Role.school_lead,
    Audience.cluster: Role.cluster_lead,
    Audience.county: Role.regional_lead,
    Audience.public: Role.school_lead,
}


class County:
    """A county in the making. Everything it makes is committed at once, and identified by what it returns."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._number = count(1)

    # places

    def region(self, name: str | None = None) -> int:
        """A region; its id."""
        number = next(self._number)
        with self.database.write() as session:
            region = Region(slug=f"region-{number}", name=name or f"Region {number}")
            session.add(region)
            session.flush()
            assert region.id is not None
            return region.id

    def cluster(self, region: int | None = None, name: str | None = None) -> int:
        """A cluster; its id. Its slug is ``cluster-{id}``."""
        region = region if region is not None else self.region()
        number = next(self._number)
        with self.database.write() as session:
            cluster = Cluster(slug=f"new-{number}", name=name or f"Cluster {number}", region_id=region)
            session.add(cluster)
            session.flush()
            assert cluster.id is not None
            cluster.slug = f"cluster-{cluster.id}"
            return cluster.id

    def school(self, cluster: int | None = None, name: str | None = None) -> int:
        """An open primary school, in ``cluster`` if one is given; its URN."""
        number = next(self._number)
        urn = 900_000 + number
        with self.database.write() as session:
            session.add(
                School(urn=urn, name=name or f"School {number}", status=SchoolStatus.open, phase="Primary")
            )
            session.flush()
            if cluster is not None:
                session.add(ClusterMembership(school_urn=urn, cluster_id=cluster, from_date=LONG_AGO))
        return urn

    def move(self, school: int, cluster: int) -> None:
        """Move a school to another cluster as of today."""
        with self.database.write() as session:
            for membership in session.exec(
                select(ClusterMembership).where(ClusterMembership.school_urn == school)
            ).all():
                membership.until_date = clock.today()
                session.add(membership)
            session.flush()
            session.add(ClusterMembership(school_urn=school, cluster_id=cluster, from_date=clock.today()))
            session.flush()
            follow_schools(session, None, {school: cluster})
            index_schools(session, [school])

    # people

    def person(
        self,
        role: Role | None = None,
        place: int | None = None,
        *,
        name: str | None = None,
        persona: str | None = None,
    ) -> UUID:
        """A person, in one seat if a role is given; ``place`` is a URN, or the id of a cluster or region."""
        number = next(self._number)
        with self.database.write() as session:
            person = Person(name=name or f"P. Erson{number}", persona=persona, created_at=clock.now())
            session.add(person)
            session.flush()
            person_id = person.id
        if role is not None:
            self.seat(person_id, role, place)
        return person_id

    def seat(
        self,
        person: UUID,
        role: Role,
        place: int | None = None,
        *,
        since: date = LONG_AGO,
        until: date | None = None,
    ) -> None:
        """Let a person hold a seat from ``since`` up to, not including, ``until``."""
        wanted = Seat(role=role, **_place(role, place))
        with self.database.write() as session:
            seat = session.exec(
                select(Seat).where(
                    Seat.role == role,
                    Seat.school_urn == wanted.school_urn,
                    Seat.cluster_id == wanted.cluster_id,
                    Seat.region_id == wanted.region_id,
                )
            ).first()
            if seat is None:
                seat = wanted
                session.add(seat)
                session.flush()
            assert seat.id is not None
            session.add(
                Holding(seat_id=seat.id, person_id=person, from_date=since, until_date=until, how="appointed")
            )

    def end_seats(self, person: UUID) -> None:
        """End every seat of a person, as of today."""
        with self.database.write() as session:
            for holding in session.exec(select(Holding).where(Holding.person_id == person)).all():
                holding.until_date = max(holding.from_date, clock.today())
                session.add(holding)

    def former(self, role: Role, place: int) -> UUID:
        """Somebody who held a seat until yesterday."""
        person = self.person()
        self.seat(person, role, place, until=clock.today() - timedelta(days=1))
        return person

    def viewer(self, person: UUID) -> PersonViewer:
        """The person as policies see them today."""
        with self.database.read() as session:
            return person_viewer(session, person)

    def token(self, person: UUID) -> str:
        """A new session's token."""
        with self.database.write() as session:
            return sessions.sign_in(session, person, days=1, how="test")

    def client(self, app: FastAPI, person: UUID) -> TestClient:
        """A browser in which this person is signed in."""
        client = TestClient(app, base_url="http://testserver")
        client.cookies.set(COOKIE, self.token(person))
        return client

    # stories

    def recommendation(
        self, number: int = 4, guidance: str = "teaching-assistants", edition: str = "2015"
    ) -> int:
        """The id of a recommendation of the guidance that every database has."""
        with self.database.read() as session:
            found = session.exec(
                select(Recommendation.id)
                .join(Edition, Edition.id == Recommendation.edition_id)  # type: ignore[arg-type]
                .join(Guidance, Guidance.id == Edition.guidance_id)  # type: ignore[arg-type]
                .where(
                    Guidance.slug == guidance,
                    Edition.label == edition,
                    Recommendation.number == number,
                )
            ).one()
        assert found is not None
        return found

    def story(
        self,
        author: UUID,
        school: int,
        *,
        title: str = "Ten minutes before the bell",
        text: str = "We met before school.",
        tags: Sequence[int] = (),
        audience: Audience = Audience.draft,
        kind: ItemKind = ItemKind.case_study,
    ) -> UUID:
        """A story by ``author`` with ``text`` in its first section, published as far as ``audience``.

        Beyond the draft it is taken there by whoever may: the steps are recorded as the design wants them.
        """
        with self.database.write() as session:
            viewer = person_viewer(session, author)
            item = stories.start_story(
                session,
                viewer,
                title=title,
                school_urn=school,
                tags=list(tags),
                kind=kind,
            )
            _write(session, item, text, load_template(item.template_key).sections[0].key)
            item_id = item.id
        if audience is not Audience.draft:
            self.publish(item_id, author, audience)
        return item_id

    def rewrite(self, item_id: UUID, text: str, section: str = "context") -> None:
        """Replace all that is written by ``text`` in one section."""
        with self.database.write() as session:
            _write(session, session.get_one(Item, item_id), text, section)

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

    def write_in(self, item_id: UUID, section: str, text: str) -> None:
        """Add ``text`` (Markdown) to a section as a browser would: by an update after all that is there."""
        with self.database.write() as session:
            document = session.exec(select(Document).where(Document.item_id == item_id)).one()
            stored = stored_document(session, document.id)
            update = written_after(stored.updates, section, text)
            document.last_seq += 1
            document.size += len(update)
            session.add(document)
            session.add(
                DocumentUpdate(
                    document_id=document.id, seq=document.last_seq, update=update, created_at=clock.now()
                )
            )
            session.flush()
            project_document(session, document.id)

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

    def holder(self, role: Role, place: int | None) -> UUID | None:
        """Somebody who holds this seat today, if anybody does."""
        with self.database.read() as session:
            return session.exec(
                select(Holding.person_id)
                .join(Seat, col(Seat.id) == Holding.seat_id)
                .where(
                    Seat.role == role,
                    sa.or_(
                        col(Seat.school_urn) == place,
                        col(Seat.cluster_id) == place,
                        col(Seat.region_id) == place,
                    ),
                    holding_now(),
                )
            ).first()

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

    def invite(self, item_id: UUID, author: UUID, colleague: UUID) -> None:
        """Invite a colleague to write."""
        with self.database.write() as session:
            item = session.get_one(Item, item_id)
            stories.invite_author(
                session, person_viewer(session, author), item_facts(session, item), colleague, on_byline=True
            )

    def join(self, item_id: UUID, author: UUID, colleague: UUID) -> None:
        """Invite a colleague to write, who accepts."""
        self.invite(item_id, author, colleague)
        with self.database.write() as session:
            stories.answer_invitation(
                session, person_viewer(session, colleague), item_id, AuthorState.accepted
            )

    def document(self, item_id: UUID) -> UUID:
        """The id of a story's document."""
        with self.database.read() as session:
            return session.exec(select(Document.id).where(Document.item_id == item_id)).one()


def _place(role: Role, place: int | None) -> dict[str, int | None]:
    column = {
        Role.contributor: "school_urn",
        Role.school_lead: "school_urn",
        Role.cluster_lead: "cluster_id",
        Role.regional_lead: "region_id",
    }.get(role)
    return {column: place} if column else {}


def _write(session: Session, item: Item, text: str, section: str = "context") -> None:
    """Put ``text`` into a section, as if it had been there from the beginning."""
    document = session.exec(select(Document.id).where(Document.item_id == item.id)).one()
    for rows in (DocumentUpdate, DocumentSnapshot, DocumentProjection):
        session.exec(sa.delete(rows).where(col(rows.document_id) == document))
    session.exec(sa.delete(Document).where(col(Document.id) == document))
    create_document(session, item.id, {section: text})


def written_after(updates: Sequence[bytes], section: str, text: str) -> bytes:
    """What a browser that has ``updates`` sends once ``text`` (Markdown) stands in ``section`` instead of
    what was there."""
    doc = open_document(updates)
    before = doc.get_state()
    with doc.transaction():
        fragment = doc.get(section, type=XmlFragment)
        del fragment.children[:]
        for block in from_markdown(text)["content"]:
            paragraph = fragment.children.append(XmlElement("paragraph"))
            assert block["type"] == "paragraph", "tests write paragraphs"
            for piece in block.get("content", []):
                assert piece["type"] == "text"
                marks: dict[str, Any] = {mark["type"]: {} for mark in piece.get("marks", [])}
                paragraph.children.append(XmlText(piece["text"])).format(
                    0, len(piece["text"].encode()), marks
                )
    return doc.get_update(before)
