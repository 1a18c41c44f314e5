"""Submissions, for those who have a part in them."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from app.deps.http import Db
from app.deps.viewers import CurrentPerson
from app.errors import NotFound
from app.models.items import Item, Submission
from app.policies.answers import require
from app.policies.items import ItemFacts
from app.policies.submissions import may_see_submission, may_take_over
from app.queries.items import get_item, item_facts
from app.queries.submissions import get_submission, submission_facts


class SubmissionFound:
    """A submission with its item, as the guard that loaded it found them."""

    def __init__(self, submission: Submission, item: Item, facts: ItemFacts) -> None:
        self.submission = submission
        self.item = item
        self.facts = facts


def _submission_to_see(viewer: CurrentPerson, db: Db, submission_id: UUID) -> SubmissionFound:
    submission = get_submission(db, submission_id)
    item = get_item(db, submission.item_id)
    facts = item_facts(db, item)
    if not may_see_submission(viewer, facts, submission_facts(db, facts, submission)):
        raise NotFound("There is no such submission, or it is not yours to see.")
    return SubmissionFound(submission, item, facts)


SubmissionToSee = Annotated[SubmissionFound, Depends(_submission_to_see)]


def _submission_to_take_over(viewer: CurrentPerson, db: Db, submission_id: UUID) -> SubmissionFound:
    """One that the viewer may take over: they know that it waits, before they may see it."""
    submission = get_submission(db, submission_id)
    item = get_item(db, submission.item_id)
    facts = item_facts(db, item)
    asked = submission_facts(db, facts, submission)
    answer = may_take_over(viewer, asked)
    if not answer and not may_see_submission(viewer, facts, asked):
        raise NotFound("There is no such submission, or it is not yours to see.")
    require(answer)
    return SubmissionFound(submission, item, facts)


SubmissionToTakeOver = Annotated[SubmissionFound, Depends(_submission_to_take_over)]
