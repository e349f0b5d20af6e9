"""What opens Calendly is renewed in time and by one caller at a time; what breaks is shown, and breaks nothing else."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from lib.actions.calendly_access import AccessWorld, CalendlyAccess
from lib.actions.calendly_auth import Connected
from lib.actions.ports import Outside
from tests.support.calendly_state import FakeCalendly
from tests.support.consent import connected, link, with_access
from tests.support.doors import caller
from tests.support.fake_auth_server import FakeAuthServer, Fate
from tests.support.raw_store import RawStore
from tests.support.staff import signed_in
from tests.support.studio import Connect, StandingClock

NEARLY_OVER, OVER = timedelta(hours=2, seconds=-60), timedelta(hours=2, seconds=-61)


def refreshes(auth: FakeAuthServer) -> list[str]:
    return [form["refresh_token"] for form in auth.asked if form.get("grant_type") == "refresh_token"]


async def test_token_is_renewed_when_a_minute_is_left_and_not_before(
    desk: Outside, consent_page: FakeAuthServer, clock: StandingClock
) -> None:
    await connected(desk, consent_page)
    start = clock.moment

    clock.moment = start + OVER
    before = [await desk.calendly.subscriptions(), refreshes(consent_page)]
    clock.moment = start + NEARLY_OVER
    after = [await desk.calendly.subscriptions(), len(refreshes(consent_page))]

    assert (before, after) == ([(), []], [(), 1])


async def test_sixteen_at_once_use_one_refresh_token(
    desk: Outside, consent_page: FakeAuthServer, calendly: FakeCalendly, clock: StandingClock, connect: Connect
) -> None:
    """Each with a client of its own, as sixteen functions have."""
    await connected(desk, consent_page)
    clock.moment += NEARLY_OVER
    functions = [with_access(replace(desk, store=connect()), calendly) for _ in range(16)]

    answers = await asyncio.gather(*(each.calendly.subscriptions() for each in functions))

    assert answers == [()] * 16
    assert len(refreshes(consent_page)) == 1


async def test_token_that_calendly_takes_no_more_is_renewed_and_the_same_is_asked_again(
    desk: Outside, consent_page: FakeAuthServer, calendly: FakeCalendly, clock: StandingClock
) -> None:
    await connected(desk, consent_page)
    clock.moment += timedelta(minutes=5)
    calendly.token = "taken-back"

    assert await desk.calendly.subscriptions() == ()
    assert len(refreshes(consent_page)) == 1


async def test_new_token_that_is_not_taken_either_is_not_renewed_over_and_over(
    desk: Outside, consent_page: FakeAuthServer, calendly: FakeCalendly
) -> None:
    await connected(desk, consent_page)
    calendly.token = "nobody-has-it"

    answers = [await desk.calendly.subscriptions() for _ in range(3)]

    assert [getattr(each, "reason", "") for each in answers] == ["calendly 401"] * 3
    assert refreshes(consent_page) == []


@pytest.mark.parametrize("fate", ["done_502", "drop", "misread"])
async def test_renewal_whose_answer_was_lost_is_tried_once_more_and_then_shown(
    desk: Outside, consent_page: FakeAuthServer, clock: StandingClock, fate: Fate
) -> None:
    await connected(desk, consent_page)
    clock.moment += NEARLY_OVER
    consent_page.fates.append(fate)

    answers = [await desk.calendly.subscriptions() for _ in range(3)]

    assert [getattr(each, "reason", "") for each in answers] == ["calendly connection broken"] * 3
    assert len(refreshes(consent_page)) == 2
    assert await link(desk, await signed_in(desk)) == {"connection": "broken", "why": "refused"}
    async with caller("health", desk) as client:
        assert (await client.get("/api/health")).json()["checks"]["calendly"] == "failing"


async def test_renewal_that_failed_twice_without_being_done_heals_after_a_while(
    desk: Outside, consent_page: FakeAuthServer, clock: StandingClock
) -> None:
    await connected(desk, consent_page)
    clock.moment += NEARLY_OVER
    consent_page.fates.extend(["500", "503"])

    broken = [await desk.calendly.subscriptions() for _ in range(2)]
    visit = await signed_in(desk)
    shown = await link(desk, visit)
    clock.moment += timedelta(minutes=5)
    healed = await desk.calendly.subscriptions()

    assert [getattr(each, "reason", "") for each in broken] == ["calendly connection broken"] * 2
    assert shown == {"connection": "broken", "why": "unclear"}
    assert (healed, len(refreshes(consent_page))) == ((), 3)
    assert await link(desk, visit) == {"connection": "connected", "why": None}


async def test_renewal_that_calendly_puts_off_breaks_nothing(
    desk: Outside, consent_page: FakeAuthServer, clock: StandingClock
) -> None:
    await connected(desk, consent_page)
    clock.moment += NEARLY_OVER
    consent_page.fates.append("429")

    answers = [await desk.calendly.subscriptions() for _ in range(2)]

    assert [getattr(each, "reason", each) for each in answers] == ["calendly 429", ()]


async def test_owner_who_consents_again_mends_what_is_broken(
    desk: Outside, consent_page: FakeAuthServer, clock: StandingClock
) -> None:
    await connected(desk, consent_page)
    consent_page.refresh_tokens.clear()
    clock.moment += NEARLY_OVER
    await desk.calendly.subscriptions()

    visit = await connected(desk, consent_page)

    assert await link(desk, visit) == {"connection": "connected", "why": None}
    assert await desk.calendly.subscriptions() == ()


async def test_renewal_that_somebody_died_in_is_taken_up_when_their_turn_is_over(
    desk: Outside, consent_page: FakeAuthServer, clock: StandingClock, raw: RawStore
) -> None:
    await connected(desk, consent_page)
    clock.moment += NEARLY_OVER
    until = int(clock.moment.timestamp() * 1000) + 20_000
    raw.do("HSET", f"{raw.prefix}cal:auth", "lease", f"another {until}")
    looks: list[float] = []

    async def pause(seconds: float) -> None:
        looks.append(seconds)

    world = AccessWorld(desk.store, desk.calendly_auth, clock, desk.dice, desk.keyring)
    waited = await CalendlyAccess(world, pause).word()
    clock.moment += timedelta(seconds=20)
    word = await CalendlyAccess(world, pause).word()

    assert getattr(waited, "reason", "") == "calendly renewal"
    assert 0 < sum(looks) < 7
    assert word == consent_page.issued[2]


async def test_who_gives_up_waiting_loses_no_token(
    desk: Outside, consent_page: FakeAuthServer, clock: StandingClock
) -> None:
    """The one that was used is worth nothing any more, so what came for it has to be kept."""
    await connected(desk, consent_page)
    clock.moment += NEARLY_OVER
    consent_page.lock.acquire()
    asked = asyncio.ensure_future(desk.calendly.subscriptions())
    stands = await desk.store.connection(desk.keyring.calendly_key)
    assert isinstance(stands, Connected)
    # Until the request is on its way, nothing could be lost.
    while not await _is_leased(desk):
        pass
    asked.cancel()
    consent_page.lock.release()
    with pytest.raises(asyncio.CancelledError):
        await asked

    assert await desk.calendly.subscriptions() == ()
    assert len(refreshes(consent_page)) == 1


async def _is_leased(desk: Outside) -> bool:
    store: object = desk.store
    rest, keys = store._rest, store._keys  # type: ignore[attr-defined] # past the gateway, which tells nobody
    return bool(await rest.command("HGET", keys.calendly_auth, "lease"))


async def test_what_was_disconnected_during_a_renewal_stays_so(
    desk: Outside, consent_page: FakeAuthServer, clock: StandingClock
) -> None:
    await connected(desk, consent_page)
    clock.moment += NEARLY_OVER
    consent_page.lock.acquire()
    asked = asyncio.ensure_future(desk.calendly.subscriptions())
    while not await _is_leased(desk):
        pass
    await desk.store.forget_connection()
    consent_page.lock.release()

    assert getattr(await asked, "reason", "") == "calendly not connected"
    assert (await desk.calendly.link()).connection == "not_connected"
