"""Bodies that Calendly has signed and never would have written: told so, and nothing is written."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from lib.actions.ports import Outside
from tests.support.deliveries import body_of, captured, deliver
from tests.support.raw_store import RawStore

BODY = captured()["fixture_30"]


def without(name: str) -> Callable[[dict[str, Any]], Any]:
    def change(body: dict[str, Any]) -> Any:
        del body["payload"][name]
        return body

    return change


def payload(**changes: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda body: {**body, "payload": {**body["payload"], **changes}}


def event(**changes: Any) -> Callable[[dict[str, Any]], Any]:
    def change(body: dict[str, Any]) -> Any:
        told = {**body["payload"]["scheduled_event"], **changes}
        return {**body, "payload": {**body["payload"], "scheduled_event": told}}

    return change


URI = "https://api.calendly.com/scheduled_events/e1/invitees/i1"
MALFORMED: dict[str, Callable[[dict[str, Any]], Any]] = {
    "a list": lambda body: [body],
    "a text": lambda _: "invitee.created",
    "null": lambda _: None,
    "an empty object": lambda _: {},
    "no event": lambda body: {"payload": body["payload"]},
    "event is a number": lambda body: {**body, "event": 1},
    "event is null": lambda body: {**body, "event": None},
    "no payload": lambda body: {"event": body["event"]},
    "payload is a list": lambda body: {**body, "payload": [body["payload"]]},
    "payload is null": lambda body: {**body, "payload": None},
    "the retired first API": lambda _: json.loads(captured()["legacy_v1"]),
    "event object of the first API": payload(event={"uuid": "AAAA"}),
    "an answer of the API": lambda _: json.loads(captured()["api_40"]),
    "no invitee": without("uri"),
    "invitee is null": payload(uri=None),
    "invitee is a number": payload(uri=7),
    "invitee of another host": payload(uri=URI.replace("api.calendly.com", "evil.example")),
    "invitee behind a user": payload(uri=URI.replace("api.calendly.com", "api.calendly.com@evil.example")),
    "invitee over http": payload(uri=URI.replace("https", "http")),
    "invitee with a query": payload(uri=f"{URI}?x=1"),
    "invitee with dots": payload(uri="https://api.calendly.com/scheduled_events/../invitees/i1"),
    "invitee with a colon": payload(uri=f"{URI}:1"),
    "invitee with a line break": payload(uri=f"{URI}\n"),
    "invitee of 300 letters": payload(uri=f"{URI}{'a' * 300}"),
    "no meeting": without("event"),
    "meeting is null": payload(event=None),
    "old invitee is an object": payload(old_invitee={"uri": URI}),
    "old invitee elsewhere": payload(old_invitee="https://evil.example/"),
    "times are null": event(start_time=None),
    "times are numbers": event(start_time=1791817445),
    "start without a zone": event(start_time="2026-10-14T21:00:00"),
    "start in words": event(start_time="tomorrow"),
    "start that does not exist": event(start_time="2026-02-30T21:00:00Z"),
    "start in the year 9999": event(start_time="9999-12-31T23:59:59Z", end_time="9999-12-31T23:59:59Z"),
    "start in the year 1": event(start_time="0001-01-01T00:00:00+14:00"),
    "end before start": event(end_time="2026-10-14T20:59:00.000000Z"),
    "a year long": event(end_time="2027-10-14T21:00:00.000000Z"),
    "meeting is a list": payload(scheduled_event=[]),
    "meeting is a text": payload(scheduled_event="x"),
    "meeting without an address": event(uri=None),
    "created in words": payload(created_at="yesterday"),
    "created is a number": payload(created_at=1),
}


@pytest.mark.parametrize("change", MALFORMED.values(), ids=MALFORMED.keys())
async def test_signed_body_that_is_no_delivery_is_refused_and_writes_nothing(
    mapped: Outside, raw: RawStore, change: Callable[[dict[str, Any]], Any]
) -> None:
    before = raw.everything()

    answer = await deliver(mapped, json.dumps(change(body_of("fixture_30"))).encode())

    assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")
    assert raw.everything() == before


async def test_retired_first_api_is_called_by_its_name(mapped: Outside) -> None:
    answer = await deliver(mapped, captured()["legacy_v1"])

    assert "the retired first API" in answer.json()["details"][0]["detail"]


UNREADABLE = {
    "nothing": b"",
    "no JSON": b"{",
    "not UTF-8": BODY.replace(b"Lena", b"L\xe9na"),
    "NaN": BODY.replace(b'"position": 0', b'"position": NaN'),
    "infinity": BODY.replace(b'"position": 0', b'"position": -Infinity'),
    "a number out of range": BODY.replace(b'"position": 0', b'"position": 1e999'),
    "a number of a thousand digits": BODY.replace(b'"position": 0', b'"position": ' + b"9" * 1000),
    "half a character": BODY.replace(b"Lena", rb"\ud83d"),
    "a name twice": BODY.replace(b'"status": "active"', b'"status": "active", "status": "canceled"', 1),
    "very deep": b"[" * 20_000 + b"]" * 20_000,
    "a byte order mark": b"\xef\xbb\xbf" + BODY,
    "UTF-16": BODY.decode().encode("utf-16"),
    "two of them": BODY + BODY,
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE.keys())
async def test_signed_body_that_cannot_be_read_is_refused_and_writes_nothing(
    mapped: Outside, raw: RawStore, body: bytes
) -> None:
    before = raw.everything()

    answer = await deliver(mapped, body)

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_json")
    assert raw.everything() == before


async def test_body_is_judged_by_its_size_first_and_by_who_signed_it_next(mapped: Outside) -> None:
    large = b" " * (256 * 1024)

    fits, too_large = await deliver(mapped, large, {}), await deliver(mapped, large + b" ", {})

    assert (fits.status_code, too_large.status_code) == (401, 413)


@pytest.mark.parametrize("name", ["event_type.created", "contact.deleted", "meeting_recap.updated", "x", "", "invitee"])
async def test_delivery_about_something_else_is_received_and_ignored(mapped: Outside, raw: RawStore, name: str) -> None:
    before = raw.everything()

    answer = await deliver(mapped, {"event": name, "payload": {"uri": 7, "odd": [None]}})

    assert (answer.status_code, answer.json()) == (200, {"received": True, "outcome": "ignored"})
    assert raw.everything() == before
