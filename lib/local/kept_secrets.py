"""The secrets that this machine made up for itself, and the file that only its user can read."""

import json
import os
import secrets
from pathlib import Path

SECRET_BYTES = 32


def kept_secret(folder: Path, name: str) -> str:
    """The secret called `name`, made on first use and kept in `folder`/secrets.json."""
    path = folder / "secrets.json"
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    if name not in known:
        known[name] = secrets.token_urlsafe(SECRET_BYTES)
        _write(path, json.dumps(known, indent=2))
    return known[name]


def _write(path: Path, text: str) -> None:
    # Whole or not at all: a half-written file would lock the user out of the data it belongs to.
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    fresh.replace(path)
