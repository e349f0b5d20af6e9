"""Letters that are not taken, and workers that die: tried again, given up in the end, never lost."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from typing import Literal

import pytest

from lib.actions.mail import Mail, Outcome, Refused, Rejected, Throttled, Unclear, Unreached
from lib.actions.outbox import Lease, Settlement
from lib.actions.ports import Outside, epoch_ms
from lib.actions.send_letters import Drained, send_letters
from lib.studio import policy
from tests.support.customers import booked
from tests.support.fault_proxy import Network
from tests.support.postman import NOW_MS, STUDIO, Postman, due_at, standing
from tests.support.raw_store import RawStore
from tests.support.studio import NOW, Connect, StandingClock

ELSEWHERE = {"slots": ["ana_2030-06-05_9_0"]}


@pytest.mark.parametrize(
    ("outcome", "pause"),
    [
        (Unreached("away"), policy.LETTER_PAUSES_MS[0]),
        (Refused("key"), policy.LETTER_PAUSES_MS[0]),
        (Throttled("slow", NOW_MS + 77_000), 77_000),
        (Throttled("slow"), policy.LETTER_PAUSES_MS[0]),
        (Unclear("silence"), policy.UNCLEAR_PAUSE_MS),
    ],
)
async def test_letter_that_was_not_taken_waits_and_goes_out_later(
    world: Outside, postman: Postman, raw: RawStore, clock: StandingClock, outcome: Outcome, pause: int
) -> None:
    booking = await booked(world)
    postman.outcomes = [outcome]
    live = replace(world, post=postman)

    first = await send_letters(5, live)

    assert first == Drained(sent=0, failed=1, left=0)
    assert due_at(raw, f"{booking['id']}:1:confirmed") == pause
    clock.moment += timedelta(milliseconds=pause - 1)
    assert await send_letters(5, live) == Drained(sent=0, failed=0, left=0)
    clock.moment += timedelta(milliseconds=1)
    assert await send_letters(5, live) == Drained(sent=1, failed=0, left=0)


async def test_pauses_grow_and_end_after_three_days_with_an_alarm(
    open_studio: Outside, studio: Outside, postman: Postman, raw: RawStore, clock: StandingClock
) -> None:
    await booked(studio, slots=["ana_2030-06-14_9_0"])
    postman.outcomes = [Unreached("away")] * 500
    waits = []

    while "1:confirmed" not in standing(raw)["dead"]:
        await send_letters(5, open_studio)
        due = [int(score) for score in raw.do("ZRANGE", f"{raw.prefix}ob:due", 0, -1, "WITHSCORES")[1::2]]
        waits.append(min(due) - epoch_ms(clock.moment))
        clock.moment += timedelta(milliseconds=max(1, waits[-1]))

    assert waits[:5] == list(policy.LETTER_PAUSES_MS)
    assert set(waits[5:-1]) <= {policy.LETTER_PAUSES_MS[-1], 0}
    assert clock.moment - NOW >= timedelta(days=3)
    assert "1:notice" in standing(raw)["due"] + standing(raw)["dead"]
    assert [letter for letter in standing(raw)["due"] if letter.endswith("alarm")] != []


async def test_letter_that_will_never_be_taken_is_given_up_and_staff_hear_of_it(
    open_studio: Outside, studio: Outside, postman: Postman, raw: RawStore
) -> None:
    booking = await booked(studio)
    postman.outcomes = [Rejected("fake 400"), Rejected("fake 400")]

    await send_letters(5, open_studio)

    assert standing(raw)["dead"] == ["1:confirmed", "1:notice"]
    # The alarm fell due in the same round.
    assert postman.kinds == [("alarm", STUDIO)]
    dead = await open_studio.store.dead_letters(10)
    assert {(each.booking_id, each.kind, each.why, each.tries) for each in dead} == {
        (booking["id"], "confirmed", "fake 400", 1),
        (booking["id"], "notice", "fake 400", 1),
    }


async def test_provider_that_refuses_us_is_an_alarm_at_once_and_one_a_day(
    open_studio: Outside, studio: Outside, postman: Postman, raw: RawStore, clock: StandingClock
) -> None:
    await booked(studio)
    postman.outcomes = [Refused("fake 401")] * 99

    for _ in range(3):
        await send_letters(5, open_studio)
        clock.moment += timedelta(minutes=10)

    assert [name for name in standing(raw)["due"] if name.endswith("alarm")] == ["20300603:alarm"]


@pytest.mark.parametrize("outcome", [Refused("fake 401"), Rejected("fake 400")])
async def test_alarm_that_is_not_taken_is_no_reason_for_another(
    open_studio: Outside, studio: Outside, postman: Postman, raw: RawStore, clock: StandingClock, outcome: Outcome
) -> None:
    await booked(studio, **ELSEWHERE)
    postman.outcomes = [Rejected("fake 400"), Rejected("fake 400"), Unreached("away"), outcome, outcome]

    await send_letters(5, open_studio)
    # Another day, and the reminder is not due yet.
    clock.moment += timedelta(hours=12)
    await send_letters(5, open_studio)

    letters = standing(raw)
    assert [name for name in letters["due"] + letters["dead"] if name.endswith("alarm")] == ["20300603:alarm"]


async def test_letter_that_was_handed_out_is_nobody_elses_until_its_lease_is_over(
    world: Outside, raw: RawStore, clock: StandingClock, postman: Postman
) -> None:
    booking = await booked(world)
    lost = replace(world, post=Vanishing())
    with pytest.raises(Killed):
        await send_letters(5, lost)

    assert await send_letters(5, replace(world, post=postman)) == Drained(sent=0, failed=0, left=0)
    clock.moment += timedelta(milliseconds=policy.LETTER_LEASE_MS)
    assert await send_letters(5, replace(world, post=postman)) == Drained(sent=1, failed=0, left=0)
    assert due_at(raw, f"{booking['id']}:1:reminder") == 3_600_000


class Killed(BaseException):
    """Not even an error: nothing that comes after it is done."""


class Vanishing:
    """The process is killed in the middle of sending."""

    state: Literal["live"] = "live"

    async def send(self, _mail: Mail) -> Outcome:
        raise Killed


async def test_many_who_send_at_once_send_each_letter_once(world: Outside, postman: Postman) -> None:

    slots = [
        f"ana_2030-06-{day:02}_{time}" for day in (4, 5, 6, 7) for time in ("9_0", "10_15", "13_0", "14_15", "15_30")
    ]
    for number, slot in enumerate(slots):
        person = {"firstName": "Rosa", "lastName": "Vega", "email": f"rosa{number}@example.com"}
        await booked(world, slots=[slot], personalInfo=person)
    live = replace(world, post=postman)

    drained = await asyncio.gather(*(send_letters(5, live) for _ in range(8)))

    assert sum(each.sent for each in drained) == len(slots)
    assert len({mail.to for mail in postman.sent}) == len(postman.sent) == len(slots)


async def test_letters_that_nobody_can_read_are_set_aside_and_the_others_go_out(
    world: Outside, raw: RawStore, postman: Postman
) -> None:
    booking = await booked(world)
    hostile = {
        "": "", "no colons": "{}", "a:b:c": "{}", f"{booking['id']}:x:confirmed": "{}",
        f"{booking['id']}:7:confirmed": "not json", f"{booking['id']}:8:confirmed": '{"at": null}',
        f"{booking['id']}:9:confirmed": "[]",
        f"{booking['id']}:1:nonsense": '{"at":1,"by":"customer","event":"confirmed"}',
        f"{booking['id']}:2:confirmed": '{"at":1e999}', "x:1:alarm": '{"at":1}',
    }  # fmt: skip
    for letter, text in hostile.items():
        raw.do("ZADD", f"{raw.prefix}ob:due", 0, letter)
        raw.do("HSET", f"{raw.prefix}ob:letters", letter, text)
        raw.do("HSET", f"{raw.prefix}ob:state", letter, text)

    await send_letters(5, replace(world, post=postman))

    assert [mail.to for mail in postman.sent] == ["rosa@example.com"]
    assert raw.do("ZCOUNT", f"{raw.prefix}ob:due", "-inf", NOW_MS) == 0


async def test_store_that_goes_away_while_a_letter_is_sent_leaves_it_to_its_lease(
    world: Outside, clock: StandingClock, postman: Postman, network: Network, connect: Connect
) -> None:
    await booked(world)
    far = replace(world, store=connect(network.url), post=postman)
    # Handed out and read; what became of it is never heard of.
    network.fates.extend(["pass", "pass", "lost_before", "lost_before", "lost_before"])

    await send_letters(5, far)
    network.fates.clear()
    clock.moment += timedelta(milliseconds=policy.LETTER_LEASE_MS)
    await send_letters(5, far)

    # At least once, and a second time only because nobody could write down the first.
    assert [mail.letter.split(":")[1:] for mail in postman.sent] == [["1", "confirmed"]] * 2


async def test_who_comes_back_after_the_lease_cannot_undo_what_others_did(
    world: Outside, raw: RawStore, clock: StandingClock
) -> None:
    booking = await booked(world)
    letter = f"{booking['id']}:1:confirmed"
    taken = []
    for token in ("first", "second"):
        now = epoch_ms(clock.moment)
        lease = Lease(token, now, now + policy.LETTER_LEASE_MS, most=8, ahead=now)
        taken.append([waiting.letter for waiting in (await world.store.lease_letters(lease)).letters])
        clock.moment += timedelta(milliseconds=policy.LETTER_LEASE_MS)
    now = epoch_ms(clock.moment)

    late_no = await world.store.settle_letter(Settlement(letter, now, "dead", "first", why="late"))
    late_again = await world.store.settle_letter(Settlement(letter, now, "again", "first", due=1))
    yes = await world.store.settle_letter(Settlement(letter, now, "sent", "second", by="b", message="m"))
    later_yes = await world.store.settle_letter(Settlement(letter, now, "sent", "first", by="a", message="m"))

    assert taken == [[letter], [letter]]
    assert [late_no, late_again, yes, later_yes] == [False, False, True, False]
    assert standing(raw) == {"due": ["1:reminder"], "dead": [], "sent": ["1:confirmed"]}
    assert json.loads(raw.do("HGET", f"{raw.prefix}ob:sent", letter))["by"] == "b"


async def test_word_that_it_was_sent_counts_even_when_somebody_else_has_it_in_hand(
    world: Outside, raw: RawStore, clock: StandingClock
) -> None:
    booking = await booked(world)
    letter, now = f"{booking['id']}:1:confirmed", epoch_ms(clock.moment)
    for token in ("first", "second"):
        await world.store.lease_letters(Lease(token, now, now, most=8, ahead=now))

    counts = await world.store.settle_letter(Settlement(letter, now, "sent", "first", by="a", message="m"))

    assert counts
    assert standing(raw)["sent"] == ["1:confirmed"]
