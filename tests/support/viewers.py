"""Somebody who watches the stream: over ASGI itself, so that the test decides when they read on and when they leave."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from starlette.types import Message

from lib.actions.ports import Outside
from lib.actions.viewers import Viewers, ViewingLimits
from tests.support.doors import door

PATH = "/api/availability/stream"
# Nobody waits so long for what is on its way; a test that would wait for ever ends here.
PATIENCE = 10


@dataclass(frozen=True, slots=True)
class Told:
    """One block of the stream: ``event`` is "message", "resync", or "" for a comment."""

    event: str
    id: str
    data: dict[str, Any] = field(default_factory=dict)


class Viewer:
    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.body = b""
        self.last_id = ""
        self.is_over = False
        # As a server is whose reader is slower than the news: sending does not return.
        self.is_stuck = False
        self.started = asyncio.Event()
        self._read = 0
        self._came = asyncio.Condition()
        self._left = asyncio.Event()

    async def receive(self) -> Message:
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        self.started.set()
        if self.is_stuck:
            await asyncio.Event().wait()
        async with self._came:
            if message["type"] == "http.response.start":
                self.status = message["status"]
                self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            else:
                self.body += message.get("body", b"")
                self.is_over = not message.get("more_body", False)
            self._came.notify_all()

    def leave(self) -> None:
        self._left.set()

    async def next_block(self) -> Told | None:
        """The next one, or None once the stream has ended."""
        async with asyncio.timeout(PATIENCE), self._came:
            await self._came.wait_for(lambda: self.is_over or b"\n\n" in self.body[self._read :])
        block, end, _ = self.body[self._read :].partition(b"\n\n")
        if not end:
            return None
        self._read += len(block) + len(end)
        return self._told(block.decode())

    async def next(self) -> Told | None:
        """The next one that a page would hear of, or None."""
        while (told := await self.next_block()) and not told.event:
            pass
        return told

    async def opened(self) -> None:
        """Once it is known from where on things are told."""
        while not self.last_id and await self.next_block():
            pass

    def _told(self, block: str) -> Told:
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        self.last_id = fields.get("id", self.last_id)
        if "data" not in fields:
            return Told("", fields.get("id", ""))
        return Told(fields.get("event", "message"), self.last_id, json.loads(fields["data"]))


@asynccontextmanager
async def watching(
    world: Outside, query: str = "", headers: Mapping[str, str] | None = None, method: str = "GET"
) -> AsyncIterator[Viewer]:
    """Leaves with the block, and the function is done by then."""
    viewer = Viewer()
    scope = {
        "type": "http",
        "method": method,
        "path": PATH,
        "raw_path": PATH.encode(),
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in (headers or {}).items()],
        "scheme": "http",
        "server": ("studio", 80),
        "asgi": {"version": "3.0", "spec_version": "2.3"},
    }
    function = asyncio.create_task(door("availability/stream").given(world)(scope, viewer.receive, viewer.send))
    try:
        yield viewer
    finally:
        viewer.leave()
        async with asyncio.timeout(PATIENCE):
            await function


def patient(world: Outside, limits: ViewingLimits | None = None) -> Outside:
    """The same world with streams that last for as long as a test may need them."""
    return replace(world, viewers=Viewers(limits or ViewingLimits(seconds=3 * PATIENCE)))
