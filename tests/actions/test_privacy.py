"""Nothing leaves its school before what was found in it has been settled and somebody has confirmed it."""

from uuid import UUID

import pytest
from sqlmodel import col, select

from app import clock
from app.actions import privacy, publishing
from app.content.privacy import RULES
from app.db import Database
from app.errors import Conflict, Invalid, NotFound
from app.models.audit import AuditEntry
from app.models.items import Audience, Item, Revision, Submission
from app.models.people import Role
from app.models.privacy import FindingKind, PrivacyConfirmation, PrivacyDismissal
from app.queries.items import item_facts
from app.queries.privacy import Found, findings, may_check_text, privacy_view
from app.queries.viewers import person_viewer
from tests.factories import County

REASON = "It is the school office, and on our website."
TEXT = "Ring 01522 523456 or write to office@ashlow.sch.uk, where Sam (12/03/2016) sits."


class School:
    """A school with its lead, an author, and the leads around it."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.region = county.region()
        self.cluster = county.cluster(self.region)
        self.urn = county.school(self.cluster)
        self.lead = county.person(Role.school_lead, self.urn)
        self.cluster_lead = county.person(Role.cluster_lead, self.cluster)
        self.regional_lead = county.person(Role.regional_lead, self.region)

    def ask(
        self,
        item: UUID,
        audience: Audience = Audience.cluster,
        *,
        by: UUID | None = None,
        revision: int | None = None,
        confirmed: bool = True,
    ) -> None:
        with self.county.database.write() as session:
            publishing.ask(
                session,
                person_viewer(session, by or self.lead),
                session.get_one(Item, item),
                audience=audience,
                revision=revision,
                confirmed=confirmed,
            )

    def found(self, item: UUID) -> list[Found]:
        with self.county.database.read() as session:
            return findings(session, session.get_one(Item, item), None)

    def dismiss(self, item: UUID, finding: str, reason: str = REASON) -> None:
        with self.county.database.write() as session:
            privacy.dismiss(
                session,
                person_viewer(session, self.lead),
                session.get_one(Item, item),
                None,
                finding=finding,
                reason=reason,
            )

    def dismiss_all(self, item: UUID) -> None:
        for one in self.found(item):
            self.dismiss(item, one.key)


@pytest.fixture
def school(county: County) -> School:
    return School(county)


def test_within_the_school_nobody_is_asked(school: School) -> None:
    story = school.county.story(school.lead, school.urn, text=TEXT)
    school.ask(story, Audience.school, confirmed=False)


def test_what_was_found_stands_in_the_way_until_it_is_settled(school: School) -> None:
    story = school.county.story(school.lead, school.urn, title="Sam’s 3 May birthday", text=TEXT)
    with pytest.raises(Invalid) as refused:
        school.ask(story)
    assert [(one["where"], one["kind"]) for one in refused.value.errors] == [
        ("title", "date_of_birth"),
        ("sections.context", "phone"),
        ("sections.context", "email"),
        ("sections.context", "date_of_birth"),
    ]
    told = str(refused.value.errors) + refused.value.detail
    assert "523456" not in told
    assert "office@" not in told

    school.dismiss_all(story)
    with pytest.raises(Invalid) as unconfirmed:
        school.ask(story, confirmed=False)
    assert [one["where"] for one in unconfirmed.value.errors] == ["confirmed"]
    school.ask(story)


def test_nothing_is_left_behind_by_a_refusal(school: School, database: Database) -> None:
    story = school.county.story(school.lead, school.urn, text=TEXT)
    with pytest.raises(Invalid):
        school.ask(story)
    with database.read() as session:
        assert session.exec(select(Revision)).all() == []
        assert session.exec(select(Submission)).all() == []


def test_the_confirmation_names_who_and_by_which_rules(school: School, database: Database) -> None:
    story = school.county.story(school.lead, school.urn, text=TEXT + " Again 01522 523456.")
    school.dismiss_all(story)
    school.ask(story)
    with database.read() as session:
        (kept,) = session.exec(select(PrivacyConfirmation)).all()
        assert (kept.confirmed_by, kept.rules, kept.dismissed) == (school.lead, RULES, 3)


def test_the_same_revision_is_confirmed_once(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    story = school.county.story(school.lead, school.urn)
    school.county.publish(story, school.lead, Audience.cluster)
    school.ask(story, Audience.county, by=school.cluster_lead, revision=1, confirmed=False)

    # New rules: whoever takes it further confirms it anew.
    other = school.county.story(school.lead, school.urn)
    school.county.publish(other, school.lead, Audience.cluster)
    for module in ("app.actions.privacy", "app.queries.privacy"):
        monkeypatch.setattr(f"{module}.RULES", RULES + 1)
    with pytest.raises(Invalid):
        school.ask(other, Audience.county, by=school.cluster_lead, revision=1, confirmed=False)
    school.ask(other, Audience.county, by=school.cluster_lead, revision=1)


def test_an_update_is_checked_again(school: School) -> None:
    story = school.county.story(school.lead, school.urn)
    school.county.publish(story, school.lead, Audience.cluster)
    school.county.rewrite(story, TEXT)
    with pytest.raises(Invalid):
        school.ask(story, Audience.cluster)
    school.ask(story, Audience.school, confirmed=False)


def test_what_may_stay_may_stay_however_it_is_written(school: School) -> None:
    story = school.county.story(school.lead, school.urn, text="Ring 01522 523456.")
    school.dismiss_all(story)
    school.county.rewrite(story, "At night ring +44 1522 523 456.")
    school.ask(story)


def test_a_dismissal_is_for_that_story_and_that_thing_alone(school: School) -> None:
    story = school.county.story(school.lead, school.urn, text="Ring 01522 523456.")
    other = school.county.story(school.lead, school.urn, text="Ring 01522 523456.")
    school.dismiss_all(story)
    school.county.rewrite(story, "Ring 01522 523457.")
    for item in (story, other):
        assert [one.dismissal for one in school.found(item)] == [None]
    assert school.found(story)[0].key != school.found(other)[0].key


def test_a_reason_is_words_and_can_be_said_better(school: School, database: Database) -> None:
    story = school.county.story(school.lead, school.urn, text=TEXT)
    key = school.found(story)[0].key
    for poor in ("", "ok", "   yes.   "):
        with pytest.raises(Invalid) as refused:
            school.dismiss(story, key, poor)
        assert refused.value.errors[0]["where"] == "reason"
    school.dismiss(story, key)
    school.dismiss(story, key, "Our office’s number is public.")
    with database.read() as session:
        (kept,) = session.exec(select(PrivacyDismissal)).all()
        assert (kept.kind, kept.reason) == (FindingKind.phone, "Our office’s number is public.")


def test_a_dismissal_can_be_taken_back(school: School, database: Database) -> None:
    story = school.county.story(school.lead, school.urn, text="Ring 01522 523456.")
    school.dismiss_all(story)
    key = school.found(story)[0].key
    with database.write() as session:
        viewer, item = person_viewer(session, school.lead), session.get_one(Item, story)
        privacy.take_back_dismissal(session, viewer, item, key)
        with pytest.raises(NotFound):
            privacy.take_back_dismissal(session, viewer, item, key)
    with pytest.raises(Invalid):
        school.ask(story)


def test_what_the_text_no_longer_says_cannot_be_dismissed(school: School) -> None:
    story = school.county.story(school.lead, school.urn, text="Ring 01522 523456.")
    key = school.found(story)[0].key
    school.county.rewrite(story, "Ring us.")
    with pytest.raises(Conflict):
        school.dismiss(story, key)


def test_what_was_found_is_kept_nowhere_but_in_the_story(school: School, database: Database) -> None:
    story = school.county.story(school.lead, school.urn, text=TEXT)
    school.dismiss_all(story)
    school.ask(story)
    with database.read() as session:
        written = repr(
            [
                *session.exec(select(PrivacyDismissal)).all(),
                *session.exec(select(PrivacyConfirmation)).all(),
                *session.exec(select(AuditEntry)).all(),
            ]
        )
        audited = session.exec(
            select(AuditEntry.action).where(col(AuditEntry.subject_id) == str(story))
        ).all()
    for secret in ("523456", "office@", "2016-03-12", "12/03/2016"):
        assert secret not in written
    assert {"finding.dismissed", "story.privacy_confirmed"} <= set(audited)


def test_who_may_see_what_was_found(school: School, database: Database) -> None:
    county = school.county
    author = county.person(Role.contributor, school.urn)
    colleague = county.person(Role.contributor, school.urn)
    neighbour = county.person(Role.school_lead, county.school(school.cluster))
    story = county.story(author, school.urn)
    county.publish(story, author, Audience.school)
    county.approve(county.submit(story, school.lead, Audience.cluster, revision=1), school.cluster_lead)
    county.rewrite(story, TEXT)

    def may(person: UUID, revision: int | None) -> bool:
        with database.read() as session:
            facts = item_facts(session, session.get_one(Item, story))
            return bool(may_check_text(session, person_viewer(session, person), facts, revision))

    assert [may(one, None) for one in (author, school.lead)] == [True, True]
    others = (colleague, neighbour, school.cluster_lead, school.regional_lead)
    assert [may(one, None) for one in others] == [False] * 4
    # Of what they read, those who may take it further: to the county, and then to the public.
    assert [may(one, 1) for one in others] == [False, False, True, True]
    assert not may(school.cluster_lead, 2)


def test_the_check_reads_the_draft_as_it_is_stored_now(school: School, database: Database) -> None:
    story = school.county.story(school.lead, school.urn, text="Nothing here.")
    school.ask(story)
    school.county.rewrite(story, TEXT)
    with database.read() as session:
        item = session.get_one(Item, story)
        revision = session.exec(select(Revision)).one()
        assert len(privacy_view(session, item, None).findings) == 3
        was = privacy_view(session, item, revision)
    assert (was.findings, was.revision) == ([], 1)
    assert was.confirmed is not None
    assert was.confirmed.by.id == school.lead


def test_children_grow_up(school: School) -> None:
    """By the day of the check: what was a child's birthday may be a meeting's day in another year."""
    story = school.county.story(school.lead, school.urn, text="Sam (12/03/2016) reads.")
    assert len(school.found(story)) == 1
    with clock.at(clock.now().replace(year=2046)):
        assert school.found(story) == []
