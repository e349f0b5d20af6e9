"""Files of settings as shells and Vercel's CLI write them: one NAME=value a line, comments between them."""

import re
import shlex
from pathlib import Path

from lib.local.stops import StartRefused

_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=(.*)")
# A dozen settings have a hundredth of it; more is another kind of file.
LARGEST = 64 * 1024


def settings_in(text: str) -> dict[str, str]:
    """The last line of a name wins, as in a shell; lines that assign nothing are passed over."""
    found = (_LINE.fullmatch(line) for line in text.splitlines())
    return {match[1]: _value(match[2]) for match in found if match}


def read_settings(path: Path) -> dict[str, str]:
    return settings_in(read_text(path))


def read_text(path: Path) -> str:
    """Raises StartRefused, and never quotes what it read."""
    try:
        if not path.is_file():
            raise StartRefused(f"{path} is no file.")
        raw = path.read_bytes()
    except OSError as error:
        raise StartRefused(f"{path} cannot be read: {error.strerror}.") from error
    if len(raw) > LARGEST:
        raise StartRefused(f"{path} has more than {LARGEST // 1024} KB, so it is no file of settings.")
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise StartRefused(f"{path} is not written in UTF-8.") from error


def _value(written: str) -> str:
    """Without its quotes and without a comment behind it; what a shell could not read is taken as it stands."""
    try:
        words = shlex.split(written, comments=True)
    except ValueError:
        return written.strip()
    return " ".join(words)
