"""What an operation of the contract may be asked beside its body: its query and the headers that mean something."""

from typing import Any

from lib.web.contract_words import PARAMETERS
from lib.web.operation import Operation

REF = "#/components/schemas/{model}"
EVENT_ID = "^[0-9]{1,20}-[0-9]{1,20}$"
HEADERS: dict[str, dict[str, Any]] = {
    "Idempotency-Key": {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$"},
    "If-Match": {"type": "string", "pattern": '^"[A-Za-z0-9._-]{1,64}"$'},
    "If-None-Match": {"type": "string"},
    "Last-Event-ID": {"type": "string", "pattern": EVENT_ID},
    "Accept-Language": {"type": "string"},
}
# The version of a booking is a number, that of the catalogue is not, and there one has to be named.
BOOKING_VERSION = {"type": "string", "pattern": '^"[1-9][0-9]{0,8}"$'}
LANGUAGE = {"type": "string", "default": "en", "examples": ["en", "es"]}
ANY_VERSION = {"type": "string", "examples": ["1790000000000-0"]}


def parameters(operation: Operation) -> list[dict[str, Any]]:
    found = _query(operation)
    if operation.language:
        found.append(_parameter("lang", "query", LANGUAGE))
    if operation.path == "/api/availability":
        found.append(_parameter("v", "query", ANY_VERSION))
    named = [
        *(["Last-Event-ID"] if operation.streams else []),
        *(["Idempotency-Key"] if operation.idempotent_by_key else []),
        *operation.asks,
    ]
    return [*found, *(_header(name, operation) for name in named)]


def _query(operation: Operation) -> list[dict[str, Any]]:
    if operation.query is None:
        return []
    schema = operation.query.model_json_schema(ref_template=REF)
    required = schema.get("required", ())
    return [
        {**_parameter(name, "query", _said(part)), "required": name in required}
        for name, part in schema["properties"].items()
    ]


def _said(part: dict[str, Any]) -> dict[str, Any]:
    """An address cannot say null: what may be left out is simply not there."""
    kinds = [each for each in part.get("anyOf", [part]) if each.get("type") != "null"]
    rest = {name: value for name, value in part.items() if name not in {"anyOf", "title"} and value is not None}
    return {**kinds[0], **rest}


def _header(name: str, operation: Operation) -> dict[str, Any]:
    of_booking = name == "If-Match" and operation.path != "/api/admin/catalog"
    found = _parameter(name, "header", BOOKING_VERSION if of_booking else HEADERS[name])
    return {**found, "required": name == "If-Match" and not of_booking}


def _parameter(name: str, place: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": place, "required": False, "description": PARAMETERS[name], "schema": schema}
