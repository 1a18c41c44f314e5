"""What the demo’s schools did with each other’s stories: honest, and at a time when they could read them."""

from sqlmodel import Session, col, select

from app.actions.demo_places import demo_id
from app.models.adoptions import Adoption, Stance
from app.models.items import Item, Publication
from app.models.library import LibraryEntry
from app.models.notices import Notice, NoticeKind
from app.models.people import Person
from app.queries.adoptions import adoption_picture
from app.queries.items import item_facts
from app.queries.viewers import person_viewer


def test_a_dozen_and_more_of_every_stance_with_what_came_of_it(session: Session) -> None:
    said = session.exec(select(Adoption)).all()
    assert len(said) >= 12
    assert {one.stance for one in said} == set(Stance)
    assert sum(one.stance is Stance.stopped for one in said) >= 4
    for one in said:
        assert one.context
        assert one.result
        item = session.get_one(Item, one.item_id)
        assert item.home_school_urn != one.school_urn
        published = session.exec(
            select(Publication.published_at)
            .where(Publication.item_id == item.id, col(Publication.audience) != "school")
            .order_by(col(Publication.published_at))
        ).first()
        assert published is not None
        assert published < one.said_at


def test_the_story_that_one_meets_first_has_a_figure(session: Session) -> None:
    item = session.get_one(Item, demo_id("story", "ten-minutes-before-the-bell"))
    lead = session.exec(select(Person.id).where(Person.persona == "other-school-lead")).one()
    picture = adoption_picture(session, person_viewer(session, lead), item, item_facts(session, item))
    assert picture.words == "Tried by 6 other schools: 1 as it is, 3 adapted, 2 stopped"
    assert {one.size for one in picture.schools} == {"Small", "Middling", "Large"}
    assert [own.said for own in picture.mine] == [False]
    entries = session.exec(select(LibraryEntry).where(LibraryEntry.item_id == item.id)).all()
    assert {(one.adopted, one.adapted, one.stopped) for one in entries} == {(1, 3, 2)}


def test_its_authors_were_told(session: Session) -> None:
    author = session.exec(select(Person.id).where(Person.persona == "school-lead")).one()
    told = session.exec(
        select(Notice).where(Notice.person_id == author, Notice.kind == NoticeKind.adoption_said)
    ).all()
    assert len(told) >= 6
    assert any(one.read_at is None for one in told)
