"""Snapshots take the place of updates only once they have proved to be the same."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from pycrdt import Doc, TransactionEvent, XmlElement, XmlFragment, XmlText
from sqlmodel import col, select

from app.db import Database
from app.models.documents import Document, DocumentSnapshot, DocumentUpdate
from app.queries.documents import stored_document
from app.realtime.documents import compaction
from app.realtime.documents.compaction import Differs, compact
from app.realtime.documents.loaded import LoadedDocument, load
from app.realtime.documents.log import Append, UpdatesLog
from tests.factories import County
from tests.realtime.conftest import Draft, make_draft


@pytest.fixture
def draft(database: Database) -> Draft:
    """A draft on either database."""
    return make_draft(County(database))


class Typist:
    """Writes into a draft's log without a server."""

    def __init__(self, draft: Draft, seed: int = 1) -> None:
        self.draft = draft
        self.chance = random.Random(seed)
        self.updates: list[bytes] = []
        self.doc: Doc[XmlFragment] = Doc()
        with draft.database.read() as session:
            for update in stored_document(session, draft.document).updates:
                self.doc.apply_update(update)
        self._kept = self.doc.observe(self._keep)

    def _keep(self, event: TransactionEvent) -> None:
        self.updates.append(bytes(event.update))

    def edit(self, times: int) -> None:
        """Type, format and delete."""
        section = self.doc.get("context", type=XmlFragment)
        for number in range(times):
            with self.doc.transaction():
                if self.chance.random() < 0.3 and len(section.children) > 2:
                    del section.children[self.chance.randrange(len(section.children))]
                    continue
                paragraph = section.children.append(XmlElement("paragraph"))
                text = paragraph.children.append(XmlText(""))
                text.insert(0, f"sentence {number} 🙂 of many")
                text.format(0, 8, {"bold": {}})

    def store(self, updates: list[bytes] | None = None) -> None:
        """Append to the log, each update as one."""
        given = self.updates if updates is None else updates
        with self.draft.database.read() as session:
            seq = session.get_one(Document, self.draft.document).last_seq
        log = UpdatesLog(self.draft.database.engine)
        log.append([Append(self.draft.document, 1, seq, given, sum(map(len, given)))])
        log.close()
        if updates is None:
            self.updates = []

    def text(self) -> str:
        """What was written."""
        return str(self.doc.get("context", type=XmlFragment))


def on_disk(draft: Draft) -> tuple[str, int, list[int], list[int], int]:
    """The text, the last update's number, which updates and snapshots there are, and the size kept."""
    with draft.database.read() as session:
        document = load(session, draft.document)
        assert document is not None
        shown = document.portrait()[2]  # type: ignore[index]
        updates = select(DocumentUpdate.seq).where(DocumentUpdate.document_id == draft.document)
        snapshots = select(DocumentSnapshot.seq).where(DocumentSnapshot.document_id == draft.document)
        row = session.get_one(Document, draft.document)
        return (
            shown["context"],
            document.seq,
            sorted(session.exec(updates).all()),
            sorted(session.exec(snapshots).all()),
            row.size,
        )


def test_it_stays_the_same_and_gets_smaller(draft: Draft) -> None:
    typist = Typist(draft)
    typist.edit(120)
    typist.store()
    before = on_disk(draft)
    done = compact(draft.database, draft.document)
    assert done is not None
    after = on_disk(draft)
    assert after[0] == before[0] == typist.text()
    assert after[1] == before[1]
    assert after[3] == [before[1]]
    assert after[4] == before[4] + done.size_change < before[4]
    assert compact(draft.database, draft.document) is None


