"""An answer that goes on: server-sent events until their time is up, their source fails or their reader has left."""

import asyncio
import contextlib
from collections.abc import Callable

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from lib.actions.log_lines import tell_bug, tell_outage
from lib.actions.outages import Outage
from lib.actions.watch_changes import News, Viewing
from lib.web.readers import while_somebody_reads

# Seconds for the last byte to a reader who takes nothing any more.
FAREWELL = 1.0


class EventStream(Response):
    """The place of the viewing is left however this ends.

    The endpoint's deadline is over once this is sent, so it has one of its own. A reader who leaves is listened for
    here and now: Starlette's own streams leave that to an error of the server, which not every server makes.
    """

    media_type = "text/event-stream"

    def __init__(self, viewing: Viewing, opening: bytes, form: Callable[[News], bytes]) -> None:
        # Without a length, and with the one header that proxies know for "pass it on at once".
        super().__init__(None, headers={"x-accel-buffering": "no"})
        del self.headers["content-length"]
        self._viewing = viewing
        self._opening = opening
        self._form = form

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            if scope["method"] == "HEAD":
                await self._begin(send)
            else:
                await while_somebody_reads(self._tell(send), receive, self._viewing.seconds)
        finally:
            self._viewing.leave()
            await self._viewing.news.aclose()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FAREWELL):
                await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _begin(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})

    async def _tell(self, send: Send) -> None:
        try:
            await self._begin(send)
            await send({"type": "http.response.body", "body": self._opening, "more_body": True})
            async for news in self._viewing.news:
                await send({"type": "http.response.body", "body": self._form(news), "more_body": True})
        except OSError:
            # What servers say that notice by themselves that nobody reads any more.
            return
        except Outage as outage:
            # The reader comes back with the last id, and is told then how things are.
            tell_outage(outage, where="stream")
        except Exception as error:  # noqa: BLE001 -- the answer has begun, so it can only end
            tell_bug(error, where="stream")
