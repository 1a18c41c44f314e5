"""Which Chromium the browser tests drive: the machine's own. Playwright's downloads are not used.

Debian has Chromium without its windows as a package of its own, of the same version: it lays out and runs
pages in the same way, and a visit takes three fifths of the processor's time. It is the first choice.
"""

import os
import shutil
import subprocess

HEADLESS = "chromium-headless-shell"
BY_HAND = "MOBILISE_TEST_CHROMIUM"
NAMES = (HEADLESS, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def could_be_lighter() -> bool:
    """Whether the lighter one is not here and apt knows of it. Ubuntu's does not, others have no apt."""
    if os.environ.get(BY_HAND) or shutil.which(HEADLESS) or not shutil.which("apt-cache"):
        return False
    return subprocess.run(["apt-cache", "show", HEADLESS], capture_output=True, check=False).returncode == 0


def program() -> str | None:
    """The browser's path, or None where there is none. MOBILISE_TEST_CHROMIUM names one by hand."""
    by_hand = os.environ.get(BY_HAND)
    return by_hand or next((path for name in NAMES if (path := shutil.which(name))), None)


def arguments() -> list[str]:
    """Chromium's sandbox does not start for root, and containers give it a small /dev/shm."""
    return ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
