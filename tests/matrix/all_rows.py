"""Every HTTP route's row: those of the ladder and the library, and those of curation."""

from collections.abc import Mapping

from tests.matrix.rows import ROWS, Row
from tests.matrix.rows_of_curation import CURATION

ALL_ROWS: Mapping[str, Row] = {**ROWS, **CURATION}
