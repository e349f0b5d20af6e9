"""Whatever a door does, the caller gets a definite answer and the log gets nothing personal."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import cast

import httpx
import pytest
from starlette.responses import Response

from lib.actions.outages import NotConfigured
from lib.actions.ports import Outside
from lib.web.allowances import allowed
from lib.web.endpoint import Endpoint
from lib.web.messages.bookings import BookingRequest
from lib.web.request import MOST_DETAILS, USUAL_BYTES, Request

CANARY = "rosa.canary@example.com"


def nowhere() -> Outside:
    """Stands for a world that the door under test never touches."""
    return cast("Outside", None)


async def call(app: Endpoint, method: str = "GET", content: bytes = b"") -> httpx.Response:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://studio") as client:
        return await client.request(method, "/api/x", content=content)


def with_door(error: Exception) -> Endpoint:
    async def door(_request: Request, _outside: Outside) -> Response:
        raise error

    return Endpoint({"GET": door, "POST": door}, nowhere)


async def test_bug_is_an_answer_without_its_message(caplog: pytest.LogCaptureFixture) -> None:
    answer = await call(with_door(ValueError(f"cannot write to {CANARY}")))

    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert CANARY not in answer.text
    assert CANARY not in caplog.text
    assert "ValueError" in caplog.text
    assert answer.headers["x-request-id"] in caplog.text


async def test_missing_setting_closes_the_door_and_is_named() -> None:
    answer = await call(with_door(NotConfigured("JWT_SECRET")))

    assert (answer.status_code, answer.json()["code"]) == (503, "not_configured")
    assert "JWT_SECRET" in answer.json()["detail"]


async def test_body_is_read_up_to_the_limit_and_not_further() -> None:
    async def door(_request: Request, _outside: Outside) -> Response:
        return Response(b"done")

    app = Endpoint({"POST": door}, nowhere)

    statuses = [(await call(app, "POST", b"x" * size)).status_code for size in (USUAL_BYTES, USUAL_BYTES + 1)]

    assert statuses == [200, 413]


async def test_body_whose_length_is_not_said_is_cut_off_at_the_limit() -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 1000

    transport = httpx.ASGITransport(app=with_door(AssertionError()))
    async with httpx.AsyncClient(transport=transport, base_url="http://studio") as client:
        answer = await client.post("/api/x", content=endless())

    assert answer.status_code == 413


async def test_door_that_takes_too_long_is_given_up_while_the_platform_still_listens() -> None:
    @allowed(seconds=0.01)
    async def door(_request: Request, _outside: Outside) -> Response:
        await asyncio.Event().wait()
        raise AssertionError

    app = Endpoint({"GET": door, "POST": door}, nowhere)

    codes = [(await call(app, method)).json()["code"] for method in ("GET", "POST")]

    assert codes == ["store_unavailable", "outcome_unknown"]


async def test_body_that_is_wrong_in_a_thousand_places_is_not_told_all_of_them() -> None:
    async def door(request: Request, _outside: Outside) -> Response:
        request.read(BookingRequest)
        raise AssertionError

    app = Endpoint({"POST": door}, nowhere)
    body = json.dumps({f"field{number}": 1 for number in range(900)}).encode()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://studio") as client:
        answer = await client.post("/api/x", content=body, headers={"content-type": "application/json"})

    assert (answer.status_code, len(answer.json()["details"])) == (400, MOST_DETAILS)
