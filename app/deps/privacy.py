"""Texts to be checked before they leave their school."""

from typing import Annotated

from fastapi import Depends, Query

from app.deps.http import Db
from app.deps.stories import KnownStory
from app.deps.viewers import CurrentPerson
from app.models.items import Item, Revision
from app.policies.answers import require
from app.queries.privacy import may_check_text
from app.queries.stories import get_revision


class TextFound:
    """A story's draft (``revision`` is ``None``) or one of its revisions, to be checked."""

    def __init__(self, item: Item, revision: Revision | None) -> None:
        self.item = item
        self.revision = revision


def _text_to_check(
    viewer: CurrentPerson,
    found: KnownStory,
    db: Db,
    revision: Annotated[
        int | None, Query(ge=1, le=2_147_483_647, description="Without it, the draft as it is stored now")
    ] = None,
) -> TextFound:
    require(may_check_text(db, viewer, found.facts, revision))
    return TextFound(found.item, get_revision(db, found.item.id, revision) if revision else None)


TextToCheck = Annotated[TextFound, Depends(_text_to_check)]
