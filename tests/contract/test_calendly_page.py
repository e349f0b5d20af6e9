"""The embedded page's word is a hint: Calendly is asked, and the same booking is made that the webhook makes."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import httpx
import pytest

from lib.gateways.calendly.off import NoCalendly
from lib.studio.policy import CALENDLY_ALLOWANCES
from tests.support.bridge import Bridge
from tests.support.calendly_bodies import Invitee
from tests.support.calendly_state import Fate, Guest
from tests.support.customers import post
from tests.support.deliveries import state
from tests.support.raw_store import RawStore

AT_NINE = 31_780_140
API = "https://api.calendly.com"


@pytest.fixture
def guest(bridge: Bridge) -> Invitee:
    return bridge.fake.book(bridge.private, AT_NINE, Guest(email="nora@example.com", name="Nora Quist"))


def hint(invitee: Invitee, **more: object) -> dict[str, object]:
    named = {"calendlyEventUri": invitee.event.uri, "inviteeUri": invitee.uri, "bookingSource": "calendly"}
    return {**named, **more}


async def test_page_is_told_the_booking_without_a_word_about_who_made_it(bridge: Bridge, guest: Invitee) -> None:
    answer = await post(bridge.world, hint(guest))

    booking = answer.json()["booking"]
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/api/bookings?id={booking['id']}"
    assert answer.headers["event-id"]
    assert (booking["id"], booking["status"], booking["startsAt"]) == (
        f"calendly_{guest.id}",
        "confirmed",
        "2030-06-04T13:00:00Z",
    )
    assert "personalInfo" not in booking
    assert not {"manageToken", "manageUrl", "calendarUrl"} & set(booking)
    assert "nora" not in answer.text.lower()
    assert "quist" not in answer.text.lower()


@pytest.mark.parametrize("first", ["page", "webhook"])
async def test_page_and_webhook_make_one_booking_whoever_comes_first(
    bridge: Bridge, guest: Invitee, raw: RawStore, first: str
) -> None:
    if first == "webhook":
        await bridge.hears(guest)
    answer = await post(bridge.world, hint(guest))
    kept = state(raw)

    said, again = await bridge.hears(guest), await post(bridge.world, hint(guest))

    assert (answer.status_code, again.status_code) == (201, 201)
    assert answer.json()["booking"] == again.json()["booking"]
    assert said == "duplicate"
    assert {name: value for name, value in state(raw).items() if not name.startswith("cal:n.")} == {
        name: value for name, value in kept.items() if not name.startswith("cal:n.")
    }


async def test_page_and_webhook_at_once_make_one_booking(bridge: Bridge, guest: Invitee, raw: RawStore) -> None:
    answers = await asyncio.gather(*(post(bridge.world, hint(guest)) for _ in range(4)), bridge.hears(guest))

    assert {each.status_code for each in answers if isinstance(each, httpx.Response)} == {201}
    assert len(raw.do("ZRANGE", f"{raw.prefix}sch:i.ana", 0, -1)) == 1


async def test_seeds_other_fields_are_accepted_and_ignored(bridge: Bridge, guest: Invitee) -> None:
    more = {"eventStartTime": "1999-01-01T00:00:00Z", "inviteeEmail": "mallory@example.com", "inviteeName": {"x": 1}}

    answer = await post(bridge.world, hint(guest, **more))

    assert (answer.status_code, answer.json()["booking"]["startsAt"]) == (201, "2030-06-04T13:00:00Z")


AWAY: list[Fate] = ["401", "429", "500", "503", "hang", "half", "html", "html_404", "redirect", "list"]


@pytest.mark.parametrize("fate", AWAY)
async def test_page_is_told_to_wait_while_calendly_cannot_be_asked(
    bridge: Bridge, guest: Invitee, raw: RawStore, fate: Fate
) -> None:
    bridge.fake.fates += [fate, fate]
    before = state(raw)

    answer = await post(bridge.world, hint(guest))

    assert (answer.status_code, answer.json()) == (202, {"pending": True})
    assert {name: value for name, value in state(raw).items() if not name.startswith("cal:n.")} == before
    assert bridge.fake.gone_astray == []
    assert await bridge.hears(guest) == "applied"


@pytest.mark.parametrize("fate", ["403", "404"])
async def test_invitee_that_is_not_ours_is_not_found(bridge: Bridge, guest: Invitee, fate: Fate) -> None:
    bridge.fake.fates += [fate, fate]

    answer = await post(bridge.world, hint(guest))

    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_invitee")


async def test_invitee_whom_nobody_knows_is_not_found(bridge: Bridge) -> None:
    event = f"{API}/scheduled_events/nobody"
    answer = await post(
        bridge.world, {"calendlyEventUri": event, "inviteeUri": f"{event}/invitees/1", "bookingSource": "calendly"}
    )

    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_invitee")


async def test_page_is_told_to_wait_where_calendly_is_not_set_up(bridge: Bridge, guest: Invitee) -> None:
    answer = await post(replace(bridge.world, calendly=NoCalendly()), hint(guest))

    assert (answer.status_code, answer.json()) == (202, {"pending": True})


EVENT, INVITEE = f"{API}/scheduled_events/e1", f"{API}/scheduled_events/e1/invitees/i1"
HOSTILE: dict[str, Mapping[str, Any]] = {
    "no event": {"calendlyEventUri": None},
    "no invitee": {"inviteeUri": None},
    "numbers": {"calendlyEventUri": 1, "inviteeUri": 2},
    "another host": {"calendlyEventUri": "https://evil.example/scheduled_events/e1"},
    "user in front of the host": {"inviteeUri": INVITEE.replace("api.", "api.calendly.com@evil.")},
    "host that only begins so": {"inviteeUri": INVITEE.replace("calendly.com", "calendly.com.evil.example")},
    "plain http": {"inviteeUri": INVITEE.replace("https", "http")},
    "port": {"inviteeUri": INVITEE.replace("calendly.com", "calendly.com:8080")},
    "query": {"inviteeUri": f"{INVITEE}?x=1"},
    "fragment": {"inviteeUri": f"{INVITEE}#x"},
    "dots": {"inviteeUri": f"{API}/scheduled_events/e1/invitees/../../users"},
    "encoded slash": {"inviteeUri": f"{API}/scheduled_events/e1/invitees/%2e%2e%2fusers"},
    "backslash": {"inviteeUri": f"{API}\\scheduled_events\\e1\\invitees\\i1"},
    "blank": {"inviteeUri": f"{INVITEE} "},
    "line break": {"inviteeUri": f"{INVITEE}\n"},
    "very long": {"inviteeUri": f"{INVITEE}{'x' * 300}"},
    "other letters": {"inviteeUri": f"{API}/scheduled_events/e1/invitees/é"},
    "another event's invitee": {"inviteeUri": f"{API}/scheduled_events/e2/invitees/i1"},
    "capital host": {"inviteeUri": INVITEE.replace("api", "API")},
    "list": {"inviteeUri": [INVITEE]},
}


@pytest.mark.parametrize("change", HOSTILE.values(), ids=HOSTILE.keys())
async def test_page_that_names_something_else_is_refused_and_nobody_is_asked(
    bridge: Bridge, raw: RawStore, change: Mapping[str, Any]
) -> None:
    before = raw.everything()
    body = {"calendlyEventUri": EVENT, "inviteeUri": INVITEE, "bookingSource": "calendly", **change}

    answer = await post(bridge.world, body)

    assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")
    assert answer.json()["details"]
    assert (bridge.fake.asked, bridge.fake.gone_astray) == ([], [])
    assert raw.everything() == before


async def test_whoever_guesses_invitees_does_not_use_up_what_calendly_allows_us(bridge: Bridge) -> None:
    [(most, _)] = CALENDLY_ALLOWANCES["questions"]
    statuses = []
    for number in range(most + 3):
        event = f"{API}/scheduled_events/g{number}"
        body = {"calendlyEventUri": event, "inviteeUri": f"{event}/invitees/1", "bookingSource": "calendly"}
        statuses.append((await post(bridge.world, body)).status_code)

    assert statuses == [404] * most + [202] * 3
    assert len(bridge.fake.asked) == 2 * most
