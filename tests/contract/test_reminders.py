"""Reminders go out a day ahead, exactly the right ones: driven by a clock that tests turn."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from lib.actions.callers import Staff
from lib.actions.change_booking import ChangeWish
from lib.actions.maintain import maintain
from lib.actions.move_booking import move_booking
from lib.actions.ports import Outside, epoch_ms
from lib.actions.send_letters import send_letters
from tests.support.changers import delete, put
from tests.support.customers import booked
from tests.support.postman import Postman
from tests.support.raw_store import RawStore
from tests.support.staff import let_in
from tests.support.studio import NOW, StandingClock

DAY = timedelta(days=1)
# Friday the 7th, nine in the morning in New York.
FRIDAY = {"slots": ["ana_2030-06-07_9_0"]}
FRIDAY_STARTS = datetime(2030, 6, 7, 13, tzinfo=UTC)
# When the platform calls, every day.
CALLED = datetime(2030, 6, 4, 7, tzinfo=UTC)


async def reminded(live: Outside, clock: StandingClock, at: datetime, postman: Postman) -> list[str]:
    """Whom the letters of that moment remind."""
    before = len(postman.sent)
    clock.moment = at
    await send_letters(5, live)
    return [mail.to for mail in postman.sent[before:] if mail.kind == "reminder"]


async def test_reminder_goes_out_a_day_before_and_not_a_minute_sooner(
    live: Outside, clock: StandingClock, postman: Postman
) -> None:
    await booked(live, **FRIDAY)

    minutes = [timedelta(minutes=-1), timedelta(), timedelta(minutes=1)]
    found = [await reminded(live, clock, FRIDAY_STARTS - DAY + each, postman) for each in minutes]

    assert found == [[], ["rosa@example.com"], []]
    [reminder] = [mail for mail in postman.sent if mail.kind == "reminder"]
    assert reminder.at == epoch_ms(FRIDAY_STARTS - DAY)


async def test_booking_of_several_times_is_reminded_of_once_before_the_first(
    live: Outside, clock: StandingClock, postman: Postman
) -> None:
    await booked(live, slots=["ana_2030-06-08_9_0", "ana_2030-06-07_9_0"])

    first = await reminded(live, clock, FRIDAY_STARTS - DAY, postman)
    second = await reminded(live, clock, FRIDAY_STARTS, postman)

    assert (first, second) == (["rosa@example.com"], [])


async def test_who_books_within_a_day_is_not_reminded(live: Outside, clock: StandingClock, postman: Postman) -> None:
    clock.moment = FRIDAY_STARTS - DAY
    await booked(live, **FRIDAY)

    for hours in (23, 1):
        await reminded(live, clock, FRIDAY_STARTS - timedelta(hours=hours), postman)

    assert [mail.kind for mail in postman.sent] == ["confirmed"]


async def test_reminder_that_the_booking_does_not_know_of_reminds_nobody(
    live: Outside, clock: StandingClock, postman: Postman, raw: RawStore
) -> None:
    booking = await booked(live, **FRIDAY)
    stray = f"{booking['id']}:7:reminder"
    raw.do("ZADD", f"{raw.prefix}ob:due", 0, stray)
    raw.do("HSET", f"{raw.prefix}ob:letters", stray, '{"at":1,"by":"customer","event":"reminder"}')

    found = await reminded(live, clock, FRIDAY_STARTS - 2 * DAY, postman)

    assert found == []
    assert raw.do("ZSCORE", f"{raw.prefix}ob:due", stray) is None


async def test_move_takes_the_reminder_along(live: Outside, clock: StandingClock, postman: Postman) -> None:
    booking = await booked(live, **FRIDAY)
    assert (await put(live, booking, {"slots": ["ana_2030-06-12_9_0"]})).status_code == 200

    old = await reminded(live, clock, FRIDAY_STARTS - DAY, postman)
    new = await reminded(live, clock, FRIDAY_STARTS + 4 * DAY, postman)

    assert (old, new) == ([], ["rosa@example.com"])


async def test_move_by_staff_after_the_reminder_brings_another_one(
    live: Outside, clock: StandingClock, postman: Postman, raw: RawStore
) -> None:
    booking = await booked(live, **FRIDAY)
    first = await reminded(live, clock, FRIDAY_STARTS - DAY, postman)
    owner = Staff("s-owner", "owner", "")
    let_in(owner, live, raw)
    await move_booking(ChangeWish(booking["id"], owner), ("ana_2030-06-12_9_0",), live)

    second = await reminded(live, clock, FRIDAY_STARTS + 4 * DAY, postman)

    assert (first, second) == (["rosa@example.com"], ["rosa@example.com"])


async def test_move_to_less_than_a_day_ahead_leaves_no_reminder(
    live: Outside, clock: StandingClock, postman: Postman
) -> None:
    booking = await booked(live, **FRIDAY)
    clock.moment = FRIDAY_STARTS - 3 * DAY + timedelta(hours=1)
    assert (await put(live, booking, {"slots": ["ana_2030-06-05_9_0"]})).status_code == 200

    found = [await reminded(live, clock, FRIDAY_STARTS - DAY * days, postman) for days in (2.5, 2, 1)]

    assert found == [[], [], []]


async def test_cancelled_booking_is_not_reminded_of(live: Outside, clock: StandingClock, postman: Postman) -> None:
    booking = await booked(live, **FRIDAY)
    assert (await delete(live, booking)).status_code == 200

    found = await reminded(live, clock, FRIDAY_STARTS - DAY, postman)

    assert found == []


async def test_daily_maintenance_reminds_of_everything_that_the_next_one_would_be_late_for(
    world: Outside, clock: StandingClock, postman: Postman
) -> None:
    people = {
        "due-before-this-call": "ana_2030-06-05_9_0",
        "due-before-the-next": "ana_2030-06-06_9_0",
        "due-after-the-next": "ana_2030-06-07_13_0",
    }
    clock.moment = NOW
    for name, slot in people.items():
        person = {"firstName": "Rosa", "lastName": "Vega", "email": f"{name}@example.com"}
        await booked(world, slots=[slot], personalInfo=person)
    live = replace(world, post=postman)
    await send_letters(5, live)

    found = []
    for days in (1, 2):
        before = len(postman.sent)
        clock.moment = CALLED + days * DAY
        await maintain(live)
        found.append([mail.to for mail in postman.sent[before:]])

    assert found == [
        ["due-before-this-call@example.com", "due-before-the-next@example.com"],
        ["due-after-the-next@example.com"],
    ]


async def test_missed_day_of_maintenance_is_made_up_for_as_long_as_it_is_of_use(
    world: Outside, clock: StandingClock, postman: Postman
) -> None:
    for name, slot in {"over": "ana_2030-06-05_9_0", "to-come": "ana_2030-06-06_9_0"}.items():
        person = {"firstName": "Rosa", "lastName": "Vega", "email": f"{name}@example.com"}
        await booked(world, slots=[slot], personalInfo=person)
    live = replace(world, post=postman)
    await send_letters(5, live)
    before = len(postman.sent)

    # Called on the 6th for the first time since they booked.
    clock.moment = CALLED + 2 * DAY
    await maintain(live)

    assert [mail.to for mail in postman.sent[before:]] == ["to-come@example.com"]


async def test_two_that_maintain_at_once_remind_once(world: Outside, clock: StandingClock, postman: Postman) -> None:
    await booked(world, **FRIDAY)
    live = replace(world, post=postman)
    clock.moment = FRIDAY_STARTS - DAY

    reports = await asyncio.gather(*(maintain(live) for _ in range(6)))

    assert [mail.kind for mail in postman.sent if mail.kind == "reminder"] == ["reminder"]
    assert {each.outcome for report in reports for each in report if each.name == "letters"} <= {"done", "busy"}
