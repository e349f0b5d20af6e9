"""Examples of the contract: what the studio was asked and answered when tests/support/recorded.py wrote it down."""

import json
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[2] / "examples" / "recorded.json"


@cache
def recorded() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def request_examples(line: str) -> dict[str, Any]:
    return {
        call["name"]: {"value": call["body"]} for call in recorded() if call["operation"] == line and "body" in call
    }


def answer_examples(line: str, status: HTTPStatus, media: str) -> dict[str, Any]:
    """Lists are cut after their first members. What is no JSON is text."""
    answers = [call for call in recorded() if (call["operation"], call["status"]) == (line, status.value)]
    return {call["name"]: {"value": _value(call)} for call in answers if call["media"] == media}


def _value(call: dict[str, Any]) -> object:
    """What was said; the data of an event travel as text."""
    is_event = call["media"] == "text/event-stream"
    return {"data": json.dumps(call["answer"], ensure_ascii=False)} if is_event else call["answer"]
