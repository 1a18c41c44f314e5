"""What time it is. Instants are UTC; days are the county's (Europe/London)."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date in the county, by which seats and memberships begin and end."""
    return now().astimezone(LONDON).date()
