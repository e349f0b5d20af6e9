"""Files of settings as shells and Vercel's CLI write them: one NAME=value a line, comments between them."""

import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

from lib.local.stops import StartRefused

_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=(.*)")
# As far as quotes are closed and no comment begins, which it does behind a blank only, as in a shell.
_VALUE = re.compile(r"""(?:"(?:\\.|[^"\\])*"|'[^']*'|(?<=\S)#|\A#(?=\S)|[^"'#])*""")
# A dozen settings have a hundredth of it; more is another kind of file.
LARGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class Assignment:
    """One line that sets something; whoever does not read it as a shell takes the comment for part of the value."""

    name: str
    value: str = field(repr=False)
    has_comment: bool


def assignments(text: str) -> list[Assignment]:
    """In the order of their lines; lines that assign nothing are passed over."""
    found = (_LINE.fullmatch(line) for line in text.splitlines())
    return [_assignment(match[1], match[2]) for match in found if match]


def settings_in(text: str) -> dict[str, str]:
    """The last line of a name wins, as in a shell."""
    return {each.name: each.value for each in assignments(text)}


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
    # No environment can hold it.
    if b"\0" in raw:
        raise StartRefused(f"{path} holds a zero byte, so it is no file of settings.")
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise StartRefused(f"{path} is not written in UTF-8.") from error


def _assignment(name: str, written: str) -> Assignment:
    end = _comment_at(written)
    return Assignment(name, _value(written[:end]), has_comment=end < len(written))


def _comment_at(written: str) -> int:
    """The length of what has none. A quote that nobody closes, as in O'Hara, protects nothing."""
    found = _VALUE.match(written)
    end = found.end() if found else 0
    if written.startswith("#", end):
        return end
    loose = re.search(r"(?<=\s)#", written[end:])
    return end + loose.start() if loose else len(written)


def _value(written: str) -> str:
    """Without its quotes; what a shell could not read is taken as it stands."""
    try:
        words = shlex.split(written)
    except ValueError:
        return written.strip()
    return " ".join(words)
