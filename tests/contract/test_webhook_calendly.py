"""Other systems hear of what happens on Calendly as of all else: once for each step, in whatever order it comes."""

from typing import Any

import pytest

from lib.actions.ports import Outside
from lib.actions.send_letters import send_letters
from tests.support.bridge import Bridge
from tests.support.customers import booked, get
from tests.support.deliveries import GROUP, LATER, Guest, outcomes
from tests.support.doors import caller
from tests.support.receiver import Receiver, hooked

Body = dict[str, Any]
FIRST, SECOND = Guest(1), Guest(2)
IN_A_GROUP = [Guest(number, event_type=GROUP) for number in (1, 2)]
AT_ELEVEN, AT_TWELVE = "2030-06-05T15:00:00.000000Z", "2030-06-05T16:00:00.000000Z"
MOVED_THERE = Guest(1, 1, AT_ELEVEN, AT_TWELVE)
NEW = Guest(2, 2, AT_ELEVEN, AT_TWELVE)
CREATED, CANCELED = ("booking.confirmed", "confirmed"), ("booking.canceled", "canceled")


async def heard(told: Outside, receiver: Receiver) -> list[tuple[str, str, str]]:
    """Which guest, what event, which status: in an order of their own."""
    await send_letters(5, told)
    return sorted(
        (said["booking"]["id"].removeprefix("calendly_"), said["event"], said["booking"]["status"])
        for said in receiver.messages
    )


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        ([FIRST.created()], [("guest-1", *CREATED)]),
        ([FIRST.created(), FIRST.created()], [("guest-1", *CREATED)]),
        ([FIRST.created(), FIRST.canceled(), FIRST.canceled()], [("guest-1", *CANCELED), ("guest-1", *CREATED)]),
        ([FIRST.canceled(), FIRST.created()], [("guest-1", *CANCELED)]),
        (
            [FIRST.created(), MOVED_THERE.created(updated_at=LATER)],
            [("guest-1", *CREATED), ("guest-1", "booking.moved", "confirmed")],
        ),
        (
            [FIRST.created(), FIRST.canceled(), MOVED_THERE.canceled(updated_at="2030-06-03T11:40:00.000000Z")],
            [("guest-1", *CANCELED), ("guest-1", *CREATED)],
        ),
        ([FIRST.created(), FIRST.missed("2030-06-05T15:00:00.000000Z")], [("guest-1", *CREATED)]),
        (
            [FIRST.created(), NEW.created(old_invitee=FIRST.uri)],
            [("guest-1", *CANCELED), ("guest-1", *CREATED), ("guest-2", *CREATED)],
        ),
        (
            [NEW.created(old_invitee=FIRST.uri), FIRST.canceled(rescheduled=True, new_invitee=NEW.uri)],
            [("guest-1", *CANCELED), ("guest-2", *CREATED)],
        ),
        (
            [IN_A_GROUP[0].created(), IN_A_GROUP[1].created(), IN_A_GROUP[0].canceled(meeting="canceled")],
            [("guest-1", *CANCELED), ("guest-1", *CREATED), ("guest-2", *CANCELED), ("guest-2", *CREATED)],
        ),
    ],
)
async def test_each_step_there_is_told_once(
    mapped: Outside, receiver: Receiver, bodies: list[Body], expected: list[tuple[str, str, str]]
) -> None:
    told = hooked(mapped, receiver)

    await outcomes(told, *bodies)

    assert await heard(told, receiver) == expected


async def test_booking_of_calendlys_is_told_as_the_api_tells_it(
    mapped: Outside, receiver: Receiver, owner: dict[str, str]
) -> None:
    told = hooked(mapped, receiver)
    await outcomes(told, FIRST.created(), MOVED_THERE.created(updated_at=LATER))
    await send_letters(5, told)
    answer = await get(told, "bookings", f"/api/bookings?id={FIRST.booking_id}", owner)

    by_event = {said["event"]: said["booking"] for said in receiver.messages}

    assert by_event["booking.moved"] == answer.json()["bookings"][0]
    assert by_event["booking.confirmed"]["startsAt"] == "2030-06-05T13:00:00Z"
    assert by_event["booking.moved"]["startsAt"] == "2030-06-05T15:00:00Z"


async def test_without_a_setting_calendly_causes_nothing(mapped: Outside, receiver: Receiver) -> None:
    await outcomes(mapped, FIRST.created(), FIRST.canceled())

    assert await heard(hooked(mapped, receiver), receiver) == []


async def test_booking_of_ours_that_ends_there_is_told(bridge: Bridge, receiver: Receiver) -> None:
    bridge.world = hooked(bridge.world, receiver)
    booking = await booked(bridge.world)
    [invitee] = bridge.fake.active_of(booking["id"])
    await bridge.hears(invitee)
    bridge.fake.cancel_invitee(invitee.uri)

    await bridge.hears(invitee, "invitee.canceled")
    await send_letters(5, bridge.world)

    assert receiver.heard == [("booking.canceled", 2, "canceled"), ("booking.confirmed", 1, "confirmed")]


async def test_word_of_calendlys_booking_that_was_given_up_is_sent_again_by_staff(
    mapped: Outside, receiver: Receiver, owner: dict[str, str]
) -> None:
    """Letters to its customer are Calendly's, and cannot be."""
    receiver.fates.append("410")
    told = hooked(mapped, receiver)
    await outcomes(told, FIRST.created())
    await send_letters(5, told)
    [dead] = await told.store.dead_letters(9)
    async with caller("send-confirmation", told) as client:
        body = {"bookingId": FIRST.booking_id}
        letter = await client.post("/api/send-confirmation", json=body, headers=owner)
        again = await client.post("/api/send-confirmation", json={**body, "letter": dead.letter}, headers=owner)

    assert (letter.status_code, again.status_code) == (409, 202)
    first, second = receiver.messages
    assert first == second