def test_the_snapshot_before_and_all_since_are_kept(draft: Draft) -> None:
    """Should the newest snapshot be bad, deleting its row brings everything back."""
    typist = Typist(draft)
    for _ in range(4):
        typist.edit(20)
        typist.store()
        compact(draft.database, draft.document)
    typist.edit(5)
    typist.store()
    text, seq, updates, snapshots, size = on_disk(draft)
    assert len(snapshots) == 2
    assert updates == list(range(snapshots[0] + 1, seq + 1))
    with draft.database.read() as session:
        assert size == sum(map(len, stored_document(session, draft.document).updates))
    with draft.database.write() as session:
        session.exec(sa.delete(DocumentSnapshot).where(col(DocumentSnapshot.seq) == snapshots[1]))
    assert on_disk(draft)[0] == text == typist.text()


def test_an_update_that_waits_for_another_is_not_lost(draft: Draft) -> None:
    typist = Typist(draft)
    typist.edit(3)
    first, second, third = typist.updates
    typist.store([first, third])
    compact(draft.database, draft.document)
    typist.store([second])
    assert on_disk(draft)[0] == typist.text()


def test_a_deletion_that_waits_for_its_target_is_not_lost(draft: Draft) -> None:
    typist = Typist(draft)
    typist.edit(2)
    section = typist.doc.get("context", type=XmlFragment)
    del section.children[len(section.children) - 1]
    *inserts, deletion = typist.updates
    typist.store([deletion])
    compact(draft.database, draft.document)
    typist.store(inserts)
    assert on_disk(draft)[0] == typist.text()


def test_updates_that_come_while_it_works_stay(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    """It compacts up to a fixed number, whatever is written meanwhile."""
    typist = Typist(draft)
    typist.edit(30)
    typist.store()
    snapshot = compaction._snapshot

    def slowly(*args: object) -> tuple[bytes, bytes]:
        made = snapshot(*args)  # type: ignore[arg-type]
        typist.edit(5)
        typist.store()
        return made

    monkeypatch.setattr(compaction, "_snapshot", slowly)
    compact(draft.database, draft.document)
    text, _, _, _, size = on_disk(draft)
    assert text == typist.text()
    with draft.database.read() as session:
        assert size == sum(map(len, stored_document(session, draft.document).updates))


@pytest.mark.parametrize("fault", ["content", "cut", "in the middle"])
def test_a_fault_changes_nothing(draft: Draft, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    """A snapshot that differs, that cannot be read, or a failure between writing it and deleting."""
    typist = Typist(draft)
    for _ in range(2):
        typist.edit(20)
        typist.store()
        compact(draft.database, draft.document)
    typist.edit(20)
    typist.store()
    before = on_disk(draft)
    lacking = LoadedDocument.lacking
    expected: type[Exception] = Differs
    if fault == "content":
        wrong: Doc[XmlFragment] = Doc()
        wrong.get("context", type=XmlFragment).children.append(XmlText("wrong"))
        monkeypatch.setattr(LoadedDocument, "lacking", lambda *_: wrong.get_update())
    elif fault == "cut":
        expected = Exception
        monkeypatch.setattr(LoadedDocument, "lacking", lambda *a: lacking(*a)[:-20])
    else:
        expected = ConnectionError
        sa.event.listen(draft.database.engine, "before_cursor_execute", break_at_deletion)
    with pytest.raises(expected):
        compact(draft.database, draft.document)
    monkeypatch.undo()
    if fault == "in the middle":
        sa.event.remove(draft.database.engine, "before_cursor_execute", break_at_deletion)
    assert on_disk(draft) == before
    assert compact(draft.database, draft.document) is not None
    assert on_disk(draft)[0] == typist.text()


def break_at_deletion(_connection: object, _cursor: object, statement: str, *_: object) -> None:
    """Fail when the snapshot is written and nothing is deleted yet."""
    if statement.startswith("DELETE"):
        raise ConnectionError("the power is gone")


def test_two_at_once_do_it_once(draft: Draft) -> None:
    typist = Typist(draft)
    typist.edit(60)
    typist.store()
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: compact(draft.database, draft.document), range(4)))
    assert len([one for one in done if one is not None]) == 1
    text, _, _, snapshots, _ = on_disk(draft)
    assert text == typist.text()
    assert len(snapshots) == 1
