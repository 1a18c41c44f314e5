"""Schools like ours over the wire."""

from typing import Literal

from app.schemas.base import View
from app.schemas.places import SchoolRef


class Compared(View):
    """One respect in which two schools were compared, in words.

    ``missing``: of which school it is not known, so that it could not be: the one compared with, the other.
    """

    about: Literal["phase", "size", "fsm", "surroundings", "distance"]
    words: str
    missing: Literal["here", "there", "both"] | None


class SimilarSchool(View):
    """A school beside one that it is like, with what was compared.

    ``degree`` is how like it is; "unclear" where too little is known to say.
    """

    school: SchoolRef
    district: str | None
    degree: Literal["much", "partly", "little", "unclear"]
    compared: list[Compared]


class SimilarSchools(View):
    """The schools most like one, nearest first; fewer where there are no more to compare.

    ``unknown`` says what could not be compared with any, because it is not known of the school itself.
    """

    school: SchoolRef
    schools: list[SimilarSchool]
    unknown: list[str]


class LikeMine(View):
    """How like a school is to one of the viewer's own."""

    mine: SchoolRef
    likeness: SimilarSchool
