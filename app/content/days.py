"""A day as people write it."""

from datetime import date


def day_words(day: date) -> str:
    """ "12 November 2026"."""
    return f"{day.day} {day:%B %Y}"
