"""Writes public/openapi.json (OpenAPI 3.1) from the messages and the table of operations: python -m lib.web.openapi."""

import json
import sys
from collections import defaultdict
from http import HTTPStatus
from typing import Any, cast

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import JsonSchemaValue

from lib.web.operation import EVERYWHERE, Operation
from lib.web.operations import OPERATIONS
from lib.web.problems import TITLES

REF = "#/components/schemas/{model}"
# Whose answer may be a calendar instead.
CALENDARS = {("GET", "/api/bookings"), ("GET", "/api/instructors")}
LOCATION = {"Location": {"schema": {"type": "string"}}}
PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457; `error` and `message` repeat title and detail.",
    "required": ["type", "title", "status", "detail", "instance", "code", "error", "message"],
    "properties": {
        **{name: {"type": "string"} for name in ("type", "title", "detail", "instance", "error", "message")},
        "status": {"type": "integer"},
        "code": {"type": "string", "enum": sorted(TITLES)},
        "details": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {name: {"type": "string"} for name in ("pointer", "code", "detail")},
            },
        },
        "unavailableSlots": {"type": "array", "items": {"type": "string"}},
        "alternatives": {"type": "array", "items": {"$ref": "#/components/schemas/SlotMessage"}},
        "totalAmount": {"type": "number"},
        "totalAmountMinor": {"type": "integer"},
        "currency": {"type": "string"},
    },
}


def document() -> dict[str, Any]:
    """The whole contract; the same bytes for the same code."""
    schemas, components = _schemas()
    paths: dict[str, dict[str, Any]] = defaultdict(dict)
    for operation in OPERATIONS:
        paths[operation.path][operation.method.lower()] = _operation(operation, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Sabor con Flow: bookings", "version": "0.1.0"},
        "paths": paths,
        "components": {
            "schemas": {**components, "Problem": PROBLEM},
            "securitySchemes": {"manageToken": {"type": "http", "scheme": "bearer"}},
        },
    }


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
        "operationId": f"{operation.method.lower()}_{operation.path.removeprefix('/api/').replace('-', '_')}",
        "parameters": _parameters(operation),
        "responses": _responses(operation, number, schemas),
    }
    if operation.body:
        content = {"application/json": {"schema": schemas[number, "body"]}}
        described["requestBody"] = {"required": True, "content": content}
    if operation.token:
        described["security"] = [{"manageToken": []}]
    return described


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    parameters = []
    if operation.query:
        schema = operation.query.model_json_schema(ref_template=REF)
        parameters = [
            {"name": name, "in": "query", "required": name in schema.get("required", ()), "schema": part}
            for name, part in schema["properties"].items()
        ]
    if operation.language:
        schema = {"type": "string", "enum": ["en", "es"], "default": "en"}
        parameters.append({"name": "lang", "in": "query", "required": False, "schema": schema})
    if operation.streams:
        schema = {"type": "string", "pattern": "^[0-9]+-[0-9]+$"}
        parameters.append({"name": "Last-Event-ID", "in": "header", "required": False, "schema": schema})
    if operation.idempotent_by_key:
        schema = {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$"}
        parameters.append({"name": "Idempotency-Key", "in": "header", "required": False, "schema": schema})
    return parameters


def _responses(operation: Operation, number: int, schemas: dict[Any, JsonSchemaValue]) -> dict[str, Any]:
    headers = {name: {"schema": {"type": "string"}} for name in operation.answer_headers}
    found: dict[str, Any] = {}
    codes: dict[HTTPStatus, list[str]] = defaultdict(list)
    for code in (*operation.problems, *EVERYWHERE):
        codes[TITLES[code][0]].append(code)
    for status, names in sorted(codes.items()):
        content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        found[str(status.value)] = {"description": ", ".join(sorted(names)), "content": content}
    for status in operation.answers:
        answer = found.setdefault(str(status.value), {"description": status.phrase, "content": {}})
        media = "text/event-stream" if operation.streams else "application/json"
        answer["content"][media] = {"schema": schemas[number, status]}
        answer["headers"] = headers
    if (operation.method, operation.path) in CALENDARS:
        found["200"]["content"]["text/calendar"] = {"schema": {"type": "string"}}
    if operation.path == "/api/admin/session" and operation.method == "GET":
        found["303"] = {"description": "Back from Calendly, to the desk with a word", "headers": LOCATION}
    if "ETag" in operation.answer_headers:
        found["304"] = {"description": "Nothing changed", "headers": headers}
    return dict(sorted(found.items()))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(document(), indent=1, ensure_ascii=False) + "\n")
