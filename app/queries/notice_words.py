"""The words of notices. Nothing stands in them that their reader may not read elsewhere at that moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.models.items import Audience
from app.models.notices import Notice, NoticeKind
from app.models.requests import RequestState
from app.queries.action_notices import ACTIONS, ActionKnown, action_words
from app.queries.adoption_notices import AdoptionKnown, adoption_words
from app.queries.item_titles import ItemKnown
from app.queries.link_notices import DeadLinks, link_words
from app.queries.meeting_notices import MEETINGS, meeting_words
from app.schemas.meetings import MeetingSummary
from app.schemas.notices import NoticeView
from app.schemas.people import PersonRef
from app.schemas.requests import RequestView


@dataclass(frozen=True, slots=True)
class Known:
    """What the reader of some notices may know of what these refer to; what is missing they may not.

    ``to_decide``: titles of open submissions that are theirs to decide; ``collections``: titles.
    """

    items: Mapping[UUID, ItemKnown]
    people: Mapping[UUID, PersonRef]
    collections: Mapping[UUID, str]
    requests: Mapping[UUID, RequestView]
    open_submissions: frozenset[UUID]
    to_decide: Mapping[UUID, str]
    meetings: Mapping[UUID, MeetingSummary]
    actions: Mapping[UUID, ActionKnown]
    adoptions: Mapping[UUID, AdoptionKnown]
    dead_links: Mapping[UUID, DeadLinks]


def put_into_words(notice: Notice, known: Known) -> NoticeView:
    """``notice`` for its reader, by what they may know now."""
    words, link, message = _told(notice, known)
    assert notice.id is not None
    return NoticeView(
        id=notice.id,
        kind=notice.kind,
        at=notice.at,
        words=words,
        message=message,
        # What a school did is said by a post there, and by nobody by name.
        by=known.people.get(notice.by) if notice.by and notice.kind is not NoticeKind.adoption_said else None,
        link=link,
        read=notice.read_at is not None,
    )


_Told = tuple[str, str | None, str]
"""The sentences, the address to go to, and what somebody said with it."""


def _told(notice: Notice, known: Known) -> _Told:
    match notice.kind:
        case NoticeKind.submission_raised | NoticeKind.submission_taken_over:
            return _submission(notice, known)
        case NoticeKind.story_requested:
            return _requested(notice, known)
        case NoticeKind.story_request_answered:
            return _answered(notice, known)
        case NoticeKind.adoption_said:
            return _adoption(notice, known)
        case NoticeKind.collection_item_left:
            return _left(notice, known)
        case NoticeKind.link_dead:
            return _link_dead(notice, known)
        case NoticeKind.entry_wanted | NoticeKind.year_on_wanted:
            return _entry_wanted(notice, known)
        case kind if kind in MEETINGS:
            return _meeting(notice, known)
        case kind if kind in ACTIONS:
            return _action(notice, known)
        case _:
            return _exemplar(notice, known)


def _by(notice: Notice, known: Known) -> str:
    person = known.people.get(notice.by) if notice.by else None
    return person.name if person else "Somebody"


def _story(title: str | None, item: ItemKnown | None) -> str:
    """ "“Ten minutes”", else "a story from Ashlow Primary" or "minutes of Fenside", else "a story"."""
    if title is not None:
        return f"“{title}”"
    if item is None:
        return "a story"
    return f"a story from {item.home.ref.name}" if item.home.school else f"minutes of {item.home.ref.name}"


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _submission(notice: Notice, known: Known) -> _Told:
    item = known.items.get(notice.item_id) if notice.item_id else None
    submission = notice.submission_id
    mine = known.to_decide.get(submission) if submission else None
    story = _story(mine or (item.title if item else None), item)
    link = f"/reviews/{submission}" if mine is not None else "/reviews"
    readable = mine is not None or (item is not None and item.title is not None)
    message = notice.message if readable else ""
    if submission not in known.open_submissions:
        return f"{_upper(story)} waited for an answer, and has one now.", None, message
    if notice.kind is NoticeKind.submission_taken_over:
        return f"{_by(notice, known)} took over the decision about {story}.", link, message
    if mine is not None:
        return f"{_upper(story)} has waited for you for more than ten school days.", link, message
    return f"{_upper(story)} has waited for more than ten school days. You can take it over.", link, message


def _exemplar(notice: Notice, known: Known) -> _Told:
    item = known.items.get(notice.item_id) if notice.item_id else None
    title = item.title if item else None
    story = _story(title, item)
    link = item.address if item else None
    message = notice.message if title is not None else ""
    match notice.kind:
        case NoticeKind.exemplar_awarded:
            words = f"{_by(notice, known)} chose {story} as an exemplar for the county."
        case NoticeKind.exemplar_review_due:
            words = f"It is time to look again at {story}: is it still an exemplar?"
        case _:
            words = f"{_upper(story)} is no longer an exemplar."
    return words, link, message


def _left(notice: Notice, known: Known) -> _Told:
    item = known.items.get(notice.item_id) if notice.item_id else None
    collection = notice.collection_id
    title = known.collections.get(collection) if collection else None
    where = f"the collection “{title}”" if title is not None else "a collection"
    story = _story(item.title if item else None, item)
    words = f"{_upper(story)} has left {where}: the county no longer reads it."
    return words, f"/collections/{collection}" if title is not None else None, ""


def _link_dead(notice: Notice, known: Known) -> _Told:
    item = known.items.get(notice.item_id) if notice.item_id else None
    story = _story(item.title if item else None, item)
    write = f"/stories/{notice.item_id}/write" if item is not None and item.on_draft else None
    return link_words(story, known.dead_links.get(notice.item_id) if notice.item_id else None), write, ""


def _entry_wanted(notice: Notice, known: Known) -> _Told:
    item = known.items.get(notice.item_id) if notice.item_id else None
    title = item.title if item is not None and item.on_draft else None
    if title is None:
        return "An entry was wanted for a journey that is no longer yours to write.", None, ""
    write = f"/stories/{notice.item_id}/write"
    if notice.kind is NoticeKind.year_on_wanted:
        return f"A year on: what is left of “{title}”, and how do you know?", write, ""
    return f"What happened this half-term in “{title}”? Five minutes are enough for an entry.", write, ""


def _requested(notice: Notice, known: Known) -> _Told:
    request = known.requests.get(notice.request_id) if notice.request_id else None
    by = _by(notice, known)
    if request is None:
        return f"{by} asked for a story at a school or cluster where you held a seat.", None, ""
    place, about = _place(request), f"“{request.recommendation.short_title}”"
    match request.state:
        case RequestState.waiting:
            return (
                f"{by} asks {place} to write about {about}.",
                f"/write?request={request.id}",
                request.message,
            )
        case RequestState.started:
            where = request.taken_up_at.name if request.taken_up_at else "Somebody"
            return f"{by} asked {place} to write about {about}. {where} has begun.", _to_story(request), ""
        case RequestState.declined:
            return f"{by} asked {place} to write about {about}. The answer was no.", None, request.reason
        case _:
            return f"{by} no longer asks {place} to write about {about}.", None, request.reason


def _answered(notice: Notice, known: Known) -> _Told:
    request = known.requests.get(notice.request_id) if notice.request_id else None
    if request is None:
        return "A request of yours for a story was answered.", None, ""
    about = f"“{request.recommendation.short_title}”"
    if request.state is RequestState.started:
        where = request.taken_up_at.name if request.taken_up_at else _upper(_place(request))
        return (
            f"{where} has begun to write about {about}, as you asked.",
            _to_story(request) or "/requests",
            "",
        )
    return f"{_upper(_place(request))} will not write about {about} now.", "/requests", request.reason


def _action(notice: Notice, known: Known) -> _Told:
    action = known.actions.get(notice.action_id) if notice.action_id else None
    words, link = action_words(notice.kind, _by(notice, known), action)
    return words, link, ""


def _adoption(notice: Notice, known: Known) -> _Told:
    item = known.items.get(notice.item_id) if notice.item_id else None
    adoption = known.adoptions.get(notice.adoption_id) if notice.adoption_id else None
    title = item.title if item else None
    words = adoption_words(_story(title, item), adoption if title is not None else None)
    return words, f"/stories/{notice.item_id}#tried" if title is not None else None, ""


def _meeting(notice: Notice, known: Known) -> _Told:
    meeting = known.meetings.get(notice.meeting_id) if notice.meeting_id else None
    words, link = meeting_words(notice.kind, _by(notice, known), meeting)
    return words, link, notice.message if meeting is not None else ""


def _place(request: RequestView) -> str:
    if request.school is not None:
        return request.school.name
    return f"the schools of {request.cluster.name}" if request.cluster else "a cluster"


def _to_story(request: RequestView) -> str | None:
    if request.story is None:
        return None
    draft = request.story.audience is Audience.draft
    return f"/stories/{request.story.id}/write" if draft else f"/stories/{request.story.id}"
