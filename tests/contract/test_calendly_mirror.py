"""Bookings of ours reach Calendly once, follow every change, and stand whatever Calendly does."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from tests.support.bridge import Bridge
from tests.support.calendly_state import Fate, Guest
from tests.support.changers import delete, put
from tests.support.customers import booked
from tests.support.raw_store import RawStore

# Ana at nine on Tuesday, and at a quarter past ten; epoch minutes.
AT_NINE, AT_TEN = 31_780_140, 31_780_215
GROUP: dict[str, Any] = {"classType": "group", "instructor": "cleo", "slots": ["cleo_2030-06-05_9_0"]}


def person(name: str) -> dict[str, Any]:
    return {"personalInfo": {"firstName": "Rosa", "lastName": "Vega", "email": f"{name}@example.com"}}


async def test_booking_is_invited_there_with_our_id(bridge: Bridge) -> None:
    booking = await booked(bridge.world)

    [invitee] = bridge.fake.active_of(booking["id"])
    assert bridge.there == [(booking["id"], AT_NINE)]
    assert (invitee.email, invitee.first_name, invitee.last_name) == ("rosa@example.com", "Rosa", "Vega")
    assert (invitee.zone, invitee.event.type) == ("America/New_York", bridge.private)


@pytest.mark.parametrize("fate", ["drop", "half", "drip_head", "done_502"])
@pytest.mark.parametrize("wish", [{}, GROUP], ids=["private", "group"])
async def test_invitation_of_unclear_fate_is_looked_for_before_it_is_repeated(
    bridge: Bridge, raw: RawStore, fate: Fate, wish: dict[str, Any]
) -> None:
    """In a class there would be room for the same dancer twice."""
    bridge.fake.fates_at["POST /invitees"].append(fate)
    booking = await booked(bridge.world, **wish)
    assert len(bridge.fake.made) == 1

    await bridge.drained_later()
    await bridge.drained_later()

    assert [who for who, _ in bridge.there] == [booking["id"]]
    assert len(bridge.fake.made) == 1
    assert (await bridge.problems(raw))["conflicts"] == []


FAILURES: list[Fate] = [
    *("401", "403", "404", "408", "429", "500", "502", "503", "504"),
    *(
        "hang",
        "drop",
        "half",
        "drip",
        "drip_head",
        "done_502",
        "cut_400",
        "redirect",
        "html",
        "html_403",
        "huge",
        "list",
    ),
]


@pytest.mark.parametrize("fate", FAILURES)
async def test_booking_stands_whatever_calendly_answers_and_gets_there_once_it_does(bridge: Bridge, fate: Fate) -> None:
    bridge.fake.limits = {"X-RateLimit-Reset": "30"}
    bridge.fake.fates_at["POST /invitees"] += [fate, fate]

    booking = await booked(bridge.world)
    before = await bridge.status(booking)
    for _ in range(3):
        await bridge.drained_later()

    assert before == "confirmed"
    assert ("confirmed", "rosa@example.com") in bridge.postman.kinds
    wanted = [] if fate == "404" else [(booking["id"], AT_NINE)]
    assert bridge.there == wanted
    assert bridge.fake.gone_astray == []


async def test_what_is_filled_there_is_for_staff_to_decide(bridge: Bridge, raw: RawStore) -> None:
    bridge.fake.book(bridge.private, AT_NINE, Guest(email="somebody@example.com"))

    booking = await booked(bridge.world)
    asked = len(bridge.fake.asked)
    await bridge.drained_later()

    times = {"startsAt": "2030-06-04T13:00:00Z", "endsAt": "2030-06-04T14:00:00Z"}
    assert (await bridge.problems(raw))["conflicts"] == [{"bookingId": booking["id"], "invitee": None, **times}]
    assert await bridge.status(booking) == "confirmed"
    assert [mail.subject for mail in bridge.postman.sent if mail.kind == "alarm"] == [
        "Calendly and the booking system disagree"
    ]
    assert len(bridge.fake.asked) == asked


async def test_cancelling_here_cancels_there(bridge: Bridge) -> None:
    booking = await booked(bridge.world)
    [invitee] = bridge.fake.active_of(booking["id"])

    await delete(bridge.world, booking)

    assert bridge.there == []
    assert await bridge.hears(invitee, "invitee.canceled") == "applied"
    assert bridge.postman.kinds.count(("canceled", "rosa@example.com")) == 1


async def test_move_here_is_a_move_there_and_back(bridge: Bridge) -> None:
    booking = await booked(bridge.world)
    await put(bridge.world, booking, {"slots": ["ana_2030-06-04_10_15"]})
    moved = bridge.there

    await put(bridge.world, booking, {"slots": ["ana_2030-06-04_9_0"]})

    assert moved == [(booking["id"], AT_TEN)]
    assert bridge.there == [(booking["id"], AT_NINE)]


async def test_several_slots_are_several_invitations(bridge: Bridge) -> None:
    days = [f"ana_2030-06-{day:02}_9_0" for day in (4, 5, 6, 7)]
    booking = await booked(bridge.world, slots=days)
    assert [start for _, start in bridge.there] == [AT_NINE + 1440 * later for later in range(4)]

    await delete(bridge.world, booking)

    assert bridge.there == []


async def test_change_while_calendly_is_away_ends_where_the_booking_stands(bridge: Bridge) -> None:
    bridge.fake.fates_at["POST /invitees"] += ["drop", "503", "503"]
    booking = await booked(bridge.world)
    await put(bridge.world, booking, {"slots": ["ana_2030-06-04_10_15"]})

    for _ in range(4):
        await bridge.drained_later()

    assert bridge.there == [(booking["id"], AT_TEN)]


async def test_what_was_cancelled_while_calendly_was_away_is_gone_there(bridge: Bridge) -> None:
    bridge.fake.fates_at["POST /invitees"].append("drop")
    booking = await booked(bridge.world)
    await delete(bridge.world, booking)

    for _ in range(3):
        await bridge.drained_later()

    assert bridge.there == []


async def test_two_passes_over_one_booking_never_meet(bridge: Bridge) -> None:
    """The letters of the booking and of its move fall due together, and are sent side by side."""
    bridge.fake.fates_at["POST /invitees"] += ["503", "503"]
    booking = await booked(bridge.world, **GROUP)
    await put(bridge.world, booking, {"slots": ["cleo_2030-06-05_13_0"]})
    bridge.clock.moment = bridge.clock.moment.replace(hour=20)

    await asyncio.gather(*(bridge.drained() for _ in range(4)))
    await bridge.drained_later()

    assert [who for who, _ in bridge.there] == [booking["id"]]
    assert len(bridge.fake.made) == 1


async def test_booking_waits_for_calendly_as_long_as_it_takes(bridge: Bridge, raw: RawStore) -> None:
    bridge.fake.fates_at["POST /invitees"] += ["503"] * 41
    booking = await booked(bridge.world, slots=["ana_2030-07-01_9_0"])
    for _ in range(40):
        # The store's own clock, by which it forgets what was asked, stands still meanwhile.
        raw.do("DEL", *(f"{raw.prefix}cal:n.invitations.{seconds}" for seconds in (60, 3600, 86_400)))
        bridge.clock.moment += timedelta(hours=6)
        await bridge.drained()
    assert bridge.there == []

    bridge.fake.fates_at.clear()
    await bridge.drained_later()

    assert [who for who, _ in bridge.there] == [booking["id"]]


async def test_many_hands_at_once_invite_once(bridge: Bridge) -> None:
    bridge.fake.fates_at["POST /invitees"].append("503")
    booking = await booked(bridge.world)
    bridge.clock.moment = bridge.clock.moment.replace(hour=20)

    await asyncio.gather(*(bridge.drained() for _ in range(6)))
    await bridge.drained_later()

    assert bridge.there == [(booking["id"], AT_NINE)]


async def test_no_more_is_asked_than_calendly_allows(bridge: Bridge, raw: RawStore) -> None:
    slots = [f"ana_2030-06-{day:02}_{time}" for day in (4, 5, 6, 7) for time in ("9_0", "10_15", "13_0")]
    for number, slot in enumerate(slots):
        await booked(bridge.world, slots=[slot], **person(f"rosa{number}"))
    at_first = len(bridge.there)
    wait = raw.do("TTL", f"{raw.prefix}cal:n.invitations.60")

    raw.do("DEL", f"{raw.prefix}cal:n.invitations.60")
    await bridge.drained_later()

    assert (at_first, 0 < wait <= 60, len(bridge.there)) == (10, True, 12)
