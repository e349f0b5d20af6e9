"""What the webhook missed is made good by maintenance, and what nobody can decide is reported."""

import json
from dataclasses import replace
from typing import Any

import pytest

from lib.actions.maintain import maintain
from lib.actions.ports import Outside, epoch_ms
from lib.gateways.store import Store
from tests.support.bridge import Bridge, a_bridge
from tests.support.calendly_state import FakeCalendly, Fate, Guest
from tests.support.customers import booked, get, week
from tests.support.postman import Postman
from tests.support.raw_store import RawStore
from tests.support.studio import StandingClock, a_document

AT_NINE, AT_TEN = 31_780_140, 31_780_215


@pytest.fixture
def bridge(calendly: FakeCalendly, studio: Outside, clock: StandingClock, postman: Postman) -> Bridge:
    calendly.subscriptions.append(subscription(studio.site_url))
    return a_bridge(calendly, studio, clock, postman)


def subscription(site: str, state: str = "active", retrying: str | None = None) -> dict[str, Any]:
    return {
        "uri": "https://api.calendly.com/webhook_subscriptions/s1",
        "callback_url": f"{site}/api/calendly-webhook",
        "state": state,
        "retry_started_at": retrying,
        "scope": "organization",
        "events": [],
    }


async def report(bridge: Bridge) -> dict[str, Any]:
    """What maintenance says of Calendly."""
    await maintain(bridge.world)
    pulse = await bridge.world.store.pulse(epoch_ms(bridge.clock.now()))
    return dict(pulse.reports["calendly"].said)


async def free(bridge: Bridge) -> set[str]:
    days = await week(bridge.world, "classType=private&instructor=ana&date=2030-06-04")
    return {slot["startTime"] for slot in days["2030-06-04"] if slot["available"]}


async def test_nothing_is_different_when_all_was_heard(bridge: Bridge) -> None:
    guest = bridge.fake.book(bridge.private, AT_NINE)
    await bridge.hears(guest)

    said = await report(bridge)

    assert said == {
        "mapped": 0,
        "subscription": "active",
        "compared": 1,
        "repaired": 0,
        "left": 0,
        "vanished": [],
    }


async def test_booking_that_nobody_told_us_of_is_here_after_it(bridge: Bridge) -> None:
    bridge.fake.book(bridge.private, AT_NINE)

    said, again = await report(bridge), await report(bridge)

    assert (said["repaired"], again["repaired"]) == (1, 0)
    assert "09:00" not in await free(bridge)


async def test_cancellation_that_nobody_told_us_of_is_here_after_it(bridge: Bridge) -> None:
    guest = bridge.fake.book(bridge.private, AT_NINE)
    await bridge.hears(guest)
    bridge.fake.cancel_invitee(guest.uri)

    said = await report(bridge)

    assert said["repaired"] == 1
    assert "09:00" in await free(bridge)


async def test_move_that_nobody_told_us_of_is_here_after_it(bridge: Bridge) -> None:
    guest = bridge.fake.book(bridge.private, AT_NINE)
    await bridge.hears(guest)
    bridge.fake.reschedule(guest.uri, AT_TEN)

    await report(bridge)

    assert {"09:00", "10:15"} & await free(bridge) == {"09:00"}


async def test_guest_of_a_group_that_nobody_told_us_of_is_here_after_it(bridge: Bridge, raw: RawStore) -> None:
    guests = [bridge.fake.book(bridge.group, AT_NINE, Guest(email=f"g{number}@example.com")) for number in range(3)]
    await bridge.hears(guests[0])

    said = await report(bridge)

    assert said["repaired"] == 1
    assert len(raw.do("ZRANGE", f"{raw.prefix}sch:i.cleo", 0, -1)) == 3


