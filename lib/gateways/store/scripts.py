"""The Lua files as they are sent: parts put in place of their include lines, comments left at home."""

import hashlib
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "lua"
_INCLUDE = "-- @include "


@cache
def script(name: str) -> str:
    """The text of one script. Its first line keeps the flags: without them Upstash locks the whole database."""
    head, _, body = (_FOLDER / f"{name}.lua").read_text(encoding="utf-8").partition("\n")
    return "\n".join([head, *_code(body)])


@cache
def script_hash(name: str) -> str:
    """By which the store knows a script that it has seen."""
    return hashlib.sha1(script(name).encode(), usedforsecurity=False).hexdigest()


def _code(text: str) -> list[str]:
    """Lines of code alone: what is sent with every call should be small, and comments are for readers."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith(_INCLUDE):
            part = line.removeprefix(_INCLUDE).strip()
            lines += _code((_FOLDER / "parts" / f"{part}.lua").read_text(encoding="utf-8"))
        elif (code := line.strip()) and not code.startswith("--"):
            lines.append(code)
    return lines
