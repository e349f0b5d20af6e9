"""`make secrets`: makes up what only chance can choose, says what it is for, never shows or replaces what is set."""

import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

from lib.local.env_file import read_text, settings_in
from lib.local.stops import StartRefused

BYTES = 32


@dataclass(frozen=True, slots=True)
class Made:
    """A secret that no other service hands out, so that it may be made here."""

    name: str
    purpose: str


NEEDED = (
    Made("JWT_SECRET", "signs the links in mails and the sessions of the staff; another one ends them all"),
    Made("CRON_SECRET", "lets the platform's scheduler in: reminders, backups, looking for losses"),
)
# Its door is closed without it, and most studios have nothing that comes in by it.
IF_WANTED = (
    Made("WEBHOOK_SIGNATURE_SECRET", "only for a relay of the studio's own, which signs what it sends with it"),
    Made("OUTGOING_WEBHOOK_SECRET", "only with OUTGOING_WEBHOOK_URL: signs what other systems are told of bookings"),
)
# What others make, and who.
ELSEWHERE = (
    ("ADMIN_EMAIL, ADMIN_PASSWORD_HASH", "`make admin` asks for them"),
    ("CALENDLY_WEBHOOK_SECRET", "`make calendly-setup` has Calendly use a new one, and prints it"),
    ("KV_REST_API_URL, KV_REST_API_TOKEN", "the platform sets them when the store is connected to the project"),
)


def made_up() -> str:
    """Letters, digits, - and _ alone: no shell, file or header reads them differently."""
    return secrets.token_urlsafe(BYTES)


def main() -> int:
    place = os.environ.get("INTO", "").strip()
    try:
        _append(Path(place)) if place else _print()
    except StartRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    for names, who in ELSEWHERE:
        _say(f"# {names}: {who}.")
    return 0


def _print() -> None:
    """Lines on stdout and words on stderr, so that `make secrets >> file` keeps the lines alone."""
    _say("# Put these into the environment of the deployment, each once and for good; they are kept nowhere.")
    for each in NEEDED:
        _say(f"# {each.purpose}")
        print(f"{each.name}={made_up()}", flush=True)
    for each in IF_WANTED:
        _say(f"# {each.purpose}:\n# {each.name}={made_up()}")


def _append(file: Path) -> None:
    """Only what is missing, behind what is there. Raises StartRefused, and has written nothing then."""
    if file.name.endswith(".example"):
        raise StartRefused(f"{file} is for everybody to read; secrets belong into a copy of it, such as .env.")
    text = read_text(file) if file.exists() or file.is_symlink() else ""
    known = settings_in(text)
    missing = [each for each in NEEDED if not known.get(each.name)]
    lines = [f"# {each.purpose}\n{each.name}={made_up()}\n" for each in missing]
    _write(file, ("" if not text or text.endswith("\n") else "\n") + "".join(lines))
    for each in NEEDED:
        _say(f"{each.name}: {'made, and put into' if each in missing else 'is set already in'} {file}")


def _write(file: Path, more: str) -> None:
    # Closed to others before anything is in it; what was there stays, byte for byte.
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as opened:
            os.fchmod(opened.fileno(), 0o600)
            opened.write(more)
    except OSError as error:
        raise StartRefused(f"{file} cannot be written: {error.strerror}.") from error


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
