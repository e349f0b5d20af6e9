"""A visitor's side of HTTP, as thin as it can be: whoever asks shares two cores with whoever is measured."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

FORM = "application/x-www-form-urlencoded"
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Reply:
    """Header names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Visitor:
    """One connection to this machine, kept open for as long as the other side wants, and one site's cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    async def get(self, path: str, more: Mapping[str, str] = NOTHING) -> Reply:
        return await self._ask(_request("GET", path, self._headers(more), b""))

    async def post(self, path: str, body: bytes, more: Mapping[str, str] = NOTHING) -> Reply:
        return await self._ask(_request("POST", path, self._headers(more), body))

    def close(self) -> None:
        if self._writer:
            self._writer.close()
        self._reader = self._writer = None

    def _headers(self, more: Mapping[str, str]) -> Mapping[str, str]:
        if not self.cookies:
            return more
        return {**more, "cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    async def _ask(self, request: bytes) -> Reply:
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        self._writer.write(request)
        reply, cookies = await _reply(self._reader)
        self.cookies |= cookies
        if reply.headers.get("connection", "").lower() == "close":
            self.close()
        return reply


def _request(method: str, path: str, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    if method == "POST":
        lines.append(f"content-length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


async def _reply(reader: asyncio.StreamReader) -> tuple[Reply, dict[str, str]]:
    """The reply and the cookies that came with it."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers: dict[str, str] = {}
    cookies: dict[str, str] = {}
    for line in head[1:-2]:
        name, _, value = line.partition(":")
        if name.lower() == "set-cookie":
            crumb, _, said = value.partition(";")[0].strip().partition("=")
            cookies[crumb] = said
        headers[name.lower()] = value.strip()
    return Reply(int(head[0].split(" ", 2)[1]), headers, await _body(reader, headers)), cookies


async def _body(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
    if headers.get("transfer-encoding", "") != "chunked":
        return await reader.readexactly(int(headers.get("content-length", "0")))
    body = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readexactly(2)
    return body
