"""Writes public/openapi.json (OpenAPI 3.1) from the messages and the table of operations: python -m lib.web.openapi."""

import json
import sys
from collections import defaultdict
from http import HTTPStatus
from typing import Any, cast

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import JsonSchemaValue

from lib.web import contract_words as words
from lib.web.contract_examples import answer_examples, request_examples
from lib.web.contract_parameters import EVENT_ID, parameters
from lib.web.contract_problems import PROBLEM, problem_answers
from lib.web.operation import Operation
from lib.web.operations import OPERATIONS

REF = "#/components/schemas/{model}"
SERVERS = [
    {"url": "/", "description": "The studio that publishes this document"},
    {"url": "http://localhost:3000", "description": "`make run` on one's own machine"},
]
# Headers that every answer of their kind carries, so that their absence is a fault.
ALWAYS = {"X-Request-Id", "Retry-After", "WWW-Authenticate", "Allow", "Studio-Timezone"}


def document() -> dict[str, Any]:
    """The whole contract; the same bytes for the same code."""
    schemas, components = _schemas()
    paths: dict[str, dict[str, Any]] = defaultdict(dict)
    for operation in OPERATIONS:
        paths[operation.path][operation.method.lower()] = _operation(operation, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Sabor con Flow: bookings", "version": "0.1.0", "description": words.INFO},
        "servers": SERVERS,
        "tags": [{"name": name, "description": said} for name, (_paths, said) in words.TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": {**components, "Problem": PROBLEM},
            "headers": {name: _header(name) for name in words.HEADERS},
            "securitySchemes": dict(words.WAYS_IN),
        },
    }


def _header(name: str) -> dict[str, Any]:
    return {"description": words.HEADERS[name], "required": name in ALWAYS, "schema": {"type": "string"}}


def _schemas() -> tuple[dict[Any, JsonSchemaValue], dict[str, Any]]:
    wanted: list[Any] = []
    for number, operation in enumerate(OPERATIONS):
        wanted += [((number, status), "serialization", form) for status, form in operation.answers.items()]
        if operation.body:
            wanted.append(((number, "body"), "validation", TypeAdapter(cast("type[BaseModel]", operation.body))))
    schemas, rest = TypeAdapter.json_schemas(wanted, ref_template=REF)
    return {key: schema for (key, _mode), schema in schemas.items()}, rest.get("$defs", {})


def _operation(operation: Operation, schemas: dict[Any, JsonSchemaValue]) -> dict[str, Any]:
    number = OPERATIONS.index(operation)
    described: dict[str, Any] = {
        "summary": operation.summary,
        "description": words.OPERATIONS[operation.line],
        "operationId": f"{operation.method.lower()}_{operation.path.removeprefix('/api/').replace('-', '_')}",
        "tags": [name for name, (paths, _said) in words.TAGS.items() if operation.path in paths.split()],
        "parameters": parameters(operation),
        "security": security(operation),
        "responses": _responses(operation, number, schemas),
    }
    if operation.body:
        content = {"schema": schemas[number, "body"], "examples": request_examples(operation.line)}
        described["requestBody"] = {"required": True, "content": {"application/json": content}}
    return described


def security(operation: Operation) -> list[dict[str, list[str]]]:
    """The ways in, any one of which is enough; a cookie that changes something needs its second word."""
    if operation.secret:
        return [{"cronSecret": []}]
    anybody: list[dict[str, list[str]]] = [{}] if "anybody" in operation.keys else []
    others: list[dict[str, list[str]]] = [{key: []} for key in operation.keys if key != "anybody"]
    if not operation.rights:
        return others
    customer: list[dict[str, list[str]]] = [{"manageToken": []}] if operation.path == "/api/bookings" else []
    cookie: dict[str, list[str]] = {"staffCookie": [], **({} if operation.method == "GET" else {"csrfToken": []})}
    return [*anybody, *customer, {"staffBearer": []}, cookie, *others]


def _responses(operation: Operation, number: int, schemas: dict[Any, JsonSchemaValue]) -> dict[str, Any]:
    found = problem_answers(operation)
    for status in operation.answers:
        answer = found.setdefault(str(status.value), {"description": _phrase(operation, status), "content": {}})
        media = "text/event-stream" if operation.streams else "application/json"
        schema = event_of(schemas[number, status]) if operation.streams else schemas[number, status]
        said = {"schema": schema, "examples": answer_examples(operation.line, status, media)}
        answer["content"][media] = {name: value for name, value in said.items() if value}
        answer["headers"] = {**answer.get("headers", {}), **_named("X-Request-Id", *operation.answer_headers)}
    for media in operation.files:
        examples = answer_examples(operation.line, HTTPStatus.OK, media)
        found["200"]["content"][media] = {"schema": {"type": "string"}, "examples": examples}
        found["200"]["headers"] |= _named("Content-Disposition")
    if operation.line == "GET /api/admin/session":
        headers = _named("Location", "X-Request-Id")
        found["303"] = {"description": "Back from Calendly, to the desk with a word", "headers": headers}
    if "If-None-Match" in operation.asks:
        found["304"] = {"description": "Nothing changed", "headers": _named("X-Request-Id", *operation.answer_headers)}
    return dict(sorted(found.items()))


def event_of(data: JsonSchemaValue) -> dict[str, Any]:
    """One event of a stream, as readers of OpenAPI 3.1 agree to understand a schema for it."""
    told = {"anyOf": [data, {"description": "Nothing, with `resync`.", "type": "object", "maxProperties": 0}]}
    return {
        "type": "object",
        "required": ["data"],
        "properties": {
            "id": {"description": "For `Last-Event-ID`.", "type": "string", "pattern": EVENT_ID},
            "event": {"description": "Only `resync` has a name.", "type": "string", "enum": ["message", "resync"]},
            "retry": {"description": "Milliseconds before coming back.", "type": "integer"},
            "data": {"type": "string", "contentMediaType": "application/json", "contentSchema": told},
        },
    }


def _phrase(operation: Operation, status: HTTPStatus) -> str:
    return f"{status.phrase}. {operation.summary}"


def _named(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(document(), indent=1, ensure_ascii=False) + "\n")
