"""What a booking leaves in the indexes, in the outbox and under its key, and what is gone with it."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lib.actions.ports import Outside, epoch_ms
from lib.gateways.store.keys import Keys
from lib.gateways.webhooks.off import NoReceivers
from lib.studio import policy
from tests.chaos.in_process import ON_BOTH
from tests.support.changers import delete, put
from tests.support.customers import booked, post
from tests.support.deliveries import Guest, outcomes
from tests.support.raw_store import RawStore
from tests.support.studio import NOW, StandingClock, wish_body

pytestmark = ON_BOTH

KEY = "asked-again-and-again"
REMINDED = timedelta(days=1)


def entries(raw: RawStore, booking_id: str) -> list[list[str]]:
    """Those of its customer's bookings, and those that are counted against its customer."""
    keys = Keys(raw.prefix)
    found: list[list[str]] = [raw.do("ZRANGE", index, 0, -1) for index in (keys.customers, keys.active)]
    return [[entry for entry in each if booking_id in entry] for each in found]


def texts(raw: RawStore, booking_id: str) -> list[str]:
    """The kinds of letters about a booking that are written down."""
    names: list[str] = raw.do("HGETALL", Keys(raw.prefix).letters)[::2]
    return sorted(name.split(":")[2] for name in names if name.startswith(booking_id))


async def asked(world: Outside, slot: str = "ana_2030-06-04_9_0") -> tuple[int, str]:
    answer = await post(world, wish_body(slots=[slot]), {"Idempotency-Key": KEY})
    return answer.status_code, answer.json().get("code", "")


async def test_booking_that_is_cancelled_is_found_but_not_counted_and_reminds_nobody(
    world: Outside, raw: RawStore
) -> None:
    booking = await booked(world, slots=["ana_2030-06-06_9_0"])
    assert [len(each) for each in entries(raw, booking["id"])] == [1, 1]
    assert "reminder" in texts(raw, booking["id"])

    await delete(world, booking)

    assert [len(each) for each in entries(raw, booking["id"])] == [1, 0]
    due: list[str] = raw.do("ZRANGE", Keys(raw.prefix).letters_due, 0, -1)
    assert not [name for name in due if name.endswith("reminder")]
    assert "reminder" not in texts(raw, booking["id"])
    assert raw.kept().bookings[booking["id"]]["reminder"] == ""


async def test_booking_that_moves_has_one_entry_in_each_index(world: Outside, raw: RawStore) -> None:
    booking = await booked(world, slots=["ana_2030-06-06_9_0"])
    before = entries(raw, booking["id"])

    await put(world, booking, {"slots": ["ana_2030-06-07_9_0"]})

    after = entries(raw, booking["id"])
    assert [len(each) for each in after] == [1, 1]
    assert [one != other for one, other in zip(before, after, strict=True)] == [True, True]
    assert texts(raw, booking["id"]).count("reminder") == 1


async def test_calendlys_bookings_are_found_and_held_against_nobody(mapped: Outside, raw: RawStore) -> None:
    guest = Guest()
    await outcomes(mapped, guest.created())

    assert [len(each) for each in entries(raw, guest.booking_id)] == [1, 0]


@pytest.mark.parametrize(("sooner", "reminders"), [(0, 0), (1, 1)])
async def test_reminder_that_would_go_out_at_once_is_none(
    world: Outside, raw: RawStore, clock: StandingClock, sooner: int, reminders: int
) -> None:
    # The lesson begins at nine in New York.
    clock.moment = NOW.replace(day=6, hour=13, minute=0, second=0) - REMINDED - timedelta(milliseconds=sooner)
    booking = await booked(world, slots=["ana_2030-06-06_9_0"])

    assert texts(raw, booking["id"]).count("reminder") == reminders


