"""Places in an order that can always take one more between any two: fractional indexes, compared bytewise."""

from fractional_indexing import generate_key_between


def between(before: str | None, after: str | None) -> str:
    """A place behind ``before`` and ahead of ``after``; without one of them, at that end."""
    place: str = generate_key_between(before, after)
    return place
