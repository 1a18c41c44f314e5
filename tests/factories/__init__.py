"""Places, people and stories made as a test needs them, through the real actions where there is one."""

from tests.factories.journeys import Journeys


class County(Journeys):
    """A county in the making: all that the files of this folder make."""
