"""Which Chromium the browser tests drive: the machine's own. Playwright's downloads are not used."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def program() -> str | None:
    """The browser's path, or None where there is none. MOBILISE_TEST_CHROMIUM names one by hand."""
    by_hand = os.environ.get("MOBILISE_TEST_CHROMIUM")
    return by_hand or next((path for name in NAMES if (path := shutil.which(name))), None)


def arguments() -> list[str]:
    """Chromium's sandbox does not start for root, and containers give it a small /dev/shm."""
    return ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
