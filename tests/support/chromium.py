"""Which Chromium this machine has: an installed one before Playwright's own."""

import shutil
from pathlib import Path

from playwright.sync_api import Playwright

INSTALLED = ("chromium", "chromium-browser", "google-chrome")
# The same engine without the windows around it, which cost more than half of the time that a new page takes.
SHELLS = ("chromium-headless-shell", "chrome-headless-shell")
SWITCHES = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


def found_chromium(playwright: Playwright) -> str | None:
    """The path of a whole browser, as customers have it, or None where there is none."""
    found = _installed(INSTALLED)
    if found is None and Path(playwright.chromium.executable_path).exists():
        return playwright.chromium.executable_path
    return found


def quick_chromium(playwright: Playwright) -> str | None:
    """The path of a headless shell, or else of a whole browser; None where there is neither."""
    return _installed(SHELLS) or found_chromium(playwright)


def _installed(names: tuple[str, ...]) -> str | None:
    return next(filter(None, map(shutil.which, names)), None)