async def test_who_is_known_only_by_the_kind_of_meeting_is_not_asked_about_each_night(bridge: Bridge) -> None:
    kind = {"uri": bridge.private.uri, "classType": "private", "instructor": "ana"}
    assert isinstance(bridge.world.store, Store)
    document = json.dumps(a_document(calendly={"eventTypes": [kind]}))
    await bridge.world.store.save_catalog(document, expected="bridged", version="without hosts")
    await bridge.hears(bridge.fake.book(bridge.private, AT_NINE))
    bridge.fake.asked.clear()

    said = await report(bridge)

    assert "09:00" not in await free(bridge)
    assert (said["compared"], said["repaired"]) == (1, 0)
    assert [asked for asked in bridge.fake.asked if asked.endswith("/invitees")] == []


async def test_our_own_invitations_stay_ours(bridge: Bridge, raw: RawStore) -> None:
    booking = await booked(bridge.world)

    said = await report(bridge)

    assert (said["compared"], said["repaired"]) == (1, 0)
    names = [name for name in raw.names() if name.startswith("bk:")]
    assert f"bk:{booking['id']}" in names
    assert len(raw.do("ZRANGE", f"{raw.prefix}sch:i.ana", 0, -1)) == 1


async def test_our_own_invitation_that_was_cancelled_there_ends_the_booking(bridge: Bridge) -> None:
    booking = await booked(bridge.world)
    [invitee] = bridge.fake.active_of(booking["id"])
    bridge.fake.cancel_invitee(invitee.uri)

    await report(bridge)

    headers = {"Authorization": f"Bearer {booking['manageToken']}"}
    kept = (await get(bridge.world, "bookings", f"/api/bookings?id={booking['id']}", headers)).json()["bookings"][0]
    assert kept["status"] == "canceled"


async def test_what_calendly_no_longer_knows_is_reported_and_stays(bridge: Bridge) -> None:
    guest = bridge.fake.book(bridge.private, AT_NINE)
    await bridge.hears(guest)
    bridge.fake.events.clear()

    said = await report(bridge)

    assert said["vanished"] == [guest.event.id]
    assert "09:00" not in await free(bridge)


@pytest.mark.parametrize(
    ("state", "retrying", "said"),
    [("active", None, "active"), ("active", "2030-06-03T10:00:00Z", "retrying"), ("disabled", None, "disabled")],
)
async def test_subscription_is_watched(bridge: Bridge, state: str, retrying: str | None, said: str) -> None:
    bridge.fake.subscriptions[:] = [subscription(bridge.world.site_url, state, retrying)]

    found = await report(bridge)

    health = (await get(bridge.world, "health", "/api/health")).json()
    assert found["subscription"] == said
    assert health["checks"]["calendly"] == ("failing" if said == "disabled" else "ok")


async def test_subscription_of_another_site_is_none_of_ours(bridge: Bridge) -> None:
    bridge.fake.subscriptions[:] = [subscription("https://elsewhere.example")]

    assert (await report(bridge))["subscription"] == "missing"


@pytest.mark.parametrize("fate", ["401", "429", "503", "half", "html"])
async def test_comparison_that_calendly_does_not_answer_changes_nothing(bridge: Bridge, fate: Fate) -> None:
    guest = bridge.fake.book(bridge.private, AT_NINE)
    await bridge.hears(guest)
    bridge.fake.fates_at["GET /scheduled_events"] += [fate] * 3

    said = await report(bridge)

    health = (await get(bridge.world, "health", "/api/health")).json()
    assert said["trouble"].startswith("calendly ")
    assert health["checks"]["calendly"] == "failing"
    assert "09:00" not in await free(bridge)


async def test_health_says_how_calendly_is(bridge: Bridge, studio: Outside) -> None:
    async def check(world: Outside) -> str:
        return str((await get(world, "health", "/api/health")).json()["checks"]["calendly"])

    nobody_looked, only_heard = await check(bridge.world), await check(studio)
    await maintain(bridge.world)
    looked = await check(bridge.world)
    webhooks = replace(studio, webhooks=type(studio.webhooks)("", ""))  # type: ignore[call-arg]

    assert (nobody_looked, only_heard, looked, await check(webhooks)) == ("late", "ok", "ok", "off")
