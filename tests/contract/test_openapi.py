"""public/openapi.json: fresh, and true of what the functions really answer."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from lib.actions.ports import Outside
from lib.web.openapi import document
from lib.web.problems import TITLES
from tests.support.doors import caller
from tests.support.links import ask, come, magic_in
from tests.support.postman import Postman
from tests.support.studio import wish_body

ROOT = Path(__file__).parents[2]
PUBLISHED: dict[str, Any] = json.loads((ROOT / "public" / "openapi.json").read_text(encoding="utf-8"))
BEARER = {"authorization": f"Bearer {'k' * 43}"}

# function, method, address, body, headers: at least one call for each answer that the document promises
CALLS: list[tuple[str, str, str, dict[str, Any] | None, dict[str, str], int]] = [
    ("class-types", "GET", "/api/class-types?lang=es", None, {}, 200),
    ("class-types", "PUT", "/api/class-types", None, {}, 405),
    ("instructors", "GET", "/api/instructors", None, {}, 200),
    ("availability/index", "GET", "/api/availability?classType=private&week=2030-06-03", None, {}, 200),
    ("availability/index", "GET", "/api/availability?classType=group&date=2030-06-04&instructor=ana", None, {}, 200),
    ("availability/index", "GET", "/api/availability", None, {}, 200),
    ("availability/index", "GET", "/api/availability?classType=private", None, {}, 200),
    ("availability/index", "GET", "/api/availability?classType=tango", None, {}, 404),
    ("availability/index", "GET", "/api/availability?week=x", None, {}, 400),
    ("bookings", "POST", "/api/bookings", wish_body(), {}, 201),
    ("bookings", "POST", "/api/bookings", wish_body(slots=["ana_2030-06-04_9_1"]), {}, 400),
    ("bookings", "POST", "/api/bookings", wish_body(totalAmount=1), {}, 409),
    ("bookings", "POST", "/api/bookings", wish_body(), {"content-type": "text/plain"}, 415),
    ("bookings", "GET", "/api/bookings?id=x", None, {}, 401),
    ("bookings", "GET", "/api/bookings?id=x", None, BEARER, 404),
    ("admin/session", "POST", "/api/admin/session", {"email": "ana@teachers.example"}, {}, 503),
    ("admin/session", "POST", "/api/admin/session", {"magic": "m" * 69}, {}, 401),
    ("health", "GET", "/api/health", None, {}, 200),
]


def test_document_is_what_the_code_says() -> None:
    assert document() == PUBLISHED, "run: make openapi"


def test_every_problem_has_its_place_on_the_page_of_problems() -> None:
    page = (ROOT / "public" / "problems.html").read_text(encoding="utf-8")

    missing = [code for code in TITLES if f'id="{code}"' not in page]

    assert missing == []


def faults(answer: httpx.Response, method: str) -> list[str]:
    """What the published document says differently; an answer that it does not know is a fault as well."""
    operation = PUBLISHED["paths"][answer.request.url.path][method.lower()]
    media = answer.headers["content-type"].partition(";")[0]
    try:
        schema = operation["responses"][str(answer.status_code)]["content"][media]["schema"]
    except KeyError as missing:
        return [f"undocumented: {missing}"]
    validator = Draft202012Validator({**schema, "components": PUBLISHED["components"]})
    return [error.message for error in validator.iter_errors(answer.json())]


@pytest.mark.parametrize(("name", "method", "address", "body", "headers", "status"), CALLS)
async def test_answer_is_as_documented(
    world: Outside,
    name: str,
    method: str,
    address: str,
    body: dict[str, Any] | None,
    headers: dict[str, str],
    status: int,
) -> None:
    async with caller(name, world) as client:
        answer = await client.request(method, address, json=body, headers=headers)

    assert answer.status_code == status
    if status != 405:
        assert faults(answer, method) == []


async def test_lost_slot_and_repeated_key_are_as_documented(world: Outside) -> None:
    key = {"Idempotency-Key": "one-form-one-key"}
    async with caller("bookings", world) as client:
        await client.post("/api/bookings", json=wish_body(), headers=key)
        taken = await client.post("/api/bookings", json=wish_body())
        mismatch = await client.post("/api/bookings", json=wish_body(language="es"), headers=key)

    assert [faults(answer, "POST") for answer in (taken, mismatch)] == [[], []]


async def test_link_that_is_asked_for_and_used_is_as_documented(live: Outside, postman: Postman) -> None:
    asked = await ask(live)
    answers = [asked, *[await come(live, magic_in(postman.sent[0])) for _ in range(2)]]

    assert [answer.status_code for answer in answers] == [202, 200, 401]
    assert [faults(answer, "POST") for answer in answers] == [[], [], []]


async def test_judge_sees_an_answer_that_is_not_as_documented(world: Outside) -> None:
    async with caller("health", world) as client:
        answer = await client.get("/api/health")
    wrong = httpx.Response(200, json=answer.json() | {"status": "fine"}, request=answer.request)

    assert faults(wrong, "GET") == ["'fine' is not one of ['ok', 'degraded', 'down']"]
