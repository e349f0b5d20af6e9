"""The secrets that this machine made up for itself, and the file that only its user can read."""

import json
import os
import secrets
from pathlib import Path

SECRET_BYTES = 32


def kept_secret(folder: Path, name: str) -> str:
    """The secret called `name`, made on first use and kept in `folder`/secrets.json."""
    return kept(folder, name) or keep(folder, **{name: secrets.token_urlsafe(SECRET_BYTES)})[name]


def kept(folder: Path, name: str) -> str | None:
    """What was kept under this name, None if nothing was."""
    return _known(folder).get(name)


def keep(folder: Path, **values: str) -> dict[str, str]:
    """Puts values beside what is kept already; answers with all of it."""
    known = {**_known(folder), **values}
    _write(folder / "secrets.json", json.dumps(known, indent=2))
    return known


def _known(folder: Path) -> dict[str, str]:
    path = folder / "secrets.json"
    found: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    return found


def _write(path: Path, text: str) -> None:
    # Whole or not at all: a half-written file would lock the user out of the data it belongs to.
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    fresh.replace(path)
