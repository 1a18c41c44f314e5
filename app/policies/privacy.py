"""Who sees what the privacy check found, and who may say that it may stay."""

from app.policies.answers import YES, Answer, Denied
from app.policies.items import ItemFacts, in_audience, may_see_draft
from app.policies.viewers import Viewer


def may_check(viewer: Viewer, item: ItemFacts, revision: int | None, *, takes_it_further: bool) -> Answer:
    """Those on the draft; of a revision that they read, also whoever may take it further.

    ``revision`` is ``None`` for the draft; ``takes_it_further``: may ask for a step beyond the school.
    Whoever sees what was found may also say that it may stay: they answer for it with their name.
    """
    if may_see_draft(viewer, item):
        return YES
    if takes_it_further and any(
        published.revision_number == revision and in_audience(viewer, audience, item)
        for audience, published in item.publications.items()
    ):
        return YES
    return Denied("This check is for those who write the story and those who take it further.")
