"""The door of a meeting, to be looked at by the camera of a phone."""

import io

import segno

from app.errors import Conflict
from app.models.boards import Board


def door_svg(board: Board, origin: str) -> bytes:
    """A picture of the address at which guests come in to ``board``; ``Conflict`` while nobody can."""
    if board.code is None or not board.door_open:
        raise Conflict("The door of this meeting is closed.")
    address = f"{origin.rstrip('/')}/join?code={board.code}"
    picture = io.BytesIO()
    # Dark on white, in the dark theme too: cameras want it so.
    segno.make_qr(address, error="m").save(
        picture,
        kind="svg",
        border=4,
        dark="#000",
        light="#fff",
        omitsize=True,
        svgclass=None,
        lineclass=None,
        title=f"The way into this meeting, with the code {board.code}",
    )
    return picture.getvalue()
