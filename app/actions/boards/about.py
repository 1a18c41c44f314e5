"""What cards and actions can be about: the cluster's schools, and what it looks at."""

from collections.abc import Collection

from app.actions.boards.turn import Turn
from app.errors import Invalid
from app.queries.board_parts import recommendations, schools


def must_know_recommendations(turn: Turn, ids: Collection[int | None]) -> None:
    """Raise ``Invalid`` unless all are in an edition that the cluster looks at."""
    if ids and not recommendations(turn.session, turn.board).keys() >= {str(one) for one in ids}:
        raise Invalid("Your cluster does not look at this recommendation.")


def must_know_school(turn: Turn, urn: int | None) -> None:
    """Raise ``Invalid`` unless it is a school of the cluster, or none."""
    if urn is not None and str(urn) not in schools(turn.session, turn.board):
        raise Invalid("This school is not in the cluster.")
