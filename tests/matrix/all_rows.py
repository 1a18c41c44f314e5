"""Every HTTP route's row: those of the ladder and the library, of curation, and of guests."""

from collections.abc import Mapping

from tests.matrix.rows import ROWS, Row
from tests.matrix.rows_of_adoptions import ADOPTIONS
from tests.matrix.rows_of_curation import CURATION
from tests.matrix.rows_of_files import FILES
from tests.matrix.rows_of_guests import GUESTS
from tests.matrix.rows_of_journeys import JOURNEYS
from tests.matrix.rows_of_meetings import MEETINGS
from tests.matrix.rows_of_minutes import MINUTES
from tests.matrix.rows_of_realtime import BOARDS, SERVED
from tests.matrix.rows_of_resources import RESOURCES

ALL_ROWS: Mapping[str, Row] = {
    **ROWS,
    **ADOPTIONS,
    **CURATION,
    **FILES,
    **GUESTS,
    **JOURNEYS,
    **BOARDS,
    **MEETINGS,
    **MINUTES,
    **RESOURCES,
}
"""Those that a client without a server can be asked."""
EVERY_ROUTE = {*ALL_ROWS, *SERVED}
