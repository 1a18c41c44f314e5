"""Moments that tests tell of."""

from datetime import datetime

from app.clock import LONDON

TEATIME = datetime(2026, 11, 2, 16, 0, tzinfo=LONDON)
