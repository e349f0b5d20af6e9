"""What is kept of the studio's health: each change once, the newest first, never too many, told to the owner alone."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from lib.actions.check_health import Health, check_health
from lib.actions.health_history import MOST, Change, changes_of, note_health
from lib.actions.maintain import maintain, see_to
from lib.actions.ports import Outside, epoch_ms
from lib.actions.upkeep import Report
from tests.support.customers import get
from tests.support.desk import ANA, OWNER
from tests.support.fault_proxy import Network
from tests.support.postman import Postman
from tests.support.raw_store import RawStore
from tests.support.staff import let_in
from tests.support.studio import CRON_SECRET, Connect, StandingClock, a_world

PROBLEMS = "/api/admin/booking-management?view=problems"
DEAD = "booking_1900000000000_abcdefghijklm:1:confirmed"


@pytest.fixture
def live(world: Outside) -> Outside:
    return replace(world, post=Postman())


def give_up(raw: RawStore, clock: StandingClock) -> None:
    raw.do("ZADD", f"{raw.prefix}ob:dead", epoch_ms(clock.moment), DEAD)


async def history(outside: Outside) -> list[Change]:
    return changes_of((await outside.store.pulse(epoch_ms(outside.clock.now()))).reports.get("health"))


async def test_first_look_is_no_change_and_neither_is_a_second(live: Outside) -> None:
    for _ in range(2):
        await see_to("health", live)

    assert await history(live) == []


async def test_each_change_is_kept_once_and_the_newest_comes_first(
    live: Outside, raw: RawStore, clock: StandingClock
) -> None:
    await see_to("health", live)
    give_up(raw, clock)
    first = epoch_ms(clock.moment)
    for _ in range(2):
        await see_to("health", live)
    raw.do("DEL", f"{raw.prefix}ob:dead")
    clock.moment += timedelta(hours=1)
    await see_to("health", live)

    assert await history(live) == [
        Change(first + 3_600_000, "mail", "failing", "ok"),
        Change(first, "mail", "ok", "failing"),
    ]


async def test_more_changes_than_are_kept_push_the_oldest_out(
    live: Outside, raw: RawStore, clock: StandingClock
) -> None:
    await see_to("health", live)
    for number in range(MOST + 2):
        clock.moment += timedelta(hours=1)
        give_up(raw, clock) if number % 2 == 0 else raw.do("DEL", f"{raw.prefix}ob:dead")
        await see_to("health", live)

    kept = await history(live)

    assert len(kept) == MOST
    assert [each.at for each in kept] == sorted((each.at for each in kept), reverse=True)
    assert kept[0].at == epoch_ms(clock.moment)
    assert len(str(raw.do("HGET", f"{raw.prefix}mt", "health"))) < MOST * 45


async def test_maintenance_notes_what_its_other_parts_came_to(live: Outside, clock: StandingClock) -> None:
    """A night that failed is followed by one that did not."""
    await maintain(live)
    clock.moment += timedelta(days=1)

    await maintain(live)

    assert {each.check for each in await history(live)} <= {"calendly", "backup"}


async def test_scheduler_that_sends_letters_notes_it_after_the_answer(
    live: Outside, raw: RawStore, clock: StandingClock
) -> None:
    await see_to("health", live)
    give_up(raw, clock)

    answer = await get(live, "send-confirmation", "/api/send-confirmation", {"Authorization": f"Bearer {CRON_SECRET}"})

    assert answer.status_code == 200
    assert [(each.check, each.after) for each in await history(live)] == [("mail", "failing")]


async def test_health_costs_no_more_than_it_did(network: Network, connect: Connect, live: Outside) -> None:
    await see_to("health", live)
    world = a_world(connect(network.url))

    await get(world, "health", "/api/health")

    assert network.requests == 1


async def test_history_is_for_the_owner(live: Outside, raw: RawStore, clock: StandingClock) -> None:
    await see_to("health", live)
    give_up(raw, clock)
    await see_to("health", live)
    raw.do("DEL", f"{raw.prefix}ob:dead")

    told = [await get(live, "admin/booking-management", PROBLEMS, let_in(who, live, raw)) for who in (OWNER, ANA)]

    assert [answer.status_code for answer in told] == [200, 403]
    [change] = told[0].json()["history"]
    assert (change["check"], change["before"], change["after"]) == ("mail", "ok", "failing")
    assert change["at"].startswith("2030-06-03T")


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"changes": None, "states": None},
        {"changes": "mail", "states": "mail"},
        {"changes": {"mail": 1}, "states": [1]},
        {"changes": ["", "1", "1 2 3", "x mail ok off", "1 mail ok off more", "² mail ok off", None, 7, ["a"]]},
    ],
)
def test_what_another_version_wrote_is_passed_over(said: dict[str, object]) -> None:
    assert changes_of(Report(1, "done", said)) == []


def test_what_reads_like_a_change_is_one() -> None:
    assert changes_of(Report(1, "done", {"changes": ["7 mail ok off"]})) == [Change(7, "mail", "ok", "off")]
    assert changes_of(None) == []


async def test_history_notes_every_check_that_health_answers_with(world: Outside) -> None:
    said = await note_health(world)

    health = await check_health(world)
    assert said["states"] == {each.name: getattr(health, each.name) for each in fields(Health) if each.name != "status"}
