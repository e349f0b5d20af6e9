"""What must not come in: one table for each door. Every row ends in a 4xx problem, and nothing is written."""

from typing import Any

import httpx
import pytest

from lib.actions.ports import Outside
from tests.contract.hostile_bodies import BODIES, body, person
from tests.support.doors import caller
from tests.support.raw_store import RawStore

JSON = {"content-type": "application/json"}


async def post(world: Outside, content: bytes, headers: dict[str, str]) -> httpx.Response:
    async with caller("bookings", world) as client:
        return await client.post("/api/bookings", content=content, headers=headers)


def judged(answer: httpx.Response) -> tuple[int, str, str | None]:
    """Status, code and first pointer; every problem document is whole and names its request."""
    problem: dict[str, Any] = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["type"] == f"/problems#{problem['code']}"
    assert problem["status"] == answer.status_code
    assert problem["instance"] == answer.headers["x-request-id"]
    assert (problem["error"], problem["message"]) == (problem["title"], problem["detail"])
    details = problem.get("details")
    return answer.status_code, problem["code"], details[0]["pointer"] if details else None


@pytest.mark.parametrize("case", BODIES)
async def test_hostile_booking_is_refused_and_nothing_is_written(world: Outside, raw: RawStore, case: str) -> None:
    content, status, code, pointer = BODIES[case]
    before = raw.everything()

    answer = await post(world, content, JSON)

    assert judged(answer) == (status, code, pointer)
    assert raw.everything() == before


