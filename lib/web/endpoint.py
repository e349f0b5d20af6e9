"""Turns doors into the ``app`` that the platform looks for, and every exception into an answer."""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from lib.actions.log_lines import tallied, tell_bug, tell_outage
from lib.actions.outages import Outage, OutcomeUnknown, StoreUnavailable
from lib.actions.ports import Outside
from lib.studio.refusals import Refusal
from lib.web import problems
from lib.web.allowances import allowance
from lib.web.caching import Door, PublicRead
from lib.web.faults import Fault, payload_too_large
from lib.web.request import LONGEST_QUERY, Request
from lib.web.request_lines import RequestLines
from lib.web.security import ALWAYS, ANY_ORIGIN, PREFLIGHT, is_for_any_origin

# These change nothing, so there is no body to read and no outcome to be unsure of.
READS = frozenset({"GET", "HEAD"})


def endpoint(**doors: Door) -> "Endpoint":
    """An ASGI application with one door for each method, such as ``GET=show, POST=add``."""
    return Endpoint(doors, _real_world)


def _real_world() -> Outside:
    # Half of our code is behind this; the server listens before it is loaded.
    from lib import wiring  # noqa: PLC0415 -- see above

    return wiring.outside()


class Endpoint:
    """Everything around a door: methods, sizes, headers, and a definite answer whatever happens."""

    def __init__(self, doors: Mapping[str, Door], world: Callable[[], Outside]) -> None:
        self._doors = dict(doors)
        self._world = world

    def given(self, outside: Outside) -> "Endpoint":
        """The same doors over another outside world, for tests."""
        return Endpoint(self._doors, lambda: outside)

    @property
    def methods(self) -> list[str]:
        """What Allow says. HEAD works where everybody may read."""
        heads = ["HEAD"] if isinstance(self._doors.get("GET"), PublicRead) else []
        return sorted([*self._doors, *heads, "OPTIONS"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
            return
        with tallied(secrets.token_hex(8)) as tally:
            lines = RequestLines(scope["path"], scope["method"], tally)
            response = await self._answer(HttpRequest(scope, receive), tally.request)
            self._complete(response, scope, tally.request)
            lines.answered(response.status_code)
            try:
                await response(scope, receive, send)
            finally:
                lines.over()

    def _complete(self, response: Response, scope: Scope, request_id: str) -> None:
        shared = ANY_ORIGIN if is_for_any_origin(scope["path"]) else {}
        for name, value in {**ALWAYS, **shared, "x-request-id": request_id}.items():
            response.headers[name] = value
        response.headers.setdefault("cache-control", "no-store")
        if scope["method"] == "HEAD":
            response.body = b""

    async def _answer(self, http: HttpRequest, request_id: str) -> Response:
        try:
            if http.method == "OPTIONS":
                return self._options(http.url.path)
            return await self._through(self._door(http.method), http)
        except Fault as fault:
            return problems.for_fault(fault, request_id)
        except Refusal as refusal:
            return problems.for_refusal(refusal, request_id)
        except Outage as outage:
            tell_outage(outage, where="door")
            return problems.for_outage(outage, request_id)
        except Exception as error:  # noqa: BLE001 -- the one place where a bug becomes an answer
            tell_bug(error, where="door")
            return problems.problem("internal_error", "This is our mistake. Nothing is lost.", request_id)

    async def _through(self, door: Door, http: HttpRequest) -> Response:
        """Each call to the outside has its deadline; this is the one for all of them together."""
        allowed = allowance(door)
        request = await _read(http, allowed.largest_body)
        try:
            async with asyncio.timeout(allowed.seconds):
                return await door(request, self._world())
        except TimeoutError as error:
            raise (StoreUnavailable if http.method in READS else OutcomeUnknown)("deadline") from error

    def _door(self, method: str) -> Door:
        door = self._doors.get("GET" if method == "HEAD" else method)
        if door is None or (method == "HEAD" and not isinstance(door, PublicRead)):
            allow = ", ".join(self.methods)
            raise Fault(
                HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed", f"Use one of {allow}.", headers={"Allow": allow}
            )
        return door

    def _options(self, path: str) -> Response:
        allow = ", ".join(self.methods)
        shared = {"access-control-allow-methods": allow, **PREFLIGHT} if is_for_any_origin(path) else {}
        headers = {"allow": allow, **shared}
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=headers)


async def _read(http: HttpRequest, largest: int) -> Request:
    if len(http.url.query) > LONGEST_QUERY:
        raise Fault(HTTPStatus.BAD_REQUEST, "validation_failed", "The address is too long.")
    body = await _body(http, largest) if http.method not in READS else b""
    return Request(http.headers, http.query_params, body)


async def _body(http: HttpRequest, largest: int) -> bytes:
    """Stops reading at the limit, whatever the length was said to be."""
    too_large = payload_too_large(largest)
    if _said_length(http.headers) > largest:
        raise too_large
    body = b""
    try:
        async for chunk in http.stream():
            body += chunk
            if len(body) > largest:
                raise too_large
    except ClientDisconnect as gone:
        raise Fault(HTTPStatus.BAD_REQUEST, "bad_json", "The body ended before it was whole.") from gone
    return body


def _said_length(headers: Headers) -> int:
    said = headers.get("content-length", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < len(str(2**63)) else 0


async def _lifespan(receive: Receive, send: Send) -> None:
    """There is nothing to start: the outside world is built when a request first needs it."""
    while (await receive())["type"] != "lifespan.shutdown":
        await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})
