"""What is said to other systems is signed, and the page about it says it as it is."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from lib.actions.ports import Outside
from lib.web.messages.bookings import BookingMessage
from tests.architecture.tree import ROOT
from tests.support.customers import booked
from tests.support.receiver import (
    SECRET,
    Receiver,
    signed_at,
)
from tests.support.studio import NOW

ELSEWHERE = {"slots": ["ana_2030-06-05_9_0"]}
DESK = "/api/admin/booking-management"
HOUR = timedelta(hours=1)
NOW_S = int(NOW.timestamp())


async def test_message_is_signed_for_this_moment(told: Outside, receiver: Receiver) -> None:
    await booked(told)

    [(headers, body)] = receiver.taken

    assert signed_at(headers["webhook-signature"], body, SECRET) == NOW_S
    assert signed_at(headers["webhook-signature"], body, f"{SECRET}!") is None
    assert signed_at(headers["webhook-signature"], body + b" ", SECRET) is None
    assert headers["content-type"] == "application/json"
    assert receiver.url == f"http://{headers['host']}"


async def test_example_of_the_documentation_knows_what_is_ours(
    told: Outside, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = re.search(r"```python\n(.*?)```", (ROOT / "docs/webhooks.md").read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    names: dict[str, Any] = {}
    exec(example[1], names)  # noqa: S102 -- the page's own words, as somebody copies them
    is_ours: Callable[[str, bytes, str], bool] = names["is_from_the_studio"]
    await booked(told)
    [(headers, body)] = receiver.taken
    signature = headers["webhook-signature"]

    monkeypatch.setattr("time.time", lambda: NOW_S + 299)
    believed = [is_ours(signature, body, SECRET), is_ours(signature, body + b" ", SECRET), is_ours("", body, SECRET)]
    monkeypatch.setattr("time.time", lambda: NOW_S + 301)

    assert believed == [True, False, False]
    assert not is_ours(signature, body, SECRET)


def test_page_of_the_events_shows_a_message_of_todays_form() -> None:
    text = Path(ROOT / "docs/webhooks.md").read_text(encoding="utf-8")
    example = re.search(r"```json\n(.*?)```", text, re.DOTALL)
    assert example is not None

    said = json.loads(example[1])

    assert list(said) == ["id", "event", "createdAt", "booking"]
    TypeAdapter(BookingMessage).validate_python(said["booking"], strict=True)
    assert said["id"].startswith(f"{said['booking']['id']}-{said['booking']['version']}-")
