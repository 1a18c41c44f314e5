"""By which closed days this process counts school days."""

from pathlib import Path

from app import clock
from app.content.school_days import HolidaysFileError, use_holidays

__all__ = ["HolidaysFileError", "count_school_days_by"]


def count_school_days_by(file: Path | None) -> str | None:
    """Count by ``file`` from now on, or by the closed days that are shipped.

    Returns what an administrator should know, if anything: that today is beyond the data.
    ``HolidaysFileError`` says what is wrong with the file.
    """
    known = use_holidays(file)
    if known.covers(clock.today()):
        return None
    return (
        f"The closed days of schools are known from {known.since} to {known.until}. "
        "On other days only weekends count as closed."
    )
