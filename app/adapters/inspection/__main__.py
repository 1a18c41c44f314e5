"""The process that looks at one file."""

import json
import sys
import warnings
from pathlib import Path

from app.adapters.inspection.limits import Refused, confine, is_no_room


def main(file: str, folder: str, name: str) -> None:
    """Print what was found, as JSON."""
    confine()
    warnings.simplefilter("ignore")
    # Only now: what reads files is loaded into the room that is left.
    from app.adapters.inspection import kinds  # noqa: PLC0415

    try:
        found = kinds.look(Path(file), Path(folder), name)
    except (Refused, OSError) as error:
        if is_no_room(error):
            found = {"busy": "the disk is full"}
        elif isinstance(error, Refused):
            found = {"refused": str(error)}
        else:
            raise
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:4])
