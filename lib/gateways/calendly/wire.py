"""One request to Calendly and its answer: in time, of bounded size, to no other host, and left out while it is down."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Mapping
from dataclasses import field
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import httpx

from lib.actions.calendly_auth import Link
from lib.actions.log_lines import timed
from lib.actions.mail import Refused, Throttled, Unclear, Unreached
from lib.gateways.calendly.circuit import Circuit
from lib.gateways.calendly.replies import Reply
from lib.gateways.outgoing import is_address, one_request
from lib.studio.values import dataclass

if TYPE_CHECKING:
    from lib.actions.calendly_auth import Bearer

# Seconds. TOTAL holds for one request, however slowly its answer drips.
CONNECT, READ, TOTAL = 2.0, 4.0, 5.0
# A hundred people with ten long answers each.
MOST_BYTES = 4_000_000
# A name of our own: what stands in front of Calendly is said to turn away those that libraries bring along.
_ALWAYS = {
    "User-Agent": "sabor-con-flow-booking/1",
    "Accept": "application/json",
    # What is packed small may unpack to anything.
    "Accept-Encoding": "identity",
}
JSON = {"Content-Type": "application/json"}

# A token has 400 characters or so.
_TOKEN = re.compile("[!-~]{1,4000}")
# What bodies call a resource is a name and no address; we ask for it below our own base.
_NAMES = "https://api.calendly.com"


def path_of(uri: str) -> str:
    """The path of a URI whose form was checked before."""
    return uri.removeprefix(_NAMES)


# What a request comes to; in all but the first and the last nothing was done.
Answer = Reply | Refused | Throttled | Unreached | Unclear


def is_token(word: object) -> bool:
    return isinstance(word, str) and _TOKEN.fullmatch(word) is not None


@dataclass(frozen=True, slots=True)
class FixedToken:
    """Fulfils calendly_auth.Bearer for a personal access token, which is a setting."""

    token: str = field(repr=False)

    async def word(self) -> str | Refused:
        return self.token if is_token(self.token) else Refused("calendly setting")

    async def another(self, _word: str) -> None:
        """There is but one."""

    async def link(self) -> Link:
        return Link("token" if self.token else "off")


class Wire:
    """To one account at a time. No method raises; a write that is Unclear may have been done."""

    def __init__(self, bearer: Bearer, base_url: str, circuit: Circuit | None = None) -> None:
        self._base_url = base_url.rstrip("/")
        self._bearer = bearer if is_address(base_url) else FixedToken("")
        self._circuit = circuit or Circuit()

    @property
    def is_of_one_account(self) -> bool:
        """A token is somebody's for ever; who consents may be somebody else the next time."""
        return isinstance(self._bearer, FixedToken)

    async def read(self, path: str, query: Mapping[str, str] | None = None) -> Reply | Refused | Throttled | Unreached:
        address = f"{path}?{urlencode(query, errors='replace')}" if query else path
        answer = await self._asked("GET", address)
        # Nothing is done by reading.
        return Unreached(answer.reason) if isinstance(answer, Unclear) else answer

    async def write(self, path: str, body: Mapping[str, object]) -> Answer:
        # Escaped, because half a surrogate pair, which JSON may hold, is no UTF-8.
        return await self._asked("POST", path, json.dumps(body).encode())

    async def remove(self, path: str) -> Answer:
        return await self._asked("DELETE", path)

    async def _asked(self, method: str, address: str, content: bytes | None = None) -> Answer:
        word = await self._bearer.word()
        if not isinstance(word, str):
            return word
        if not self._circuit.admits():
            return Unreached("calendly circuit")
        answer: Answer = await self._told(method, address, content, word)
        # With this status nothing was done, so the same may be asked again in the name of another token.
        if isinstance(answer, Reply) and answer.status == HTTPStatus.UNAUTHORIZED:
            other = await self._bearer.another(word)
            if other is not None:
                answer = await self._told(method, address, content, other) if isinstance(other, str) else other
        return answer

    async def _told(self, method: str, address: str, content: bytes | None, word: str) -> Reply | Unreached | Unclear:
        headers = {"Authorization": f"Bearer {word}", **({} if content is None else JSON)}
        with timed("calendly", method):
            answer = await exchanged(method, self._base_url + address, content, headers)
        if isinstance(answer, Reply):
            self._circuit.worked()
        else:
            self._circuit.failed()
        return answer


async def exchanged(
    method: str, url: str, content: bytes | None, headers: Mapping[str, str]
) -> Reply | Unreached | Unclear:
    """One request and its answer. Never raises."""
    status = 0
    try:
        async with (
            asyncio.timeout(TOTAL),
            one_request(CONNECT, READ) as client,
            client.stream(method, url, content=content, headers={**_ALWAYS, **headers}) as response,
        ):
            status = response.status_code
            return _reply(response, await _body(response))
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.InvalidURL) as error:
        return Unreached(f"calendly {type(error).__name__}")
    # A broken TLS record comes as the ssl module's own error, an OSError, and so does the deadline.
    except (httpx.HTTPError, OSError) as error:
        return _broken(status, type(error).__name__)


def _broken(status: int, name: str) -> Unreached | Unclear:
    """What had begun to say no has done nothing, though the words that say why are missing."""
    was_refused = HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.INTERNAL_SERVER_ERROR
    return Unreached(f"calendly {status} {name}") if was_refused else Unclear(f"calendly {name}")


async def _body(response: httpx.Response) -> bytes:
    """All of it, or a little more than there may be."""
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > MOST_BYTES:
            break
    return bytes(body)


def _reply(response: httpx.Response, content: bytes) -> Reply | Unreached | Unclear:
    status = response.status_code
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unclear(f"calendly {status}")
    # It did not wait for the whole request, so it has not taken it.
    if status == HTTPStatus.REQUEST_TIMEOUT:
        return Unreached(f"calendly {status}")
    body = _object(content)
    reply = Reply(status, response.headers, body or {}, at=int(time.time() * 1000))
    if reply.is_success and body is None and status != HTTPStatus.NO_CONTENT:
        return Unclear("calendly no JSON object")
    return reply


def _object(content: bytes) -> Mapping[str, object] | None:
    if len(content) > MOST_BYTES:
        return None
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
