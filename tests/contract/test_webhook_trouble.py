"""Systems that do not take what they are told: told again, given up in the end, never in the way of others."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any, Literal

import pytest

from lib.actions.mail import Announcement, Outcome
from lib.actions.outbox import DeadLetter, Lease
from lib.actions.ports import Outside
from lib.actions.post_ports import Receivers
from lib.actions.send_letters import Drained, send_letters
from lib.gateways.store.backup_texts import sound
from lib.gateways.webhooks.receivers import HttpReceivers
from lib.studio import policy
from tests.support.changers import delete, put
from tests.support.customers import booked, get
from tests.support.doors import caller
from tests.support.postman import NOW_MS, Postman, standing
from tests.support.raw_store import RawStore
from tests.support.receiver import (
    SECRET,
    Receiver,
    hooked,
    running_receiver,
    unreached,
    webhooks,
)
from tests.support.studio import StandingClock

# What nobody of us has written.
UNREADABLE = (
    *("", "{}", "[]", '{"at":1}', '{"at":1}\nconfirmed pending ana', '{"at":1}\na b\nc', '{"at":1}\nx y ana\nno place'),
    '{"at":1}\nconfirmed pending ana\n2030-06-04_9_0 1:2:ben:private::0:15:big:0:booking_1_a',
)


async def problems(outside: Outside, owner: dict[str, str]) -> dict[str, Any]:
    answer = await get(outside, "admin/booking-management", "/api/admin/booking-management?view=problems", owner)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def health(outside: Outside) -> tuple[str, str]:
    said = (await get(outside, "health", "/api/health")).json()
    return said["status"], said["checks"]["webhooks"]


async def test_address_that_is_gone_is_given_up_listed_and_sent_again_by_staff(
    told: Outside, receiver: Receiver, raw: RawStore, owner: dict[str, str]
) -> None:
    receiver.fates.append("410")
    booking = await booked(told)
    [mark] = told.receivers.marks
    letter = f"{booking['id']}:1:webhook-{mark}"

    assert await told.store.dead_letters(9) == (
        DeadLetter(letter, booking["id"], "webhook", NOW_MS, "webhook 410 127.0.0.1", 1),
    )
    listed = (await problems(told, owner))["letters"]
    assert (listed["check"], [each["letter"] for each in listed["dead"]]) == ("ok", [letter])
    assert await health(told) == ("degraded", "failing")
    async with caller("send-confirmation", told) as client:
        body = {"bookingId": booking["id"], "letter": letter}
        again = await client.post("/api/send-confirmation", json=body, headers=owner)

    assert again.json() == {"queued": True}
    first, second = receiver.messages
    assert first == second
    assert webhooks(raw) == {}
    assert await health(told) == ("ok", "ok")


async def test_pauses_end_after_three_days_even_where_nobody_delivers_mail(
    world: Outside, receiver: Receiver, raw: RawStore, clock: StandingClock
) -> None:
    receiver.fates.extend(["500"] * 200)
    told = hooked(world, receiver)
    await booked(told, slots=["ana_2030-06-14_9_0"])
    began = clock.moment

    while "due" in webhooks(raw):
        clock.moment += timedelta(hours=1)
        await send_letters(5, told)

    assert timedelta(days=3) <= clock.moment - began <= timedelta(days=3, hours=2)
    assert webhooks(raw) == {"dead": ["1"]}
    # The confirmation waits for whoever is set up to send it.
    assert "1:confirmed" in standing(raw)["due"]


async def test_worker_that_died_after_the_delivery_sends_the_same_once_more(
    told: Outside, receiver: Receiver, raw: RawStore, clock: StandingClock
) -> None:
    """Told by one that never settled: its lease runs out, and the next one cannot know."""
    unheard = unreached(told)
    await booked(unheard)
    clock.moment += timedelta(seconds=31)
    died = _Dying(told.receivers)
    with pytest.raises(_KilledError):
        await send_letters(5, replace(told, receivers=died))
    assert len(receiver.taken) == 1
    assert await send_letters(5, told) == Drained(sent=0, failed=0, left=0)
    clock.moment += timedelta(milliseconds=policy.LETTER_LEASE_MS)

    await send_letters(5, told)

    first, second = receiver.messages
    assert first["id"] == second["id"]
    assert first == second
    assert webhooks(raw) == {}


class _KilledError(BaseException):
    """Like what ends a process: nobody may catch it."""


class _Dying:
    """A process that is killed as soon as the other side has said yes."""

    state: Literal["live"] = "live"

    def __init__(self, real: Receivers) -> None:
        self._real, self.marks = real, real.marks

    async def tell(self, mark: str, announcement: Announcement) -> Outcome:
        await self._real.tell(mark, announcement)
        raise _KilledError


async def test_entry_for_an_address_that_is_no_longer_set_waits_for_it_to_come_back(
    told: Outside, receiver: Receiver, raw: RawStore, clock: StandingClock
) -> None:
    await booked(unreached(told))
    with running_receiver() as other:
        elsewhere = hooked(told, other)
        clock.moment += timedelta(hours=1)
        await send_letters(5, elsewhere)
        assert (other.taken, receiver.taken, webhooks(raw)) == ([], [], {"due": ["1"]})
    clock.moment += timedelta(hours=1)

    await send_letters(5, told)

    assert receiver.heard == [("booking.confirmed", 1, "confirmed")]


async def test_dead_systems_hold_up_no_letters_behind_them(
    open_studio: Outside, studio: Outside, receiver: Receiver, postman: Postman, clock: StandingClock
) -> None:
    receiver.fates.extend(["500"] * 99)
    paths = [f"{receiver.url}/{number}" for number in range(3)]
    dead = replace(open_studio, receivers=HttpReceivers(paths, SECRET, public_only=False))
    for day in (5, 6, 7):
        await booked(unreached(dead), slots=[f"ana_2030-06-{day:02}_9_0"], personalInfo=person(day))
    before = len(postman.sent)
    # Nine words fall due before the letters of this one, and eight are handed out at once.
    clock.moment += timedelta(seconds=31)
    await booked(studio, slots=["ana_2030-06-10_9_0"])

    drained = await send_letters(5, dead)

    assert drained == Drained(sent=2, failed=9, left=0)
    assert len(postman.sent) == before + 2


def person(number: int) -> dict[str, str]:
    return {"firstName": "Rosa", "lastName": "Vega", "email": f"guest{number}@example.com"}


async def test_unreadable_entry_is_given_up_and_the_others_go_out(
    told: Outside, receiver: Receiver, raw: RawStore, clock: StandingClock
) -> None:
    booking = await booked(told)
    [mark] = told.receivers.marks
    texts = {f"{booking['id']}:{number}:webhook-{mark}": text for number, text in enumerate(UNREADABLE, 2)}
    for letter, text in texts.items():
        raw.do("ZADD", f"{raw.prefix}ob:due", NOW_MS, letter)
        raw.do("HSET", f"{raw.prefix}ob:letters", letter, text)
    assert (await put(told, booking, {"slots": ["ana_2030-06-05_9_0"]})).status_code == 200
    clock.moment += timedelta(seconds=61)

    await send_letters(5, told)

    assert {each.why for each in await told.store.dead_letters(20) if each.kind == "webhook"} == {"unreadable"}
    assert [said["event"] for said in receiver.messages] == ["booking.confirmed", "booking.moved"]


async def test_backup_brings_back_what_waits_and_it_is_sent_with_its_id(
    told: Outside, receiver: Receiver, raw: RawStore, clock: StandingClock
) -> None:
    receiver.fates.extend(["500", "410"])
    booking = await booked(told)
    assert (await delete(told, booking)).status_code == 200
    backup = sound((await told.store.backup()).content)
    raw.remove_everything()
    await told.store.restore(backup)  # type: ignore[attr-defined] # the real store
    assert webhooks(raw) == {"due": ["1"], "dead": ["2"]}
    clock.moment += timedelta(hours=1)

    await send_letters(5, told)

    before, _, after = receiver.messages
    assert before == after


async def test_lease_hands_out_what_the_script_wrote(told: Outside, raw: RawStore, clock: StandingClock) -> None:
    booking = await booked(unreached(told))
    clock.moment += timedelta(hours=1)
    now = int(clock.moment.timestamp() * 1000)

    [waiting] = [
        each
        for each in (await told.store.lease_letters(Lease("t", now, now + 1, 9, now))).letters
        if ":webhook-" in each.letter
    ]

    assert waiting.occasion is not None
    assert waiting.occasion.stated is not None
    assert (waiting.version, waiting.occasion.event, waiting.occasion.to) == (1, "confirmed", told.receivers.marks[0])
    text = raw.do("HGET", f"{raw.prefix}ob:letters", waiting.letter)
    assert json.loads(text.splitlines()[0]) == {"at": NOW_MS, "by": "customer", "event": "confirmed"}
    # Nothing personal waits in the outbox.
    assert [word for word in booking["personalInfo"].values() if word and word in text] == []