async def test_what_other_systems_are_told_is_written_as_the_booking_stood(world: Outside, raw: RawStore) -> None:
    told = replace(world, receivers=NoReceivers(marks=("first", "second")))

    booking = await booked(told)

    flat: list[str] = raw.do("HGETALL", Keys(raw.prefix).letters)
    letters = dict(zip(flat[::2], flat[1::2], strict=True))
    said, confirmation = (f"{booking['id']}:1:{kind}" for kind in ("webhook-first", "confirmed"))
    [member] = raw.do("ZRANGE", Keys(raw.prefix).instructor_schedule("ana"), 0, -1)
    assert letters[said].splitlines() == [letters[confirmation], "confirmed pending ana", f"2030-06-04_9_0 {member}"]
    assert letters[f"{booking['id']}:1:webhook-second"] == letters[said]
    due = [raw.do("ZSCORE", Keys(raw.prefix).letters_due, letter) for letter in (said, confirmation)]
    assert due[0] == due[1]


async def test_no_leaves_the_stores_own_time_under_its_key(world: Outside, raw: RawStore) -> None:
    await booked(world)
    began = time.time()

    assert await asked(world) == (409, "slot_taken")

    said: str = raw.do("GET", Keys(raw.prefix).answer(KEY))
    assert said.startswith("!")
    assert began - 5 < int(said[1:]) / 1000 < time.time() + 5


@pytest.mark.parametrize("limit", ["active", "tries"])
async def test_no_for_too_many_holds_as_well(world: Outside, raw: RawStore, limit: str) -> None:
    for day in (5, 6, 7, 8, 10, 11, 12, 13)[: 8 if limit == "active" else 1]:
        await booked(world, slots=[f"ana_2030-06-{day:02}_9_0"])
    [tries] = [raw.prefix + name for name in raw.names() if name.startswith("tr:c.")]
    raw.do("SET", tries, policy.TRIES_PER_MINUTE if limit == "tries" else 1, "EX", 3000)

    assert await asked(world) == (429, "too_many_bookings")

    assert str(raw.do("GET", Keys(raw.prefix).answer(KEY))).startswith("!")


async def test_no_of_the_rules_holds_as_well(world: Outside, raw: RawStore) -> None:
    assert await asked(world, "ana_2030-06-04_9_1") == (400, "not_a_slot")

    assert str(raw.do("GET", Keys(raw.prefix).answer(KEY))).startswith("!")


async def test_what_was_sent_before_a_no_is_not_granted_after_it(
    world: Outside, raw: RawStore, clock: StandingClock
) -> None:
    first = await booked(world)
    assert await asked(world) == (409, "slot_taken")
    await delete(world, first)
    # The no was given in the very millisecond in which this one set out.
    raw.do("SET", Keys(raw.prefix).answer(KEY), f"!{epoch_ms(clock.now())}", "EX", 60)

    before: dict[str, Any] = raw.kept().bookings
    assert (await asked(world))[0] == 503
    assert raw.kept().bookings == before
    clock.moment += timedelta(milliseconds=1)

    assert (await asked(world))[0] == 201


async def test_no_is_no_answer_to_another_question(world: Outside) -> None:
    await booked(world)
    assert await asked(world) == (409, "slot_taken")

    assert (await asked(world, "ana_2030-06-05_9_0"))[0] == 201


@pytest.mark.parametrize(
    ("age", "status"), [(policy.CLAIM_LIFETIME_SECONDS // 2, 201), (policy.CLAIM_LIFETIME_SECONDS + 2, 503)]
)
async def test_plan_that_reaches_the_store_too_late_is_not_carried_out(
    world: Outside, raw: RawStore, clock: StandingClock, age: int, status: int
) -> None:
    """By the store's own clock: whoever sent it has long been told that nobody knows, and may have asked again."""
    clock.moment = datetime.now(UTC) - timedelta(seconds=age)
    days = (clock.moment.date() + timedelta(days=number) for number in (3, 4))
    workday = next(day for day in days if day.weekday() < 6)

    answer = await post(world, wish_body(slots=[f"ana_{workday}_9_0"]))

    assert answer.status_code == status
    assert len(raw.kept().bookings) == (1 if status == 201 else 0)
