"""Answers made smaller on their way out, as the platform's edge does it: https://vercel.com/docs/compression."""

import gzip
from collections import OrderedDict
from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Final

import brotli
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Below this the encoded answer is hardly smaller, and often larger.
SMALLEST_BYTES: Final = 200
BROTLI_QUALITY: Final = 5
# One visit asks for about forty files; each is encoded once, until it changes.
KEPT_ANSWERS: Final = 256
_APPLICATIONS: Final = ("json", "javascript", "xml")
_OK: Final = 200
_NOT_MODIFIED: Final = 304


def _brotli(body: bytes) -> bytes:
    return bytes(brotli.compress(body, quality=BROTLI_QUALITY))


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, 6)


# In the order in which they are preferred.
_ENCODINGS: Final[Mapping[str, Callable[[bytes], bytes]]] = {"br": _brotli, "gzip": _gzip}


class Compressed:
    """An application whose whole answers of text go out encoded as the caller understands; streams go as they come."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] == "HEAD":
            await self._app(scope, receive, send)
            return
        encoding = understood(Headers(scope=scope).get("accept-encoding", ""))
        held: list[Message] = []

        async def send_encoded(message: Message) -> None:
            if message["type"] == "http.response.start":
                is_text = _is_text(message)
                if is_text or message["status"] == _NOT_MODIFIED:
                    _tell_caches(message)
                if encoding and is_text:
                    held.append(message)  # until it is known whether the body is whole
                    return
            elif held:
                start = held.pop()
                if encoding and not message.get("more_body", False):
                    start, message = _encoded(start, message, encoding)
                await send(start)
            await send(message)

        await self._app(scope, receive, send_encoded)


def understood(accept_encoding: str) -> str | None:
    """The best encoding that a caller's header admits, or None for the answer as it is."""
    weights = dict(map(_weighted, accept_encoding.lower().split(",")))
    otherwise = weights.get("*", 0.0)
    return next((name for name in _ENCODINGS if weights.get(name, otherwise) > 0), None)


def _weighted(offer: str) -> tuple[str, float]:
    name, *parameters = (part.strip() for part in offer.split(";"))
    said = next((value for value in parameters if value.startswith("q=")), "q=1")
    try:
        return name, float(said.removeprefix("q="))
    except ValueError:
        return name, 0.0


def _is_text(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if start["status"] in {204, _NOT_MODIFIED} or "content-encoding" in headers or kind == "text/event-stream":
        return False
    # application/problem+json, application/manifest+json and image/svg+xml by their endings
    return kind.startswith("text/") or kind.rpartition("+")[2].removeprefix("application/") in _APPLICATIONS


def _tell_caches(start: Message) -> None:
    """Also of a 304 (RFC 9110, 15.4.5)."""
    start["headers"] = list(start.get("headers", []))
    MutableHeaders(raw=start["headers"]).add_vary_header("Accept-Encoding")


def _encoded(start: Message, body: Message, encoding: str) -> tuple[Message, Message]:
    whole: bytes = body.get("body", b"")
    if len(whole) < SMALLEST_BYTES:
        return start, body
    headers = MutableHeaders(raw=list(start["headers"]))
    etag = headers.get("etag")
    # What has no validator is made for one caller, and will not be asked for again.
    smaller = (_kept if etag and start["status"] == _OK else _fresh)(whole, encoding)
    headers["content-encoding"] = encoding
    headers["content-length"] = str(len(smaller))
    if etag and not etag.startswith("W/"):
        # A strong one would promise the same bytes to whoever asks for another encoding. Those who compare for a 304
        # (static_files.py, web/caching.py) take the weak one as well.
        headers["etag"] = f"W/{etag}"
    return {**start, "headers": headers.raw}, {**body, "body": smaller}


def _fresh(body: bytes, encoding: str) -> bytes:
    return _ENCODINGS[encoding](body)


class _Kept:
    """The encoded answers of late, found by the digest of what they were: the answers themselves weigh far more."""

    def __init__(self) -> None:
        self._answers: OrderedDict[tuple[bytes, str], bytes] = OrderedDict()

    def __call__(self, body: bytes, encoding: str) -> bytes:
        known = blake2b(body).digest(), encoding
        smaller = self._answers.pop(known, None) or _fresh(body, encoding)
        self._answers[known] = smaller
        if len(self._answers) > KEPT_ANSWERS:
            self._answers.popitem(last=False)
        return smaller


_kept = _Kept()
