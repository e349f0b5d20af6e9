"""Other systems hear of every booking, whoever made, moved or cancelled it: signed, as it stood then, no key in it."""

from datetime import timedelta
from typing import Any, cast

import pytest
from pydantic import TypeAdapter

from lib.actions.ports import Outside
from lib.actions.send_letters import send_letters
from lib.web.messages.bookings import BookingMessage
from tests.support.changers import delete, put
from tests.support.customers import booked, get
from tests.support.doors import caller
from tests.support.postman import standing
from tests.support.raw_store import RawStore
from tests.support.receiver import Receiver, hooked, running_receiver, unreached, webhooks
from tests.support.studio import NOW, StandingClock, wish_body

ELSEWHERE = {"slots": ["ana_2030-06-05_9_0"]}
DESK = "/api/admin/booking-management"
HOUR = timedelta(hours=1)
NOW_S = int(NOW.timestamp())


async def shown(world: Outside, booking: dict[str, Any]) -> dict[str, Any]:
    """The booking as the API tells it."""
    headers = {"Authorization": f"Bearer {booking['manageToken']}"}
    answer = await get(world, "bookings", f"/api/bookings?id={booking['id']}", headers)
    return cast("dict[str, Any]", answer.json()["bookings"][0])


async def act(world: Outside, owner: dict[str, str], **wish: object) -> Any:
    async with caller("admin/booking-management", world) as client:
        answer = await client.post(DESK, json=wish, headers=owner)
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()


async def test_booking_is_told_as_the_api_tells_it(told: Outside, receiver: Receiver) -> None:
    booking = await booked(told)

    [said] = receiver.messages
    assert said == {
        "id": f"{booking['id']}-1-{NOW_S * 1000}",
        "event": "booking.confirmed",
        "createdAt": "2030-06-03T12:00:00.000Z",
        "booking": await shown(told, booking),
    }
    TypeAdapter(BookingMessage).validate_python(said["booking"], strict=True)
    assert booking["manageToken"] not in receiver.taken[0][1].decode()


async def test_what_the_customer_does_is_told(told: Outside, receiver: Receiver) -> None:
    booking = await booked(told)
    assert (await put(told, booking, ELSEWHERE)).status_code == 200
    assert (await delete(told, booking)).status_code == 200

    assert [(said["event"], said["booking"]["version"]) for said in receiver.messages] == [
        ("booking.confirmed", 1),
        ("booking.moved", 2),
        ("booking.canceled", 3),
    ]
    assert receiver.messages[2]["booking"] == await shown(told, booking)


async def test_what_the_desk_does_is_told_even_where_the_customer_gets_no_letter(
    told: Outside, receiver: Receiver, owner: dict[str, str]
) -> None:
    wish = {name: value for name, value in wish_body().items() if name != "bookingSource"}
    made = (await act(told, owner, action="create", **wish))["booking"]
    await act(told, owner, action="reschedule", id=made["id"], slots=ELSEWHERE["slots"])
    await act(told, owner, action="cancel", id=made["id"], tell=False)

    assert receiver.heard == [
        ("booking.canceled", 3, "canceled"),
        ("booking.confirmed", 1, "confirmed"),
        ("booking.moved", 2, "confirmed"),
    ]


async def test_message_that_is_late_tells_how_the_booking_stood_then(
    told: Outside, receiver: Receiver, clock: StandingClock
) -> None:
    unheard = unreached(told)
    booking = await booked(unheard)
    first = await shown(told, booking)
    assert (await put(unheard, booking, ELSEWHERE)).status_code == 200
    second = await shown(told, booking)
    assert (await delete(unheard, booking)).status_code == 200
    third = await shown(told, booking)
    assert receiver.taken == []
    clock.moment += HOUR

    await send_letters(5, told)

    by_event = {said["event"]: said["booking"] for said in receiver.messages}
    assert by_event == {"booking.confirmed": first, "booking.moved": second, "booking.canceled": third}
    assert len({first["startsAt"], second["startsAt"]}) == 2


@pytest.mark.parametrize(
    "body",
    [
        {"personalInfo": {"firstName": "Rosalia"}},
        {"personalInfo": {"notes": "left knee"}},
        ELSEWHERE | {"slots": ["ana_2030-06-04_9_0"]},
    ],
)
async def test_correction_and_a_move_to_where_it_stands_are_no_events(
    told: Outside, receiver: Receiver, body: dict[str, Any]
) -> None:
    booking = await booked(told)

    assert (await put(told, booking, body)).status_code == 200

    assert receiver.heard == [("booking.confirmed", 1, "confirmed")]


async def test_staff_who_correct_an_address_or_settle_a_lesson_cause_none(
    told: Outside, receiver: Receiver, owner: dict[str, str]
) -> None:
    booking = await booked(told)
    async with caller("bookings", told) as client:
        corrected = await client.put(
            f"/api/bookings?id={booking['id']}", json={"personalInfo": {"email": "r@example.com"}}, headers=owner
        )
    await act(told, owner, action="set_payment", id=booking["id"], paymentStatus="paid")

    assert corrected.json()["booking"]["version"] == 2
    assert receiver.heard == [("booking.confirmed", 1, "confirmed")]


async def test_refused_repeated_and_lost_requests_cause_none(told: Outside, receiver: Receiver) -> None:
    key = {"Idempotency-Key": "one-form-one-key"}
    async with caller("bookings", told) as client:
        answers = [await client.post("/api/bookings", json=wish_body(), headers=headers) for headers in (key, key, {})]

    assert [answer.status_code for answer in answers] == [201, 201, 409]
    assert receiver.heard == [("booking.confirmed", 1, "confirmed")]


async def test_each_system_hears_by_itself(world: Outside, receiver: Receiver, raw: RawStore) -> None:
    with running_receiver() as other:
        other.fates.append("500")
        both = hooked(world, receiver, other)

        await booked(both)

        assert (len(receiver.taken), len(other.taken)) == (1, 1)
        assert receiver.messages == other.messages
        assert f"1:webhook-{both.receivers.marks[1]}" in standing(raw)["due"]
        assert webhooks(raw) == {"due": ["1"]}


async def test_person_who_was_erased_is_in_no_message_that_goes_out_later(
    told: Outside, receiver: Receiver, clock: StandingClock
) -> None:
    unheard = unreached(told)
    booking = await booked(unheard)
    assert (await delete(unheard, booking)).status_code == 200
    async with caller("bookings", unheard) as client:
        headers = {"Authorization": f"Bearer {told.keyring.mailed_token(booking['id'], 1)}"}
        erased = await client.delete(f"/api/bookings?id={booking['id']}&erase=1", headers=headers)
    assert erased.status_code == 200
    clock.moment += HOUR

    await send_letters(5, told)

    assert len(receiver.taken) == 2
    nobody = {"firstName": "", "lastName": "", "email": "", "phone": None, "notes": None}
    assert [said["booking"]["personalInfo"] for said in receiver.messages] == [nobody, nobody]
    assert b"osa" not in b"".join(body for _, body in receiver.taken)
