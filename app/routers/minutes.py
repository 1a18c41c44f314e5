"""Minutes of meetings, and what can be taken away of a board and of anything that can be read."""

from fastapi import APIRouter, Request, Response

from app.actions import minutes as actions
from app.deps.boards import KnownBoard
from app.deps.http import AppSettings, Db
from app.deps.stories import KnownStory
from app.deps.viewers import AnyViewer, Colleague
from app.queries.minutes import minutes_view
from app.queries.text_export import board_cards, board_markdown, story_markdown
from app.routers.meetings import KnownMeeting
from app.schemas.minutes import MinutesView

router = APIRouter(tags=["minutes"])


def _file(text: str, kind: str, name: str) -> Response:
    return Response(
        text,
        media_type=f"{kind}; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"},
    )


@router.get("/meetings/{meeting_id}/minutes")
def read_minutes(found: KnownMeeting, person: Colleague, db: Db) -> MinutesView:
    """How far the minutes are."""
    return minutes_view(db, person, found.meeting, found.board, found.facts)


@router.post("/meetings/{meeting_id}/minutes", status_code=201)
def begin_minutes(found: KnownMeeting, person: Colleague, db: Db) -> MinutesView:
    """Make them from the board as it ended, once; then they are written like a story."""
    actions.begin_minutes(db, person, found.meeting, found.board, found.facts)
    db.flush()
    return minutes_view(db, person, found.meeting, found.board, found.facts)


@router.get("/boards/{board_id}/record.md", response_class=Response)
def read_record_file(found: KnownBoard, db: Db) -> Response:
    """All that everybody sees of the board, as Markdown."""
    text, day = board_markdown(db, found.board)
    return _file(text, "text/markdown", f"board-{day}.md")


@router.get("/boards/{board_id}/cards.csv", response_class=Response)
def read_cards_file(found: KnownBoard, db: Db) -> Response:
    """The cards that everybody sees, a line each, for a spreadsheet."""
    text, day = board_cards(db, found.board)
    return _file(text, "text/csv", f"cards-{day}.csv")


@router.get("/stories/{story_id}/text.md", response_class=Response)
def read_text_file(
    story: KnownStory, viewer: AnyViewer, db: Db, request: Request, settings: AppSettings
) -> Response:
    """The newest revision that the viewer may read, as Markdown."""
    base = (settings.public_url or str(request.base_url)).rstrip("/")
    text = story_markdown(db, viewer, story.item, story.facts, base)
    return _file(text, "text/markdown", f"{story.item.kind}.md")
