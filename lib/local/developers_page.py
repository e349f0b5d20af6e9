"""Writes public/developers.html, the contract for people to read: python -m lib.local.developers_page."""

import json
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from lib.studio import policy
from lib.web.contract_examples import recorded
from lib.web.openapi import document
from lib.web.problems import TITLES
from lib.web.request import LONGEST_QUERY, USUAL_BYTES

METHODS = ("get", "post", "put", "delete")
LIMITS = {
    "SLOTS_PER_BOOKING": "Slots in one booking",
    "ACTIVE_BOOKINGS": "Open bookings of one e-mail address, unless the studio says otherwise",
    "TRIES_PER_MINUTE": "Tries to book of one e-mail address in a minute",
    "BOOKINGS_PER_ADDRESS_AND_HOUR": "Bookings from one address of the network in an hour",
    "CHANGES_PER_HOUR": "Changes of one booking by its customer in an hour",
    "LETTERS_PER_RECIPIENT_AND_DAY": "Letters to one address in a day",
    "RESENDS_PER_DAY": "Confirmations sent again for one booking in a day",
    "NOTICE_MINUTES": "Minutes of notice for a booking, unless the studio says otherwise",
    "CHANGE_NOTICE_MINUTES": "Minutes of notice for a change, unless the studio says otherwise",
    "HORIZON_DAYS": "Days ahead that can be booked, unless the studio says otherwise",
    "DESK_PAGE": "Bookings on a page",
    "DESK_LONGEST_PAGE": "Bookings on a page at most",
    "VIEWING_SECONDS": "Seconds that a stream lasts",
    "VIEWERS_PER_PROCESS": "Streams that one process holds",
    "VIEWERS_PER_ADDRESS": "Streams of one address of the network",
    "SESSION_TOKEN_MINUTES": "Minutes that a staff token lasts",
    "GUESSES_FREE": "Wrong passwords before one has to wait",
    "IDEMPOTENCY_DAYS": "Days that an idempotency key is kept",
}
WHO = {
    "manageToken": "the customer, by manage token",
    "staffBearer": "staff, by bearer token",
    "staffCookie": "staff, on our own pages",
    "cronSecret": "the scheduler, by its secret",
    "calendlySignature": "Calendly, by its signature",
    "sendgridSignature": "SendGrid, by its signature",
    "calendarKey": "a calendar, by the key of its file",
}
# What stands for a key in the examples.
SHOWN_AS = {"manageToken": "$MANAGE_TOKEN", "staffBearer": "$STAFF_TOKEN", "cronSecret": "$CRON_SECRET"}


def page() -> str:
    """The whole page; the same bytes for the same contract."""
    contract = document()
    here = FileSystemLoader(Path(__file__).parent)
    environment = Environment(loader=here, autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    facts = {"limits": {name: getattr(policy, name) for name in LIMITS}, "limit_words": LIMITS, "shown": shown}
    facts |= {"usual_bytes": USUAL_BYTES, "longest_query": LONGEST_QUERY, "marked": marked}
    facts |= {"tags": list(_tags(contract)), "ways": list(_ways(contract)), "codes": _codes()}
    return environment.get_template("developers_page.html").render(facts)


def shown(number: int) -> str:
    return f"{number:,}"


def marked(words: str) -> Markup:
    """Text with `code` in it."""
    return Markup(re.sub("`([^`]+)`", r"<code>\1</code>", str(escape(words))))  # noqa: S704 -- escaped just before


def _tags(contract: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for tag in contract["tags"]:
        operations = [
            _operation(contract, path, method)
            for path, item in contract["paths"].items()
            for method in METHODS
            if tag["name"] in item.get(method, {}).get("tags", ())
        ]
        yield {"id": tag["name"].lower(), **tag, "operations": operations}


def _ways(contract: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name, way in contract["components"]["securitySchemes"].items():
        where = "Authorization: Bearer" if way["type"] == "http" else f"{way['in'].capitalize()} {way['name']}"
        yield {"name": name, "where": where, "words": marked(way["description"])}


def _codes() -> list[dict[str, Any]]:
    return [{"name": code, "status": status.value, "title": title} for code, (status, title) in TITLES.items()]


def _operation(contract: dict[str, Any], path: str, method: str) -> dict[str, Any]:
    described = contract["paths"][path][method]
    calls = [call for call in recorded() if call["operation"] == f"{method.upper()} {path}"]
    return {
        "id": described["operationId"].replace("/", "_"),
        "method": method.upper(),
        "path": path,
        "summary": described["summary"],
        "description": described["description"],
        "who": _who(described["security"]),
        "parameters": [
            {"name": one["name"], "place": one["in"], "required": one["required"], "words": one["description"]}
            for one in described["parameters"]
        ],
        "curl": _curl(calls[0], described),
        "answer": _answer(calls[0]),
        "codes": [code for answer in described["responses"].values() for code in _codes_of(answer)],
    }


def _who(security: list[dict[str, Any]]) -> str:
    ways = [WHO[name] for way in security for name in way if name in WHO]
    return "; ".join([*(["everybody"] if not security or {} in security else []), *ways])


def _curl(call: dict[str, Any], described: dict[str, Any]) -> str:
    method, _, path = call["operation"].partition(" ")
    query = f"?{urlencode(call['query'])}" if call["query"] else ""
    lines = [f'curl{"" if method == "GET" else f" -X {method}"} "$STUDIO{path}{query}"']
    keys = [SHOWN_AS[name] for way in described["security"][:1] for name in way if name in SHOWN_AS]
    lines += [f'-H "Authorization: Bearer {key}"' for key in keys]
    if any(one["name"] == "Idempotency-Key" for one in described["parameters"]):
        lines.append("-H 'Idempotency-Key: a-key-for-this-form-1'")
    if "body" in call:
        said = json.dumps(call["body"], indent=2, ensure_ascii=False)
        lines += ["-H 'Content-Type: application/json'", f"-d {shlex.quote(said)}".replace("\n", "\n  ")]
    return " \\\n  ".join(lines)


def _answer(call: dict[str, Any]) -> dict[str, Any]:
    said = call["answer"]
    text = said if isinstance(said, str) else json.dumps(said, indent=2, ensure_ascii=False)
    return {"status": call["status"], "text": text}


def _codes_of(answer: dict[str, Any]) -> list[str]:
    problem = answer.get("content", {}).get("application/problem+json")
    return list(problem["schema"]["properties"]["code"]["enum"]) if problem else []


if __name__ == "__main__":
    sys.stdout.write(page())
