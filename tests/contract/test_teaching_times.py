"""Lessons around a clock change, and those that Calendly imposes, stand in a calendar at their time."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from lib.actions.ports import Outside
from lib.gateways.store import Store
from tests.chaos.in_process import ON_BOTH
from tests.support.customers import booked
from tests.support.deliveries import ANA, CLEO, GROUP, UNKNOWN_TYPE, Guest, mapped_document, outcomes
from tests.support.raw_store import RawStore
from tests.support.studio import StandingClock
from tests.support.teaching import TUESDAY, entry, link, shown

pytestmark = ON_BOTH


@pytest.mark.parametrize(
    ("date", "hour"),
    [("2030-11-02", 13), ("2030-11-04", 14), ("2030-03-09", 14), ("2030-03-11", 13)],
    ids=["before autumn's change", "after it", "before spring's change", "after it again"],
)
async def test_nine_in_the_morning_is_nine_on_both_sides_of_a_clock_change(
    world: Outside, raw: RawStore, clock: StandingClock, date: str, hour: int
) -> None:
    path, day = await link(world, raw), datetime.fromisoformat(f"{date}T00:00:00+00:00")
    clock.moment = day - timedelta(days=5)

    await booked(world, slots=[f"ana_{date}_9_0"])

    [found] = (await shown(world, path)).values()
    assert (found.start, found.end) == (day + timedelta(hours=hour), day + timedelta(hours=hour + 1))


async def test_hour_that_autumn_repeats_is_two_hours(world: Outside, raw: RawStore, clock: StandingClock) -> None:
    path, clock.moment = await link(world, raw), datetime(2030, 11, 1, 12, tzinfo=UTC)
    await _mapped(world)
    twice = [
        Guest(number, number, f"2030-11-03T0{hour}:30:00.000000Z", f"2030-11-03T0{hour + 1}:00:00.000000Z")
        for number, hour in ((1, 5), (2, 6))
    ]
    await outcomes(world, *(guest.created() for guest in twice))

    found = (await shown(world, path)).values()

    assert [each.start.isoformat() for each in found] == ["2030-11-03T05:30:00+00:00", "2030-11-03T06:30:00+00:00"]


async def test_what_calendly_imposes_is_in_the_calendars_of_all_its_hosts(world: Outside, raw: RawStore) -> None:
    await _mapped(world)
    guests = [
        Guest(1, 1, hosts=(ANA, CLEO), event_type=GROUP),
        Guest(2, 1, hosts=(ANA, CLEO), event_type=GROUP),
    ]
    unknown = Guest(3, 3, "2030-06-06T13:00:00.000000Z", "2030-06-06T14:00:00.000000Z", event_type=UNKNOWN_TYPE)
    paths = [await link(world, raw, who) for who in ("ana", "cleo", "ben")]

    await outcomes(world, *(guest.created() for guest in (*guests, unknown)))
    found = [list((await shown(world, path)).values()) for path in paths]
    await outcomes(world, guests[0].canceled(), unknown.canceled())
    left = [[each.description for each in (await shown(world, path)).values()] for path in paths]

    here, there = ("Group", "Big room, Test studio", "2 of 3 places"), ("Group", "Test studio", "2 of 3 places")
    wednesday, thursday = TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=2)
    assert found == [
        [entry(13, here, wednesday), entry(13, ("Calendly", "Test studio", "1 of 1 places"), thursday)],
        [entry(13, there, wednesday)],
        [],
    ]
    assert left == [["1 of 3 places"], ["1 of 3 places"], []]


async def _mapped(world: Outside) -> None:
    assert isinstance(world.store, Store)
    await world.store.save_catalog(json.dumps(mapped_document()), expected="1", version="mapped")
