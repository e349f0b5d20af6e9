"""The bytes of one stream over HTTP/1.1, as they come: a status, then blocks, then an end or a broken line."""

import asyncio
from collections.abc import Callable


class Broken(Exception):  # noqa: N818 -- it happens to lines
    """The connection ended before the answer did."""


class StreamLine(asyncio.Protocol):
    """Three hundred of them share one event loop with all that is measured: no task and no reader for each."""

    def __init__(self, take: Callable[[bytes], None]) -> None:
        loop = asyncio.get_running_loop()
        self.status: asyncio.Future[int] = loop.create_future()
        self.ended: asyncio.Future[None] = loop.create_future()
        self._take = take
        self._raw = b""
        self._body = b""

    def data_received(self, data: bytes) -> None:
        self._raw += data
        if not self.status.done():
            head, end, rest = self._raw.partition(b"\r\n\r\n")
            if not end:
                return
            self._raw = rest
            self.status.set_result(int(head.split(b" ", 2)[1]))
        while self._chunk():
            pass

    def connection_lost(self, exc: Exception | None) -> None:
        for each in (self.status, self.ended):
            if not each.done():
                each.set_exception(Broken(repr(exc)))
                # Whoever was cancelled meanwhile does not ask any more.
                each.exception()

    def _chunk(self) -> bool:
        """A whole one at a time (RFC 9112, 7.1); False when the next one is not here yet, or there is none."""
        size, end, rest = self._raw.partition(b"\r\n")
        if not end or self.ended.done():
            return False
        length = int(size, 16)
        if len(rest) < length + 2:
            return False
        self._raw = rest[length + 2 :]
        if not length:
            self.ended.set_result(None)
            return False
        *blocks, self._body = (self._body + rest[:length]).split(b"\n\n")
        for block in blocks:
            self._take(block)
        return True
