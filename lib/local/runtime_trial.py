"""One lesson booked and one heard of through the built functions, in the platform's own runtime, with a real store."""

import contextlib
import hmac
import json
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx

from lib.local.built_functions import Function
from lib.local.platform_runtime import RuntimeFailedError, running
from lib.local.store_process import store_process

STREAM = "api/availability/stream"
WEBHOOK = "api/calendly-webhook"
DOORS = ("api/class-types", "api/availability", STREAM, "api/bookings", WEBHOOK, "api/health")
CUSTOMER = {"firstName": "Bundle", "lastName": "Check", "email": "bundle@example.com"}


async def book_a_lesson(functions: Mapping[str, Function], python: Path) -> str:
    """The booking's id, once it was made, repeated and found again. Raises RuntimeFailedError with what went wrong."""
    with tempfile.TemporaryDirectory(prefix="trial-") as scratch:
        async with store_process(Path(scratch) / "data") as store:
            settings = {
                "KV_REST_API_URL": store.url,
                "KV_REST_API_TOKEN": store.token,
                "JWT_SECRET": secrets.token_urlsafe(32),
                "SITE_URL": "https://studio.example",
                "CALENDLY_WEBHOOK_SECRET": secrets.token_urlsafe(32),
            }
            with contextlib.ExitStack() as stack:
                clients = {}
                for door in DOORS:
                    functions[door].materialise(Path(scratch) / door)
                    clients[door] = stack.enter_context(running(Path(scratch) / door, python, settings))
                _hear_from_calendly(clients[WEBHOOK], settings["CALENDLY_WEBHOOK_SECRET"])
                return _book(clients)


def _book(clients: Mapping[str, httpx.Client]) -> str:
    _expect(clients["api/health"].get("/api/health"), 200)
    slot, class_type = _free_slot(clients)
    wish = {"classType": class_type, "instructor": "any", "slots": [slot], "personalInfo": CUSTOMER}
    key = {"Idempotency-Key": "bundle-check"}
    bookings = clients["api/bookings"]
    with _watched(clients[STREAM]) as told:
        made = _expect(bookings.post("/api/bookings", json=wish, headers=key), 201)["booking"]
        if (heard := told())["slotId"] != made["slots"][0]:
            raise RuntimeFailedError(f"the stream told of {heard['slotId']} and not of {made['slots'][0]}")
    again = bookings.post("/api/bookings", json=wish, headers=key)
    if _expect(again, 201)["booking"]["id"] != made["id"]:
        raise RuntimeFailedError("the same request booked twice")
    opened = {"Authorization": f"Bearer {made['manageToken']}"}
    found = _expect(bookings.get("/api/bookings", params={"id": made["id"]}, headers=opened), 200)
    if found["bookings"][0]["id"] != made["id"]:
        raise RuntimeFailedError("another booking was found under the link")
    calendar = bookings.get("/api/bookings", params={"id": made["id"], "format": "ics"}, headers=opened)
    if not calendar.text.startswith("BEGIN:VCALENDAR"):
        raise RuntimeFailedError(f"the calendar file was {calendar.status_code} {calendar.text[:200]}")
    return str(made["id"])


def _hear_from_calendly(function: httpx.Client, key: str) -> None:
    """Its word is believed when it is signed, byte for byte as it was sent, and nobody else's is."""
    meeting, now = "https://api.calendly.com/scheduled_events/bundle", datetime.now(UTC)
    told = {
        "uri": meeting,
        "start_time": (now + timedelta(days=90)).isoformat(),
        "end_time": (now + timedelta(days=90, hours=1)).isoformat(),
        "event_memberships": [],
    }
    invitee = {"uri": f"{meeting}/invitees/bundle", "event": meeting, "name": "Bundle Chéck", "scheduled_event": told}
    # The spaces and the accent would not survive being read and written again.
    body = json.dumps({"event": "invitee.created", "payload": invitee}, ensure_ascii=False, indent=3).encode()
    for secret, status, outcome in ((f"{key}?", 401, None), (key, 200, "applied"), (key, 200, "duplicate")):
        at = int(time.time())
        signed = hmac.digest(secret.encode(), f"{at}.".encode() + body, "sha256").hex()
        headers = {"Calendly-Webhook-Signature": f"t={at},v1={signed}", "Content-Type": "application/json"}
        answer = _expect(function.post(f"/{WEBHOOK}", content=body, headers=headers), status)
        if answer.get("outcome") != outcome:
            raise RuntimeFailedError(f"a delivery of Calendly's came to {answer.get('outcome')} and not to {outcome}")


@contextlib.contextmanager
def _watched(function: httpx.Client) -> Iterator[Callable[[], Any]]:
    """Waits for what the stream tells next; a runtime that keeps it back until it is over is given up."""
    with function.stream("GET", f"/{STREAM}") as answer:
        lines = answer.iter_lines()
        if answer.status_code != HTTPStatus.OK or not next(lines).startswith("retry:"):
            raise RuntimeFailedError(f"the stream answered {answer.status_code}")
        yield lambda: json.loads(next(line for line in lines if line.startswith("data:")).removeprefix("data:"))


def _free_slot(clients: Mapping[str, httpx.Client]) -> tuple[str, str]:
    """A free slot of the coming week and its class type."""
    today = datetime.now(UTC).date().isoformat()
    for each in _expect(clients["api/class-types"].get("/api/class-types"), 200):
        asked = {"classType": each["id"], "instructor": "any", "week": today}
        week = _expect(clients["api/availability"].get("/api/availability", params=asked), 200)
        for slot in (slot for day in week.values() for slot in day if slot["available"]):
            return slot["id"], each["id"]
    raise RuntimeFailedError("the demo studio has no free lesson this week")


def _expect(answer: httpx.Response, status: int) -> Any:  # noqa: ANN401 -- JSON of any shape
    if answer.status_code != status:
        asked = f"{answer.request.method} {answer.request.url.path}"
        raise RuntimeFailedError(f"{asked} answered {answer.status_code}: {answer.text[:300]}")
    return answer.json()
