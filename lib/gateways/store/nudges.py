"""The channel that says that something happened: Upstash's SUBSCRIBE over REST, which the SDK does not have."""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Callable
from functools import cache
from http import HTTPStatus
from urllib.parse import quote

import httpx

from lib.actions.outages import StoreUnavailable
from lib.gateways.store.rest import CONNECT

# Seconds. Until the subscription is confirmed; and how long a line that says nothing is believed to be alive. A nudge
# that gets lost on a dead line is made good by whoever reads the stream now and then.
OPENING, SILENCE = 2.0, 120.0


class NudgeChannel:
    def __init__(self, url: str, token: str, channel: str) -> None:
        self._url = f"{url.rstrip('/')}/subscribe/{quote(channel, safe='')}"
        self._headers = {"authorization": f"Bearer {token}", "accept": "text/event-stream"}
        logging.getLogger("httpx").setLevel(logging.WARNING)

    async def listen(self, nudge: Callable[[], None]) -> None:
        """Calls ``nudge`` once the subscription stands and at every message. Always ends in StoreUnavailable."""
        timeout = httpx.Timeout(SILENCE, connect=CONNECT)
        try:
            async with (
                asyncio.timeout(OPENING) as patience,
                httpx.AsyncClient(verify=_trust(), timeout=timeout) as web,
                web.stream("POST", self._url, headers=self._headers) as answer,
            ):
                async for _ in _told(answer):
                    patience.reschedule(None)
                    nudge()
        # A broken TLS record comes as the ssl module's own error, an OSError, and so does the deadline.
        except (httpx.HTTPError, OSError) as error:
            raise StoreUnavailable(type(error).__name__) from error
        raise StoreUnavailable("subscription_ended")


async def _told(answer: httpx.Response) -> AsyncIterator[str]:
    """``subscribe,<channel>,1`` first, then ``message,<channel>,<text>``: what they say is in the stream as well."""
    if answer.status_code != HTTPStatus.OK:
        raise StoreUnavailable(f"status_{answer.status_code}")
    async for line in answer.aiter_lines():
        if line.startswith("data: "):
            yield line


@cache
def _trust() -> ssl.SSLContext:
    """Read once a process: the list of authorities takes longer to load than a subscription to make."""
    return httpx.create_ssl_context()
