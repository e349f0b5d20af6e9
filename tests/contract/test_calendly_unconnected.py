"""A studio that could ask Calendly and may not, or may not any more: nothing piles up, nothing is lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lib.actions.maintain import maintain
from lib.actions.ports import Outside
from lib.actions.send_letters import send_letters
from lib.gateways.calendly.webhooks import CalendlyWebhooks
from lib.local.doctor_calendly import calendly_findings
from lib.settings import read
from tests.support.bridge import Bridge, a_bridge
from tests.support.calendly_state import FakeCalendly
from tests.support.consent import connected
from tests.support.customers import booked
from tests.support.doors import caller
from tests.support.fake_auth_server import FakeAuthServer
from tests.support.postman import Postman
from tests.support.raw_store import RawStore
from tests.support.studio import StandingClock

NEARLY_OVER, OVER = timedelta(hours=2, seconds=-60), timedelta(hours=2, seconds=-61)


async def health(world: Outside) -> str:
    async with caller("health", world) as client:
        said: str = (await client.get("/api/health")).json()["checks"]["calendly"]
    return said


def waiting(raw: RawStore) -> list[str]:
    """Letters to Calendly that are still to go."""
    letters: list[str] = raw.do("ZRANGE", f"{raw.prefix}ob:due", 0, -1)
    return [letter for letter in letters if letter.endswith(":mirror")]


@pytest.fixture
def bridge(calendly: FakeCalendly, desk: Outside, clock: StandingClock, postman: Postman) -> Bridge:
    """A studio whose lessons have their place on Calendly, asked by consent."""
    made = a_bridge(calendly, desk, clock, postman)
    return replace(made, world=replace(made.world, calendly=desk.calendly))


async def test_studio_that_never_connects_is_off_and_nothing_piles_up(bridge: Bridge, raw: RawStore) -> None:
    silent = replace(bridge.world, webhooks=CalendlyWebhooks("", ""))
    await booked(silent)
    settled = [letter for letter in raw.do("ZRANGE", f"{raw.prefix}ob:sent:at", 0, -1) if letter.endswith(":mirror")]

    await send_letters(1, silent)
    parts = {each.name: each.outcome for each in await maintain(silent)}

    assert (len(settled), waiting(raw)) == (1, [])
    assert (parts["calendly"], await health(silent)) == ("off", "off")


async def test_letters_to_calendly_wait_while_the_connection_is_broken_and_go_when_it_is_mended(
    bridge: Bridge, consent_page: FakeAuthServer, clock: StandingClock, raw: RawStore
) -> None:
    await connected(bridge.world, consent_page)
    consent_page.refresh_tokens.clear()
    clock.moment += NEARLY_OVER
    booking = await booked(bridge.world)

    await bridge.drained()
    held = (len(waiting(raw)), bridge.there)
    await connected(bridge.world, consent_page)
    await bridge.drained_later()

    assert held == (1, [])
    assert waiting(raw) == []
    assert [booking_id for booking_id, _ in bridge.there] == [booking["id"]]
    alarms = [mail.letter for mail in bridge.postman.sent if "alarm" in mail.letter]
    assert len(alarms) <= 1


async def test_doctor_asks_for_the_owners_consent_and_calls_nothing_wrong(desk: Outside) -> None:
    chosen = read({"CALENDLY_CLIENT_ID": "a", "CALENDLY_CLIENT_SECRET": "b", "CALENDLY_WEBHOOK_SECRET": "c"})

    found = await calendly_findings(chosen, desk.calendly)

    assert [verdict for verdict, _, _ in found] == ["ok", "note"]
    assert "/admin/" in found[-1][2]


async def test_health_does_not_call_it_failing_before_it_was_compared_for_the_first_time(
    bridge: Bridge, consent_page: FakeAuthServer
) -> None:
    silent = replace(bridge.world, webhooks=CalendlyWebhooks("", ""))
    await maintain(silent)

    await connected(silent, consent_page)
    before = await health(silent)
    await maintain(silent)

    assert (before, await health(silent)) == ("late", "ok")


async def test_studio_that_is_connected_is_told_what_happens_from_the_next_maintenance_on(
    bridge: Bridge, consent_page: FakeAuthServer
) -> None:
    """Calendly signs with the key of the application, which is a setting."""
    before = list(bridge.fake.subscriptions)
    await connected(bridge.world, consent_page)

    for _ in range(2):
        await maintain(bridge.world)

    [made] = bridge.fake.subscriptions
    assert before == []
    assert made["callback_url"] == f"{bridge.world.site_url}/api/calendly-webhook"
    assert await health(bridge.world) == "ok"


async def test_subscription_that_calendly_has_given_up_on_gets_another_beside_it(
    bridge: Bridge, consent_page: FakeAuthServer
) -> None:
    await connected(bridge.world, consent_page)
    for times in range(2):
        await maintain(bridge.world)
        bridge.fake.subscriptions[times]["state"] = "disabled"

    assert await health(bridge.world) == "ok"
    await maintain(bridge.world)
    await maintain(bridge.world)

    hook = f"{bridge.world.site_url}/api/calendly-webhook"
    known = [(each["callback_url"], each["state"]) for each in bridge.fake.subscriptions]
    assert known == [(hook, "disabled"), (f"{hook}?v=2", "disabled"), (f"{hook}?v=3", "active")]
    assert await health(bridge.world) == "ok"


async def test_without_a_key_nobody_asks_to_be_told_what_could_not_be_believed(
    bridge: Bridge, consent_page: FakeAuthServer
) -> None:
    deaf = replace(bridge.world, webhooks=CalendlyWebhooks("", ""))
    await connected(deaf, consent_page)

    await maintain(deaf)

    assert bridge.fake.subscriptions == []
