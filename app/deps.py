"""Guards as types: what a route asks for is loaded *and* authorised before its body runs."""

import ipaddress
import re
from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Header, Path, Query, Request
from sqlmodel import Session

from app import clock
from app.actions.file_tools import FileTools
from app.actions.guests import Attempts
from app.actions.receiving import Receiving
from app.actions.sessions import token_hash
from app.db import Database
from app.errors import Changed, NeedsIfMatch, NotFound, SignedOut
from app.models.boards import Board
from app.models.files import FileVersion, Upload
from app.models.items import Item, Revision, Submission
from app.models.requests import StoryRequest
from app.policies.adoptions import knows_of
from app.policies.answers import require
from app.policies.boards import BoardFacts, may_come
from app.policies.items import ItemFacts, may_edit, may_see_draft, readable_revision
from app.policies.submissions import may_see_submission, may_take_over
from app.policies.viewers import GuestViewer, PersonViewer, Public, Viewer
from app.queries.adoptions import said_facts
from app.queries.boards import NO_SUCH_BOARD, board_facts, get_board
from app.queries.files import get_upload, get_version
from app.queries.guests import as_whom, guest_of
from app.queries.items import NO_SUCH_STORY, get_item, item_facts
from app.queries.privacy import may_check_text
from app.queries.requests import get_request
from app.queries.steps import steps_down
from app.queries.stories import get_revision
from app.queries.submissions import get_submission, submission_facts
from app.queries.timeline import part_in
from app.queries.viewers import viewer_of_session
from app.settings import Settings

COOKIE = "mobilise_session"
GUEST_COOKIE = "mobilise_guest"
_VERSION = re.compile(r'(?:W/)?"?([0-9]{1,9})"?')
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


async def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


async def _session(request: Request) -> AsyncIterator[Session]:
    """Nothing is asked of the database until somebody uses the session, in a thread of the pool.

    Ending it may wait for the disk or the network, and so happens in a thread too; in one of its own, because
    those of the pool may all be waiting for the connection that this gives back.
    """
    database: Database = request.app.state.database
    reads = request.method in SAFE_METHODS
    opened = database.read() if reads else database.write()
    session = opened.__enter__()
    try:
        yield session
    except BaseException as error:
        ending: Any = (type(error), error, error.__traceback__)
        await to_thread.run_sync(opened.__exit__, *ending, limiter=CapacityLimiter(1))
        raise
    if reads and database.is_sqlite:
        opened.__exit__(None, None, None)
    else:
        await to_thread.run_sync(opened.__exit__, None, None, None, limiter=CapacityLimiter(1))


AppSettings = Annotated[Settings, Depends(_settings)]

Db = Annotated[Session, Depends(_session, scope="function")]
"""One transaction for the request: reading for GET, else writing. ``scope="function"`` commits before the
response leaves; FastAPI's default would commit after the client had already been told that all is well."""


def viewer_of(token: str | None, session: Session) -> Viewer:
    """Whoever holds this session token now; the public without one that lives."""
    if token:
        viewer = viewer_of_session(session, token_hash(token), clock.now())
        if viewer is not None:
            return viewer
    return Public()


def _viewer(request: Request, db: Db) -> Viewer:
    return viewer_of(request.cookies.get(COOKIE), db)


AnyViewer = Annotated[Viewer, Depends(_viewer)]


async def _person(viewer: AnyViewer) -> PersonViewer:
    if not isinstance(viewer, PersonViewer):
        raise SignedOut("Please sign in to see this.")
    return viewer


CurrentPerson = Annotated[PersonViewer, Depends(_person)]


async def _colleague(person: CurrentPerson) -> PersonViewer:
    if not person.has_seat:
        raise NotFound
    return person


Colleague = Annotated[PersonViewer, Depends(_colleague)]
"""Somebody who holds any seat in the county; a former lead without one finds nothing here."""


class StoryFound:
    """An item with its facts, as the guard that loaded it found them."""

    def __init__(self, item: Item, facts: ItemFacts) -> None:
        self.item = item
        self.facts = facts


def _known_story(viewer: AnyViewer, db: Db, story_id: UUID) -> StoryFound:
    """A story that the viewer may know of: as a reader of a revision or of the draft."""
    item = get_item(db, story_id)
    facts = item_facts(db, item)
    if readable_revision(viewer, facts) is None and not may_see_draft(viewer, facts):
        raise NotFound(NO_SUCH_STORY)
    return StoryFound(item, facts)


KnownStory = Annotated[StoryFound, Depends(_known_story)]


async def _draft_story(viewer: CurrentPerson, found: KnownStory) -> StoryFound:
    require(may_see_draft(viewer, found.facts))
    return found


DraftStory = Annotated[StoryFound, Depends(_draft_story)]


async def _editable_story(viewer: CurrentPerson, found: KnownStory) -> StoryFound:
    require(may_edit(viewer, found.facts))
    return found


EditableStory = Annotated[StoryFound, Depends(_editable_story)]


def _spoken_story(viewer: CurrentPerson, db: Db, story_id: UUID) -> StoryFound:
    """A story that the viewer knows of, or of which a school of theirs has said something."""
    item = get_item(db, story_id)
    facts = item_facts(db, item)
    if not knows_of(viewer, said_facts(db, item, facts)):
        raise NotFound(NO_SUCH_STORY)
    return StoryFound(item, facts)


SpokenStory = Annotated[StoryFound, Depends(_spoken_story)]


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


