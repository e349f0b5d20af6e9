"""The files of public/ as the platform's edge serves them: types, validators, caching."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from starlette.responses import PlainTextResponse, Response

from lib.local.site_paths import candidates

CACHE_CONTROL: Final = "public, max-age=0, must-revalidate"
# Not the machine's own table: that one differs from system to system, and modules need the right type.
_TYPES: Final = {
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "application/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".map": "application/json; charset=utf-8",
    ".mjs": "application/javascript; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """The files below `folder`; links that lead out of it are not followed."""

    folder: Path

    def found(self, segments: Sequence[str]) -> Path | None:
        """The file behind a clean address, or None."""
        root = self.folder.resolve()
        for name in candidates(segments):
            path = (root / name).resolve()
            if path.is_relative_to(root) and path.is_file():
                return path
        return None

    def response(self, path: Path, headers: Mapping[str, str]) -> Response:
        """The file, or 304 when the request's `headers` (names in lower case) already hold it."""
        content = path.read_bytes()
        etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        validators = {"etag": etag, "cache-control": CACHE_CONTROL}
        if _holds(headers.get("if-none-match", ""), etag):
            return Response(status_code=304, headers=validators)
        return Response(content, headers={**validators, "content-type": content_type(path)})

    def not_found(self) -> Response:
        page = self.folder / "404.html"
        if page.is_file():
            return Response(page.read_bytes(), status_code=404, headers={"content-type": _TYPES[".html"]})
        return PlainTextResponse("There is nothing at this address.\n", status_code=404)


def content_type(path: Path) -> str:
    return _TYPES.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")


def _holds(if_none_match: str, etag: str) -> bool:
    given = {part.strip().removeprefix("W/") for part in if_none_match.split(",")}
    return etag in given or "*" in given
