"""A subscription as Upstash offers it over REST: one channel of the real store as server-sent events."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from typing import Final
from urllib.parse import unquote_to_bytes

from starlette.types import Receive, Send

from lib.local.redis_client import CONNECT_SECONDS, Address, StoreGone, greeting
from lib.local.resp import Reply, ReplyError, ReplyReader, written
from lib.web.readers import while_somebody_reads

ROUTE: Final = "subscribe"
HEADERS: Final = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-cache")]
CHUNK: Final = 65_536


def channel_of(segments: Sequence[str]) -> bytes | None:
    """The channel of `/subscribe/<channel>` (percent-encoded segments), or None for any other path."""
    if segments[0] != ROUTE or len(segments) != 2:  # noqa: PLR2004 -- the route and the channel
        return None
    return unquote_to_bytes(segments[1]) or None


async def subscription(address: Address, channel: bytes, *, receive: Receive, send: Send) -> None:
    """Sends what is published until the client goes away or the store does. Raises StoreGone before the first byte."""
    async with _subscribed(address, channel) as told:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await while_somebody_reads(_pass_on(told, send), receive)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _pass_on(told: AsyncIterator[Reply], send: Send) -> None:
    async for reply in told:
        await send({"type": "http.response.body", "body": _line(reply), "more_body": True})


@contextlib.asynccontextmanager
async def _subscribed(address: Address, channel: bytes) -> AsyncIterator[AsyncIterator[Reply]]:
    """What the store says about the channel, its confirmation first. The connection is closed with the block."""
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            reader, writer = await asyncio.open_connection(
                address.host, address.port, ssl=True if address.tls else None
            )
    except (OSError, TimeoutError) as error:
        raise StoreGone(f"no store answers at {address.host}:{address.port} ({error})") from error
    before = greeting(address)
    try:
        writer.write(b"".join(map(written, [*before, [b"SUBSCRIBE", channel]])))
        yield _told(reader, len(before))
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


async def _told(reader: asyncio.StreamReader, greetings: int) -> AsyncIterator[Reply]:
    """Every reply that is not an answer to a greeting; ends when the connection does or a greeting is refused."""
    replies = ReplyReader()
    with contextlib.suppress(OSError):
        while chunk := await reader.read(CHUNK):
            for reply in replies.replies(chunk):
                if isinstance(reply, ReplyError):
                    return
                if greetings:
                    greetings -= 1
                else:
                    yield reply


def _line(reply: Reply) -> bytes:
    """`data: subscribe,chat,1` and `data: message,chat,hello`. A break in a message begins a new line of the event."""
    words = reply if isinstance(reply, list) else [reply]
    text = b",".join(word if isinstance(word, bytes) else str(word).encode() for word in words)
    return b"".join(b"data: %b\n" % line for line in text.splitlines()) + b"\n"
