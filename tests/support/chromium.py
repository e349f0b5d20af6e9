"""Which Chromium this machine has: an installed one before Playwright's own."""

import shutil
from pathlib import Path

from playwright.sync_api import Playwright

INSTALLED = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


def found_chromium(playwright: Playwright) -> str | None:
    """Its path, or None where there is none."""
    found = next(filter(None, map(shutil.which, INSTALLED)), None)
    if found is None and Path(playwright.chromium.executable_path).exists():
        return playwright.chromium.executable_path
    return found
