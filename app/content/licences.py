"""The licences one can choose from, in words a teacher uses.

Source: https://creativecommons.org/share-your-work/cclicenses/ (version 4.0).
"""

from typing import Final, NamedTuple

from app.models.files import Licence


class Terms(NamedTuple):
    """``words`` say what somebody else may do; ``url`` is where the terms stand in full."""

    name: str
    words: str
    url: str | None


_CC: Final = "https://creativecommons.org"

LICENCES: Final[dict[Licence, Terms]] = {
    Licence.cc_by: Terms(
        "CC BY 4.0",
        "Anyone may use, change and share it, if they say whose it is.",
        f"{_CC}/licenses/by/4.0/",
    ),
    Licence.cc_by_sa: Terms(
        "CC BY-SA 4.0",
        "Anyone may use, change and share it, if they say whose it is and share theirs on the same terms.",
        f"{_CC}/licenses/by-sa/4.0/",
    ),
    Licence.cc_by_nc: Terms(
        "CC BY-NC 4.0",
        "Anyone may use, change and share it, if they say whose it is and do not sell it.",
        f"{_CC}/licenses/by-nc/4.0/",
    ),
    Licence.cc_by_nc_sa: Terms(
        "CC BY-NC-SA 4.0",
        "Anyone may use, change and share it, if they say whose it is, do not sell it, and share theirs on "
        "the same terms.",
        f"{_CC}/licenses/by-nc-sa/4.0/",
    ),
    Licence.cc_by_nd: Terms(
        "CC BY-ND 4.0",
        "Anyone may use and share it as it is, if they say whose it is. Nobody may share a changed one.",
        f"{_CC}/licenses/by-nd/4.0/",
    ),
    Licence.cc_by_nc_nd: Terms(
        "CC BY-NC-ND 4.0",
        "Anyone may use and share it as it is, if they say whose it is and do not sell it.",
        f"{_CC}/licenses/by-nc-nd/4.0/",
    ),
    Licence.cc0: Terms(
        "CC0 1.0",
        "Anyone may do anything with it, without asking and without saying whose it was.",
        f"{_CC}/publicdomain/zero/1.0/",
    ),
    Licence.all_rights_reserved: Terms(
        "All rights reserved",
        "You may read it here. To copy, change or share it, ask the school first.",
        None,
    ),
}
