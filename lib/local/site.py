"""The whole site on one address, routed as the platform routes it: redirects, functions, files, rewrites."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.local.platform_rules import PlatformRules
from lib.local.site_paths import canonical_path, decoded_segments
from lib.local.static_files import StaticFiles

# The platform's limit for a function's request.
BODY_BYTES: Final = 4_500_000
# What only the platform may say about a caller; a caller's own words are dropped.
_PLATFORM_HEADERS: Final = (b"forwarded", b"x-forwarded-", b"x-real-ip", b"x-vercel-")
TOO_LARGE: Final = PlainTextResponse("A request to a function may hold 4.5 MB.\n", status_code=413)


@dataclass(frozen=True, slots=True)
class Site:
    """An ASGI application; `functions` maps addresses to the applications behind them."""

    files: StaticFiles
    rules: PlatformRules = field(default_factory=PlatformRules)
    functions: Mapping[str, ASGIApp] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":  # the platform's functions know no other
            await send({"type": "websocket.close"})
            return
        path = scope["raw_path"].decode("latin-1")
        rules = self._rules(path, scope)

        async def send_with_rules(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _completed(message.get("headers", []), rules)}
            await send(message)

        await self._answer(path, scope, receive, send_with_rules)

    async def _answer(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        target = None
        place = self._place(path)
        if place is None and canonical_path(path) is None and (target := self.rules.target(path)):
            # The function still sees the address that the browser shows; only its query grows.
            scope = {**scope, "query_string": target.query(scope["query_string"])}
            place = self._place(target.path)
        if place is None or isinstance(place, Path):
            await self._static_response(place, path, scope)(scope, receive, send)
        elif int(Headers(scope=scope).get("content-length", "0")) > BODY_BYTES:
            await TOO_LARGE(scope, receive, send)
        else:
            await place(_forwarded(scope), receive, send)

    def _place(self, path: str) -> ASGIApp | Path | None:
        """The function or the file behind `path` (percent-encoded), or None."""
        segments = decoded_segments(path)
        if segments is None or canonical_path(path) is not None:
            return None
        function = self.functions.get("/" + "/".join(segments))
        if function is not None or segments[:1] == ("api",):
            return function
        return self.files.found(segments)

    def _static_response(self, file: Path | None, path: str, scope: Scope) -> Response:
        canonical = canonical_path(path)
        if canonical is not None and decoded_segments(path) is not None:
            query = scope["query_string"].decode("latin-1")
            return Response(status_code=308, headers={"location": canonical + (f"?{query}" if query else "")})
        if file is None:
            return self.files.not_found()
        if scope["method"] not in {"GET", "HEAD"}:
            return PlainTextResponse("This is a page.\n", status_code=405, headers={"allow": "GET, HEAD"})
        response = self.files.response(file, dict(Headers(scope=scope)))
        # A file has only the edge's own headers, and vercel.json may change those; a function's stay as they are.
        response.headers.update({k.decode(): v.decode() for k, v in self._rules(path, scope).items()})
        return response

    def _rules(self, path: str, scope: Scope) -> dict[bytes, bytes]:
        return self.rules.headers(path, Headers(scope=scope), scope["query_string"])


def _completed(own: list[tuple[bytes, bytes]], rules: Mapping[bytes, bytes]) -> list[tuple[bytes, bytes]]:
    """An answer's own headers and those of the rules that it does not set itself."""
    names = {name.lower() for name, _ in own}
    return [*own, *((name, value) for name, value in rules.items() if name not in names)]


def _forwarded(scope: Scope) -> Scope:
    """The request with the platform's headers: who really called, and an id."""
    peer, _ = scope.get("client") or ("", 0)
    kept = [(name, value) for name, value in scope["headers"] if not name.startswith(_PLATFORM_HEADERS)]
    address = peer.encode()
    platform = [
        (b"x-forwarded-for", address),
        (b"x-forwarded-host", Headers(scope=scope).get("host", "").encode("latin-1")),
        (b"x-forwarded-proto", scope["scheme"].encode()),
        (b"x-real-ip", address),
        (b"x-vercel-forwarded-for", address),
        (b"x-vercel-id", f"local::{secrets.token_hex(8)}".encode()),
    ]
    return {**scope, "headers": [*kept, *platform]}
