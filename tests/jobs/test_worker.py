"""Background work is done, once, in spite of failures, other workers and poison."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from app import clock
from app.actions.outbox import KEPT, later, sweep, wait_after
from app.db import Database
from app.jobs.table import JOBS, RECURRING
from app.models.notices import Job, OutboxEntry
from tests.jobs.conftest import Hire
from tests.jobs.desk import entries, fail, note, noted, work_off


def _later(database: Database, job: Job = Job.sweep, **payload: Any) -> None:
    with database.write() as session:
        later(session, job, **payload)


def test_work_written_down_is_done_once_with_its_payload(database: Database, hire: Hire) -> None:
    words: list[str] = []

    def learn(session: Session, payload: dict[str, Any]) -> int:
        words.append(payload["word"])
        return note(session, payload)

    worker = hire(sweep=learn)
    _later(database, word="fen")
    assert work_off(worker) == 1
    assert work_off(worker) == 0
    assert words == ["fen"]
    assert noted(database) == 1
    assert entries(database)[0].done_at is not None


def test_work_of_a_transaction_that_fails_is_never_done(database: Database, hire: Hire) -> None:
    def half_way() -> None:
        with database.write() as session:
            later(session, Job.sweep)
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_way()
    assert work_off(hire(sweep=note)) == 0


def test_a_job_that_nobody_knows_cannot_be_written_down(database: Database) -> None:
    with database.read() as session, pytest.raises(ValueError, match="tidy-the-staffroom"):
        later(session, "tidy-the-staffroom")


def test_the_worker_can_do_every_job_there_is() -> None:
    assert set(JOBS) == set(Job)
    assert set(RECURRING) <= set(JOBS)


def test_two_workers_do_not_do_things_twice(database: Database, hire: Hire) -> None:
    """Both take on what they can; then each is given what the other took on as well."""
    one, two = hire(sweep=note), hire(sweep=note)
    for _ in range(5):
        _later(database)
    assert one.dispatch() == 5
    assert two.dispatch() == 0
    tasks = [one.queue.dequeue() for _ in range(5)]
    for worker in (one, two, one):
        for task in tasks:
            worker.queue.execute(task)
    assert noted(database) == 5


def test_work_that_a_worker_lost_is_taken_on_again_when_its_time_is_up(
    database: Database, hire: Hire
) -> None:
    worker = hire(sweep=note)
    _later(database)
    worker.dispatch()
    worker.queue.flush()
    assert work_off(worker) == 0
    with clock.at(clock.now() + worker.pace.patience + wait_after(1)):
        assert work_off(worker) == 1
    assert noted(database) == 1


def test_a_late_worker_finds_what_another_took_on_after_it(database: Database, hire: Hire) -> None:
    """It was so slow to begin that its work counted as lost: the other one's attempt holds."""
    slow, quick = hire(sweep=note), hire(sweep=note)
    _later(database)
    slow.dispatch()
    forgotten = slow.queue.dequeue()
    with clock.at(clock.now() + timedelta(hours=1)):
        assert work_off(quick) == 1
    slow.queue.execute(forgotten)
    assert noted(database) == 1


def test_what_waited_too_long_in_the_queue_is_not_even_begun(database: Database, hire: Hire) -> None:
    """Else a queue of slow pages would be looked at in vain, again and again, and never come to an end."""
    looked: list[Job] = []

    def look(_database: Database, _payload: dict[str, Any]) -> dict[str, Any]:
        looked.append(Job.sweep)
        return {}

    worker = hire(sweep=note)
    worker.outside = {Job.sweep: look}
    _later(database)
    worker.dispatch()
    with clock.at(clock.now() + worker.pace.patience + wait_after(1)):
        assert work_off(worker) == 2, "what waited in the queue, and the same again"
    assert (len(looked), noted(database)) == (1, 1)


def test_what_fails_leaves_nothing_but_its_error_and_is_tried_again(database: Database, hire: Hire) -> None:
    _later(database)
    assert work_off(hire(sweep=fail)) == 1
    assert noted(database) == 0
    (entry,) = entries(database)
    assert (entry.attempts, entry.done_at) == (1, None)
    assert entry.error == "RuntimeError: the printer is on fire"
    mended = hire(sweep=note)
    assert work_off(mended) == 0
    with clock.at(clock.now() + wait_after(1)):
        assert work_off(mended) == 1
    (entry,) = entries(database)
    assert entry.done_at is not None
    assert entry.error is None


def test_poison_keeps_nobody_else_waiting(database: Database, hire: Hire) -> None:
    worker = hire(sweep=fail, remind_of_reviews=note)
    _later(database, Job.sweep)
    now = clock.now()
    for minute in range(3):
        with clock.at(now + timedelta(minutes=minute)):
            _later(database, Job.remind_of_reviews)
            work_off(worker)
    assert noted(database) == 3
    assert entries(database)[0].attempts == 3


def test_a_job_of_a_newer_version_waits_for_it(database: Database, hire: Hire) -> None:
    with database.write() as session:
        now = clock.now()
        session.add(OutboxEntry(at=now, due_at=now, job="of-tomorrow"))
    assert work_off(hire(sweep=note)) == 1
    (entry,) = entries(database)
    assert entry.done_at is None
    assert "of-tomorrow" in (entry.error or "")


def test_attempts_become_rarer_up_to_a_limit() -> None:
    waits = [wait_after(attempts) for attempts in range(1, 40)]
    assert waits[0] == timedelta(seconds=5)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=6)


def test_what_recurs_is_done_at_the_start_and_at_its_times(database: Database, hire: Hire) -> None:
    worker = hire(**dict.fromkeys(Job.__members__, note))
    now, minute = clock.now(), timedelta(minutes=1)
    with clock.at(now):
        worker.begin()
        assert work_off(worker) == len(RECURRING)
    for after in sorted(set(RECURRING.values()))[:-1]:
        with clock.at(now + after - minute):
            assert work_off(worker) == 0
        with clock.at(now + after + minute):
            assert work_off(worker) == sum(every == after for every in RECURRING.values())
    longest = max(RECURRING.values())
    with clock.at(now + longest - minute):
        assert work_off(worker) == 0
    with clock.at(now + longest + 2 * minute):
        assert work_off(worker) == len(RECURRING)
        worker.begin()
        hire(sweep=note).begin()
        assert len(entries(database)) == len(RECURRING)
        assert work_off(worker) == len(RECURRING)


def test_the_real_jobs_run_on_an_empty_county(database: Database, hire: Hire) -> None:
    worker = hire(**{job.name: doing for job, doing in JOBS.items()})
    worker.begin()
    assert work_off(worker) == len(RECURRING)
    assert [entry.error for entry in entries(database)] == [None] * len(RECURRING)


def test_finished_work_is_forgotten_after_a_month(database: Database, hire: Hire) -> None:
    _later(database)
    work_off(hire(sweep=note))
    _later(database)
    for ahead, left in ((KEPT - timedelta(minutes=1), 2), (KEPT + timedelta(minutes=1), 1)):
        with clock.at(clock.now() + ahead), database.write() as session:
            sweep(session)
        assert len(entries(database)) == left
