"""Examples of the contract: what the site answers, of the shape that the contract promises, and good to be sent."""

import json
from pathlib import Path
from typing import Any, cast

import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from lib.gateways.store import Store
from lib.web import contract_words as words
from lib.web.contract_examples import FILE
from lib.web.openapi import document
from lib.web.operation import Operation
from lib.web.operations import OPERATIONS
from tests.support.raw_store import RawStore
from tests.support.recorded import recorded, written
from tests.support.studio import Connect

CONTRACT = document()
SHAPES = {"components": CONTRACT["components"]}
EACH = [(path, method) for path, item in CONTRACT["paths"].items() for method in item]


def described(path: str, method: str) -> dict[str, Any]:
    found: dict[str, Any] = CONTRACT["paths"][path][method]
    return found


def wrong_examples(content: dict[str, Any], shapes: dict[str, Any]) -> list[str]:
    """Why the examples of one form of a body are none of it."""
    validator = Draft202012Validator({**content["schema"], **shapes})
    values = [example["value"] for example in content.get("examples", {}).values()]
    return [error.message for value in values for error in validator.iter_errors(value)]


async def test_examples_are_what_the_site_answers(raw: RawStore, connect: Connect, tmp_path: Path) -> None:
    store: Store = connect()

    calls = await recorded(store, raw, tmp_path)

    assert written(calls) == FILE.read_text(encoding="utf-8"), "run: make examples"


@pytest.mark.parametrize(("path", "method"), EACH)
def test_examples_of_answers_have_the_promised_shape(path: str, method: str) -> None:
    answers = described(path, method)["responses"]

    found = {
        (status, media): wrong_examples(content, SHAPES)
        for status, answer in answers.items()
        for media, content in answer.get("content", {}).items()
    }

    assert {form: wrong for form, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(("path", "method"), EACH)
def test_every_success_and_every_body_has_an_example(path: str, method: str) -> None:
    operation = described(path, method)
    contents = {"body": operation["requestBody"]["content"]} if "requestBody" in operation else {}
    contents |= {
        status: answer["content"] for status, answer in operation["responses"].items() if status.startswith("2")
    }

    missing = [
        (name, media)
        for name, content in contents.items()
        for media, form in content.items()
        if media != "application/problem+json" and not form.get("examples")
    ]

    assert missing == []


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each.body], ids=lambda each: each.line)
def test_examples_of_bodies_are_accepted_by_the_messages(operation: Operation) -> None:
    body = described(operation.path, operation.method.lower())["requestBody"]["content"]["application/json"]
    form: TypeAdapter[Any] = TypeAdapter(cast("Any", operation.body))

    for example in body["examples"].values():
        form.validate_json(json.dumps(example["value"]))
    assert wrong_examples(body, SHAPES) == []


def test_example_that_would_be_refused_is_seen() -> None:
    body = described("/api/bookings", "post")["requestBody"]["content"]["application/json"]
    wish = body["examples"]["native"]["value"] | {"slots": []}
    [operation] = [each for each in OPERATIONS if each.line == "POST /api/bookings"]
    form: TypeAdapter[Any] = TypeAdapter(cast("Any", operation.body))

    with pytest.raises(ValidationError):
        form.validate_json(json.dumps(wish))
    assert len(wrong_examples({**body, "examples": {"x": {"value": wish}}}, SHAPES)) == 1


def test_everything_in_the_contract_is_said_in_words() -> None:
    lines = {each.line for each in OPERATIONS}
    asked = {one["name"] for path, method in EACH for one in described(path, method)["parameters"]}
    ways = {name for path, method in EACH for way in described(path, method)["security"] for name in way}

    assert lines == set(words.OPERATIONS)
    assert asked == set(words.PARAMETERS)
    assert ways == set(words.WAYS_IN)
    assert [each for each in EACH if len(described(*each)["tags"]) != 1] == []


@pytest.mark.parametrize(("path", "method"), EACH)
def test_every_no_names_its_codes_and_what_comes_with_it(path: str, method: str) -> None:
    answers = described(path, method)["responses"]
    problems = {status: answer for status, answer in answers.items() if int(status) >= 400}

    bare = [status for status, answer in problems.items() if "X-Request-Id" not in answer["headers"]]

    assert bare == []
    assert {"400", "405", "500", "503"} <= set(problems)
    assert [name for name in ("401", "429", "503") if name in problems and len(problems[name]["headers"]) < 2] == []
