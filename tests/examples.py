"""How many examples a property is tried with: few in every run, many when somebody has the time.

``pytest --hypothesis-profile=thorough`` asks for ten times as many. Hypothesis draws new ones each time and
keeps what failed, so that every run of the few looks somewhere else, and none forgets.
"""

from hypothesis import settings

THOROUGH = "thorough"
TIMES = 10


def examples(few: int) -> int:
    """``few``, or as many as the profile wants. To be asked while tests are collected."""
    return few * TIMES if settings.get_current_profile_name() == THOROUGH else few