@pytest.mark.parametrize(
    ("content", "headers", "status", "code"),
    [
        (b" " * 17 * 1024 + body(), JSON, 413, "payload_too_large"),
        (person(notes="x" * 17 * 1024), JSON, 413, "payload_too_large"),
        (body(), {"content-type": "text/plain"}, 415, "unsupported_media_type"),
        (body(), {"content-type": "application/x-www-form-urlencoded"}, 415, "unsupported_media_type"),
        (body(), {}, 415, "unsupported_media_type"),
        (body(), JSON | {"idempotency-key": "short"}, 400, "validation_failed"),
        (body(), JSON | {"idempotency-key": "x" * 65}, 400, "validation_failed"),
        (body(), JSON | {"idempotency-key": "a key with spaces"}, 400, "validation_failed"),
        (body(), JSON | {"idempotency-key": "idem:*:star"}, 400, "validation_failed"),
    ],
)
async def test_hostile_envelope_is_refused_and_nothing_is_written(
    world: Outside, raw: RawStore, content: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    before = raw.everything()

    answer = await post(world, content, headers)

    assert judged(answer)[:2] == (status, code)
    assert raw.everything() == before


QUERIES = [
    ("availability/index", "classType=tango&week=2030-06-03", 404, "unknown_class_type"),
    ("availability/index", "classType=old&week=2030-06-03", 404, "unknown_class_type"),
    ("availability/index", "classType=private:*&week=2030-06-03", 404, "unknown_class_type"),
    ("availability/index", "classType=private%0A&week=2030-06-03", 404, "unknown_class_type"),
    ("availability/index", "classType=%ff%fe&week=2030-06-03", 404, "unknown_class_type"),
    ("availability/index", "classType=tango", 404, "unknown_class_type"),
    ("availability/index", "classType=" + "x" * 500, 400, "validation_failed"),
    ("availability/index", "classType=private&instructor=zoe&week=2030-06-03", 404, "unknown_instructor"),
    ("availability/index", "classType=private&instructor=gone&week=2030-06-03", 404, "unknown_instructor"),
    ("availability/index", "classType=private&instructor=ana%00&week=2030-06-03", 404, "unknown_instructor"),
    ("availability/index", "instructor=zoe", 404, "unknown_instructor"),
    ("availability/index", "week=2030-06-03", 400, "validation_failed"),
    ("availability/index", "date=2030-06-03", 400, "validation_failed"),
    ("availability/index", "classType=private&week=", 400, "validation_failed"),
    ("availability/index", "classType=private&date=", 400, "validation_failed"),
    ("availability/index", "classType=private&week=2026-02-30", 400, "validation_failed"),
    ("availability/index", "classType=private&week=9999-12-31", 400, "validation_failed"),
    ("availability/index", "classType=private&week=1999-12-31", 400, "validation_failed"),
    ("availability/index", "classType=private&date=2100-01-01", 400, "validation_failed"),
    ("availability/index", "classType=private&week=2030-W23-1", 400, "validation_failed"),
    ("availability/index", "classType=private&week=20300603", 400, "validation_failed"),
    ("availability/index", "classType=private&week=2030-06-03T00:00", 400, "validation_failed"),
    ("availability/index", "classType=private&week=%D9%A2030-06-03", 400, "validation_failed"),
    ("availability/index", "classType=private&week=2030-06-03&week=2030-06-10", 400, "validation_failed"),
    ("availability/index", "x=" + "y" * 3000, 400, "validation_failed"),
    ("bookings", "", 401, "unauthorized"),
    ("bookings", "id=booking_1_aaaaaaaaaaaaa", 401, "unauthorized"),
    ("bookings", "email=rosa@example.com", 401, "unauthorized"),
    ("bookings", "instructor=ana", 401, "unauthorized"),
    ("bookings", "id=booking_1_aaaaaaaaaaaaa&format=pdf", 400, "validation_failed"),
    ("bookings", "id=a&id=b", 400, "validation_failed"),
    ("bookings", "id=booking_1_aaaaaaaaaaaaa&format=ics&key=short", 401, "unauthorized"),
    ("bookings", f"id=booking_1_aaaaaaaaaaaaa&format=ics&key={'k' * 43}", 404, "not_found"),
    ("bookings", f"id=%2A&format=ics&key={'k' * 43}", 404, "not_found"),
    ("bookings", f"id=..%2F..%2Fcat&format=ics&key={'k' * 43}", 404, "not_found"),
    ("bookings", f"id=booking_1_aaaaaaaaaaaa%0A&format=ics&key={'k' * 43}", 404, "not_found"),
]


@pytest.mark.parametrize(("name", "query", "status", "code"), QUERIES)
async def test_hostile_address_is_refused_and_nothing_is_written(
    world: Outside, raw: RawStore, name: str, query: str, status: int, code: str
) -> None:
    before = raw.everything()

    async with caller(name, world) as client:
        answer = await client.get(f"/api/{name.removesuffix('/index')}?{query}")

    assert judged(answer)[:2] == (status, code)
    assert raw.everything() == before


@pytest.mark.parametrize(
    "token",
    ["", "x", "k" * 42, "k" * 44, "k" * 42 + "=", "k" * 43 + " k", "null", "undefined", "\u00e9" * 43, "a.b.c"],
)
async def test_what_cannot_be_a_manage_token_is_no_credential(world: Outside, token: str) -> None:
    headers = {b"authorization": f"Bearer {token}".encode("latin-1")}

    async with caller("bookings", world) as client:
        answer = await client.get("/api/bookings?id=booking_1_aaaaaaaaaaaaa", headers=headers)

    assert judged(answer)[:2] == (401, "unauthorized")
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("name", "method", "allow"),
    [
        ("availability/index", "POST", "GET, HEAD, OPTIONS"),
        ("class-types", "DELETE", "GET, HEAD, OPTIONS"),
        ("instructors", "PUT", "GET, HEAD, OPTIONS"),
        ("bookings", "PATCH", "DELETE, GET, OPTIONS, POST, PUT"),
        ("bookings", "HEAD", "DELETE, GET, OPTIONS, POST, PUT"),
        ("bookings", "TRACE", "DELETE, GET, OPTIONS, POST, PUT"),
        ("health", "POST", "GET, HEAD, OPTIONS"),
    ],
)
async def test_other_methods_are_refused_with_the_ones_that_work(
    world: Outside, name: str, method: str, allow: str
) -> None:
    async with caller(name, world) as client:
        answer = await client.request(method, f"/api/{name}")

    assert (answer.status_code, answer.headers["allow"]) == (405, allow)
