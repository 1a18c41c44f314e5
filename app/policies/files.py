"""Who may have a file: asked each time that one is given out."""

from collections.abc import Set
from uuid import UUID

from app.policies.answers import YES, Answer, Denied
from app.policies.items import ItemFacts, may_edit, may_see_draft, readable_revision
from app.policies.viewers import PersonViewer, Viewer


def may_have_file(viewer: Viewer, item: ItemFacts, *, held: Set[int], reviewed: Set[int]) -> Answer:
    """Those on the draft have every version; others one that the revision they read, or review, holds.

    ``held``: the item's revisions that hold the version. ``reviewed``: revisions in submissions that the
    viewer may see.
    """
    if may_see_draft(viewer, item):
        return YES
    read = readable_revision(viewer, item)
    if (read is not None and read in held) or held & reviewed:
        return YES
    return Denied("This file is not in what you may read.")


def may_go_on(viewer: Viewer, item: ItemFacts, begun_by: UUID) -> Answer:
    """An upload is for whoever began it, for as long as they may write."""
    if not isinstance(viewer, PersonViewer) or viewer.person_id != begun_by:
        return Denied("Somebody else is sending this file.")
    return may_edit(viewer, item)
