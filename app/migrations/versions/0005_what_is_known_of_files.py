"""What was changed in a file when it was taken, and whether all its words could be read.

Revision: 0005
After: 0004
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply. Of files that are there nobody knows: the check before a story leaves its school says so."""
    op.add_column("file_version", sa.Column("note", sa.String(), nullable=False, server_default=""))
    op.add_column(
        "file_version", sa.Column("read_whole", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    """Take back."""
    op.drop_column("file_version", "read_whole")
    op.drop_column("file_version", "note")
