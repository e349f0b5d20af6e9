"""How an address becomes a place below a folder, and what of it is refused before anybody looks at the disk."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote

_HTML: Final = ".html"
_FUNCTION: Final = ".py"


def decoded_segments(raw_path: str) -> tuple[str, ...] | None:
    """The parts of a percent-encoded path between its slashes, or None for a path that names no place.

    `/` has none; a trailing slash leaves an empty last one. Encoded slashes, dots that climb and NUL name nothing.
    """
    if not raw_path.startswith("/"):
        return None
    if raw_path == "/":
        return ()
    try:
        segments = tuple(unquote(part, errors="strict") for part in raw_path[1:].split("/"))
    except UnicodeDecodeError:
        return None
    if "" in segments[:-1] or any(_names_no_place(segment) for segment in segments):
        return None
    return segments


def _names_no_place(segment: str) -> bool:
    return segment in {".", ".."} or any(sign in segment for sign in "/\\\0")


def canonical_path(raw_path: str) -> str | None:
    """The path that the platform redirects `raw_path` to (clean addresses, no file names of functions), or None."""
    head, _, name = raw_path.rpartition("/")
    if name in {"index", "index" + _HTML}:
        return head or "/"
    if name.endswith(_HTML) and name != _HTML:
        return f"{head}/{name.removesuffix(_HTML)}"
    if name.endswith(_FUNCTION) and name != _FUNCTION and raw_path.startswith("/api/"):
        return f"{head}/{name.removesuffix(_FUNCTION)}"
    return None


def candidates(segments: Sequence[str]) -> tuple[str, ...]:
    """The files that may stand behind a clean address, best first."""
    path = "/".join(segments)
    if not path:
        return ("index.html",)
    if path.endswith("/"):
        return (f"{path}index.html",)
    return (path, f"{path}{_HTML}", f"{path}/index.html")
