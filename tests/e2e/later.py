"""The service as it will be on a later day: ``python -m tests.e2e.later FILE serve …``.

``FILE`` holds how many days later it is, and is read anew whenever somebody asks what time it is.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app import cli, clock


def main() -> None:
    """The service's own command, with another clock."""
    file = Path(sys.argv.pop(1))
    told = clock._told

    def now() -> datetime:
        return told.get() or datetime.now(UTC) + timedelta(days=int(file.read_text()))

    vars(clock)["now"] = now
    cli.app()


if __name__ == "__main__":
    main()
