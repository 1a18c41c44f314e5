"""Stories, and what is written in them, as a test needs them."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import select

from app import clock
from app.actions import stories
from app.actions.documents import project_document
from app.content.templates import load_template
from app.models.documents import Document, DocumentUpdate
from app.models.evidence import Edition, Guidance, Recommendation
from app.models.items import Audience, AuthorState, Item, ItemKind
from app.queries.documents import stored_document
from app.queries.items import item_facts
from app.queries.viewers import person_viewer
from tests.factories.publishing import Publishing
from tests.factories.texts import write, written_after


class Stories(Publishing):
    """Makes stories and whatever else is an item, each known by its id."""

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
            write(session, item, text, load_template(item.template_key).sections[0].key)
            item_id = item.id
        if audience is not Audience.draft:
            self.publish(item_id, author, audience)
        return item_id

    def rewrite(self, item_id: UUID, text: str, section: str = "context") -> None:
        """Replace all that is written by ``text`` in one section."""
        with self.database.write() as session:
            write(session, session.get_one(Item, item_id), text, section)

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