class InvolvedFound(StoryFound):
    """An item with the submissions that the viewer may see."""

    def __init__(self, item: Item, facts: ItemFacts, submissions: Sequence[Submission]) -> None:
        super().__init__(item, facts)
        self.submissions = submissions


def _involved_story(viewer: CurrentPerson, db: Db, story_id: UUID) -> InvolvedFound:
    """A story in whose way up the viewer has a part, whether or not they can read it."""
    item = get_item(db, story_id)
    facts = item_facts(db, item)
    part = part_in(db, viewer, facts)
    if not part.answer and readable_revision(viewer, facts) is None:
        raise NotFound(NO_SUCH_STORY)
    require(part.answer)
    return InvolvedFound(item, facts, part.submissions)


InvolvedStory = Annotated[InvolvedFound, Depends(_involved_story)]


def _story_to_step_down(viewer: CurrentPerson, db: Db, story_id: UUID) -> StoryFound:
    """A story that the viewer knows of, or that they may take back in the place of a missing lead."""
    item = get_item(db, story_id)
    facts = item_facts(db, item)
    known = readable_revision(viewer, facts) is not None or may_see_draft(viewer, facts)
    if not known and not steps_down(db, viewer, facts):
        raise NotFound(NO_SUCH_STORY)
    return StoryFound(item, facts)


StoryToStepDown = Annotated[StoryFound, Depends(_story_to_step_down)]


def _request_to_see(viewer: CurrentPerson, db: Db, request_id: UUID) -> StoryRequest:
    return get_request(db, viewer, request_id)


RequestToSee = Annotated[StoryRequest, Depends(_request_to_see)]


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


async def _given_version(if_match: Annotated[str | None, Header()] = None) -> int | None:
    if if_match is None:
        return None
    version = _VERSION.fullmatch(if_match.strip())
    if version is None:
        raise Changed('If-Match must be the version you read, such as "3".')
    return int(version[1])


GivenVersion = Annotated[int | None, Depends(_given_version)]
"""The version that the client read, where it names one in ``If-Match``."""


async def _if_match(version: GivenVersion) -> int:
    if version is None:
        raise NeedsIfMatch
    return version


ReadVersion = Annotated[int, Depends(_if_match)]
"""The version that the client read, from ``If-Match``."""


def _held_guest(request: Request, db: Db) -> GuestViewer | None:
    token = request.cookies.get(GUEST_COOKIE)
    return guest_of(db, token_hash(token)) if token else None


HeldGuest = Annotated[GuestViewer | None, Depends(_held_guest)]
"""The guest of a meeting that this browser is, if it is one. Only boards ask: everywhere else a guest is the
public, or whoever is signed in."""


class BoardFound:
    """A board with its facts, and as whom the viewer stands before it."""

    def __init__(self, board: Board, facts: BoardFacts, viewer: PersonViewer | GuestViewer) -> None:
        self.board = board
        self.facts = facts
        self.viewer = viewer


def _known_board(viewer: AnyViewer, held: HeldGuest, db: Db, board_id: UUID) -> BoardFound:
    """A board that its viewer may come to, as one of its people or as its guest."""
    if held is None and not isinstance(viewer, PersonViewer):
        raise SignedOut("Please sign in, or join the meeting by its code.")
    board = get_board(db, board_id)
    facts = board_facts(db, board)
    stands = as_whom(viewer, held, facts)
    if not isinstance(stands, PersonViewer | GuestViewer) or not may_come(stands, facts):
        raise NotFound(NO_SUCH_BOARD)
    return BoardFound(board, facts, stands)


KnownBoard = Annotated[BoardFound, Depends(_known_board)]


async def _attempts(request: Request) -> Attempts:
    attempts: Attempts = request.app.state.attempts
    return attempts


JoinAttempts = Annotated[Attempts, Depends(_attempts)]


async def _from_address(request: Request) -> str:
    """From where a request comes; of IPv6 the network, of which every household has a whole one."""
    told = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(told)
    except ValueError:
        return told
    if address.version == 6 and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)


FromAddress = Annotated[str, Depends(_from_address)]


async def _files(request: Request) -> FileTools:
    tools: FileTools = request.app.state.files
    return tools


Files = Annotated[FileTools, Depends(_files)]


def _file_to_give(
    viewer: AnyViewer,
    db: Db,
    file_id: UUID,
    number: Annotated[int, Path(ge=1, le=2_147_483_647)],
) -> FileVersion:
    return get_version(db, viewer, file_id, number)


FileToGive = Annotated[FileVersion, Depends(_file_to_give)]
"""A version of a file that the viewer may have now; for everybody else it is not there."""


def _own_upload(viewer: CurrentPerson, db: Db, upload_id: UUID) -> Upload:
    return get_upload(db, viewer, upload_id)


OwnUpload = Annotated[Upload, Depends(_own_upload)]


async def _receiving(request: Request, tools: Files) -> Receiving:
    token = request.cookies.get(COOKIE)

    def as_whom(session: Session) -> PersonViewer:
        viewer = viewer_of(token, session)
        if not isinstance(viewer, PersonViewer):
            raise SignedOut("Please sign in to go on with this.")
        return viewer

    return Receiving(request.app.state.database, tools, as_whom)


FilesComingIn = Annotated[Receiving, Depends(_receiving)]
"""Takes in what the person asking sends, in transactions of its own: none waits for their connection."""
