"""People who have the stream open over real HTTP, many in one process: what each is told, when, and how they return."""

import asyncio
import contextlib
import math
import random
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.chaos.stream_line import Broken, StreamLine

PATH = "/api/availability/stream"
# As public/js/availability-checker.js has them, in seconds.
FIRST_PAUSE, LONGEST_PAUSE, SHORTEST = 0.5, 60.0, 5.0


class Heard(NamedTuple):
    """``opened`` is when the stream began on which the event came, ``at`` when it came."""

    id: str
    at: float
    opened: float


class Refused(Exception):  # noqa: N818 -- a no, said as one
    """The stream did not begin."""


@dataclass
class StreamViewer:
    """Watches at ``url`` what comes after the event ``first``."""

    url: str
    first: str
    rng: random.Random
    heard: list[Heard] = field(default_factory=list)
    # What it had to hear besides events: "resync", or why a stream did not begin.
    troubles: list[str] = field(default_factory=list)
    streams: int = 0
    cuts: int = 0
    is_open: bool = False
    _seen: str = ""
    _line: asyncio.Transport | None = None
    _opened: float = math.inf
    _cuts_to_come: int = 0
    _was_cut: bool = False

    def __post_init__(self) -> None:
        self._seen = self.first

    def has_heard(self, event: str) -> bool:
        return bool(self.heard) and self.heard[-1].id == event

    def cut(self) -> None:
        """The line breaks now."""
        self.cuts += 1
        self._break()

    def cut_at_next_event(self) -> None:
        """The line breaks when the next event is on its way and has not been read."""
        self._cuts_to_come += 1

    async def watch(self) -> None:
        """Until it is cancelled; comes back as the page does."""
        failures = 0
        while True:
            began = time.perf_counter()
            try:
                await self._watch_once()
            except (OSError, Broken) as error:
                if not self._was_cut:
                    self.troubles.append(f"broken: {error!r}")
            except Refused as refused:
                self.troubles.append(str(refused))
            failures = 0 if time.perf_counter() - began >= SHORTEST else failures + 1
            pause = min(FIRST_PAUSE * 2**failures, LONGEST_PAUSE)
            await asyncio.sleep(pause * (0.5 + self.rng.random() / 2))

    async def _watch_once(self) -> None:
        host, _, port = urlsplit(self.url).netloc.partition(":")
        # What comes in one piece with the beginning was not sent to a stream that was open.
        self._opened = math.inf
        self._line, line = await asyncio.get_running_loop().create_connection(
            lambda: StreamLine(self._take), host, int(port)
        )
        try:
            self._line.write(self._question())
            self._was_cut = False
            if (status := await line.status) != 200:
                raise Refused(f"status {status}")
            self.streams += 1
            self.is_open, self._opened = True, time.perf_counter()
            await line.ended
        finally:
            self.is_open = False
            self._line.close()

    def _question(self) -> bytes:
        """After a broken line what a browser says by itself; else what the page does, which begins anew."""
        position = f"?after={self.first}" if self._was_cut else f"?after={self._seen}"
        lines = [f"GET {PATH}{position} HTTP/1.1", f"Host: {urlsplit(self.url).netloc}", "Accept: text/event-stream"]
        if self._was_cut:
            lines.append(f"Last-Event-ID: {self._seen}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def _take(self, block: bytes) -> None:
        fields = dict(line.split(b": ", 1) for line in block.split(b"\n") if not line.startswith(b":"))
        if b"data" in fields and self._cuts_to_come and not self._was_cut:
            self._cuts_to_come -= 1
            self.cut()
        if self._was_cut or b"id" not in fields:
            return
        self._seen = fields[b"id"].decode()
        if fields.get(b"event") == b"resync":
            self.troubles.append("resync")
        elif b"data" in fields:
            self.heard.append(Heard(self._seen, time.perf_counter(), self._opened))

    def _break(self) -> None:
        self._was_cut = True
        if self._line is not None:
            self._line.abort()


@contextlib.asynccontextmanager
async def watching(viewers: list[StreamViewer], spread: float) -> AsyncIterator[None]:
    """All of them have come, over so many seconds, when the block begins; and have left when it ends."""
    tasks = []
    try:
        for viewer in viewers:
            tasks.append(asyncio.create_task(viewer.watch()))
            await asyncio.sleep(spread / len(viewers))
        while not all(viewer.streams for viewer in viewers):  # noqa: ASYNC110 -- each knows of itself alone
            await asyncio.sleep(0.05)
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
