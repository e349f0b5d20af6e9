"""Problem documents in the contract: their shape, and which codes an operation may answer under which status."""

from collections import defaultdict
from http import HTTPStatus
from typing import Any

from lib.web.operation import EVERYWHERE, Operation
from lib.web.problems import TITLES

TEXTS = ("type", "title", "detail", "instance", "error", "message")
PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457; `error` and `message` repeat title and detail.",
    "required": [*TEXTS[:2], "status", *TEXTS[2:4], "code", *TEXTS[4:]],
    "properties": {
        **{name: {"type": "string"} for name in TEXTS},
        "status": {"type": "integer"},
        "code": {"type": "string", "enum": sorted(TITLES)},
        "details": {
            "description": "What is wrong where: a JSON pointer into the body, `?name` or `header:Name`.",
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
        "version": {"description": "The version that the booking has now.", "type": "integer"},
        "bookingStatus": {"type": "string"},
        "changeNoticeMinutes": {"type": "integer"},
    },
}
HEADERS: dict[HTTPStatus, str] = {
    HTTPStatus.UNAUTHORIZED: "WWW-Authenticate",
    HTTPStatus.METHOD_NOT_ALLOWED: "Allow",
    HTTPStatus.TOO_MANY_REQUESTS: "Retry-After",
    HTTPStatus.SERVICE_UNAVAILABLE: "Retry-After",
}


def problem_answers(operation: Operation) -> dict[str, Any]:
    """Status -> what is said with it. The codes are part of the schema, so that another one is a fault."""
    codes: dict[HTTPStatus, list[str]] = defaultdict(list)
    for code in (*operation.problems, *EVERYWHERE):
        codes[TITLES[code][0]].append(code)
    return {str(status.value): _answer(status, sorted(names)) for status, names in codes.items()}


def _answer(status: HTTPStatus, codes: list[str]) -> dict[str, Any]:
    schema = {
        "allOf": [{"$ref": "#/components/schemas/Problem"}],
        "properties": {"status": {"const": status.value}, "code": {"enum": codes}},
    }
    headers = ["X-Request-Id", *([HEADERS[status]] if status in HEADERS else [])]
    return {
        "description": "; ".join(f"`{code}`: {TITLES[code][1]}" for code in codes),
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in headers},
        "content": {"application/problem+json": {"schema": schema}},
    }
