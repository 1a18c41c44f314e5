"""The check before a story leaves its school: saying what may stay, and that no pupil can be recognised."""

from sqlmodel import Session

from app import clock
from app.actions.audit import record
from app.content.privacy import RULES, TITLE
from app.content.revision_details import BESIDE
from app.errors import Conflict, Invalid, NotFound
from app.models.items import Item, Revision
from app.models.privacy import FindingKind, PrivacyConfirmation, PrivacyDismissal
from app.policies.viewers import PersonViewer
from app.queries.privacy import Found, confirmation, findings

SHORTEST_REASON = 10
"""Characters: a word or two. "ok" would tell nobody anything later."""

IN_WORDS: dict[FindingKind, str] = {
    FindingKind.email: "an e-mail address",
    FindingKind.phone: "a telephone number",
    FindingKind.upn: "a pupil number",
    FindingKind.date_of_birth: "a date of birth",
}


def dismiss(
    session: Session,
    viewer: PersonViewer,
    item: Item,
    revision: Revision | None,
    *,
    finding: str,
    reason: str,
) -> None:
    """Note that something found in a revision, or in the draft, may stay. Saying so again changes the reason.

    ``Invalid`` without a reason in words; ``Conflict`` where the text no longer says it.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        words = "Say in a few words why it may stay."
        raise Invalid(words, errors=[{"where": "reason", "message": words}])
    found = next((one for one in findings(session, item, revision) if one.key == finding), None)
    if found is None:
        raise Conflict("The text no longer says this, so there is nothing to leave. Look at the check again.")
    kept = found.dismissal or PrivacyDismissal(
        item_id=item.id,
        finding=finding,
        kind=found.finding.kind,
        reason="",
        dismissed_by=viewer.person_id,
        dismissed_at=clock.now(),
    )
    kept.reason, kept.dismissed_by, kept.dismissed_at = reason.strip(), viewer.person_id, clock.now()
    session.add(kept)
    record(session, viewer.person_id, "finding.dismissed", "item", item.id, of=found.finding.kind)
    session.flush()


def take_back_dismissal(session: Session, viewer: PersonViewer, item: Item, finding: str) -> None:
    """It may not stay after all; ``NotFound`` if nobody said that it might."""
    kept = session.get(PrivacyDismissal, (item.id, finding))
    if kept is None:
        raise NotFound("Nobody has said that this may stay.")
    session.delete(kept)
    record(session, viewer.person_id, "finding.restored", "item", item.id, of=kept.kind)
    session.flush()


def require_checked(
    session: Session, viewer: PersonViewer, item: Item, revision: Revision, *, confirmed: bool
) -> None:
    """``revision`` may leave its school: all that is found in it may stay, and somebody has confirmed it.

    Else ``Invalid``, whose ``errors`` name each finding by kind and section. Who confirms is kept; the same
    revision needs nobody else to confirm it later, unless the rules have changed since.
    """
    found = findings(session, item, revision)
    unsettled = [one for one in found if one.dismissal is None]
    before = confirmation(session, revision)
    errors = [_error(one) for one in unsettled]
    if before is None and not confirmed:
        errors.append(
            {"where": "confirmed", "message": "Please confirm that no pupil can be recognised from this."}
        )
    if errors:
        raise Invalid(
            "Before this leaves the school, look at what the check found in it."
            if unsettled
            else "Before this leaves the school, please confirm that no pupil can be recognised from it.",
            errors=errors,
        )
    if before is None:
        _keep(session, viewer, revision, dismissed=len({one.key for one in found}))
        record(
            session,
            viewer.person_id,
            "story.privacy_confirmed",
            "item",
            item.id,
            revision=revision.number,
            rules=RULES,
            dismissed=len({one.key for one in found}),
        )


def _error(found: Found) -> dict[str, str]:
    in_title = found.finding.section == TITLE
    where = TITLE if in_title else f"sections.{found.finding.section}"
    there = "the title" if in_title else f"“{found.section_title}”"
    if found.finding.section.startswith(BESIDE):
        there = found.section_title[0].lower() + found.section_title[1:]
    message = f"There is {IN_WORDS[found.finding.kind]} in {there}."
    return {"where": where, "kind": found.finding.kind.value, "message": message}


def _keep(session: Session, viewer: PersonViewer, revision: Revision, *, dismissed: int) -> None:
    kept = session.get(PrivacyConfirmation, revision.id) or PrivacyConfirmation(
        revision_id=revision.id,
        rules=RULES,
        dismissed=dismissed,
        confirmed_by=viewer.person_id,
        confirmed_at=clock.now(),
    )
    kept.rules, kept.dismissed = RULES, dismissed
    kept.confirmed_by, kept.confirmed_at = viewer.person_id, clock.now()
    session.add(kept)
    session.flush()
