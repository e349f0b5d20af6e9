"""What a booking made on Calendly is here: who it blocks, what ends it, and what staff see of it."""

import asyncio
from typing import Any

import pytest

from lib.actions.ports import Outside
from tests.support.customers import get, post, week
from tests.support.deliveries import (
    ANA,
    CLEO,
    GROUP,
    LATER,
    STRANGER,
    UNKNOWN_TYPE,
    Guest,
    deliver,
    outcomes,
)
from tests.support.doors import caller
from tests.support.raw_store import RawStore
from tests.support.studio import wish_body

# Wednesday at nine in New York: the hour that a Guest takes unless it says otherwise.
AT_NINE = "ana_2030-06-05_9_0"


async def free(world: Outside, class_type: str = "private", who: str = "ana", day: str = "2030-06-05") -> set[str]:
    days = await week(world, f"classType={class_type}&instructor={who}&date={day}")
    return {slot["id"] for slot in days[day] if slot["available"]}


async def seen(world: Outside, owner: dict[str, str], guest: Guest) -> dict[str, Any]:
    answer = await get(world, "bookings", f"/api/bookings?id={guest.booking_id}", owner)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["bookings"][0]
    return found


def schedule(raw: RawStore, name: str) -> list[str]:
    return list(raw.do("ZRANGE", f"{raw.prefix}sch:{name}", 0, -1))


async def test_booking_is_there_with_all_that_calendly_told(mapped: Outside, owner: dict[str, str]) -> None:
    guest = Guest()

    await outcomes(mapped, guest.created())

    assert await seen(mapped, owner, guest) == {
        "id": "calendly_guest-1",
        "status": "confirmed",
        "confirmationNumber": "_GUEST-1",
        "classType": "private",
        "instructor": "ana",
        "slots": [AT_NINE],
        "startsAt": "2030-06-05T13:00:00Z",
        "endsAt": "2030-06-05T14:00:00Z",
        "totalAmount": 45,
        "totalAmountMinor": 4500,
        "currency": "USD",
        "priceLines": [{"label": "Private", "amountMinor": 4000}, {"label": "With Ana", "amountMinor": 500}],
        "paymentStatus": "pending",
        "personalInfo": {
            "firstName": "Lena",
            "lastName": "Novak",
            "email": "guest1@example.com",
            "phone": None,
            "notes": "Athlete name Lena Novak\nWho is attending? Athlete",
        },
        "bookingSource": "calendly",
        "language": "en",
        "version": 1,
        "createdAt": "2030-06-03T10:00:00.000Z",
    }


async def test_nobody_can_book_what_calendly_has_given_away(mapped: Outside) -> None:
    assert AT_NINE in await free(mapped)
    await outcomes(mapped, Guest().created())

    answer = await post(mapped, wish_body(slots=[AT_NINE]))

    assert AT_NINE not in await free(mapped)
    assert (answer.status_code, answer.json()["code"]) == (409, "slot_taken")
    assert answer.json()["unavailableSlots"] == [AT_NINE]


async def test_calendly_sends_its_own_letters(mapped: Outside, raw: RawStore) -> None:
    await outcomes(mapped, Guest().created(), Guest().canceled())

    assert [name for name in raw.names() if name.startswith("ob:")] == []


async def test_group_is_a_set_of_people_and_no_counter(mapped: Outside, owner: dict[str, str]) -> None:
    guests = [Guest(number, hosts=(CLEO,), event_type=GROUP) for number in (1, 2, 3)]
    await outcomes(mapped, *(guest.created() for guest in guests), guests[0].created(), guests[1].canceled())
    await outcomes(mapped, guests[1].canceled(), guests[0].canceled())
    at_nine = "cleo_2030-06-05_9_0"
    with_one_left = await free(mapped, "group", "cleo")

    await outcomes(mapped, guests[2].canceled())

    assert at_nine not in with_one_left
    assert at_nine in await free(mapped, "group", "cleo")
    assert {(await seen(mapped, owner, guest))["status"] for guest in guests} == {"canceled"}


async def test_meeting_that_its_host_cancels_ends_for_all(mapped: Outside, owner: dict[str, str]) -> None:
    first, second, late = (Guest(number, hosts=(CLEO,), event_type=GROUP) for number in (1, 2, 3))
    await outcomes(mapped, first.created(), second.created(), first.canceled(meeting="canceled"))
    is_free = "cleo_2030-06-05_9_0" in await free(mapped, "group", "cleo")

    after = await outcomes(mapped, second.canceled(meeting="canceled"), late.created())

    assert is_free
    assert after == ["applied", "applied"]
    assert [(await seen(mapped, owner, guest))["status"] for guest in (first, second, late)] == ["canceled"] * 3
    assert "cleo_2030-06-05_9_0" in await free(mapped, "group", "cleo")


async def test_move_keeps_what_was_paid(mapped: Outside, owner: dict[str, str]) -> None:
    paid = {"payment": {"amount": 60.5, "currency": "usd", "provider": "stripe", "successful": True}}
    old, new = Guest(1, more=paid), Guest(2, meeting=2, start="2030-06-06T13:00:00Z", end="2030-06-06T14:00:00Z")
    await outcomes(mapped, old.created())

    await outcomes(mapped, new.created(old_invitee=old.uri), old.canceled(rescheduled=True, new_invitee=new.uri))

    before, after = await seen(mapped, owner, old), await seen(mapped, owner, new)
    assert (before["status"], before["paymentStatus"], before["totalAmountMinor"]) == ("canceled", "paid", 6050)
    assert (after["status"], after["paymentStatus"], after["startsAt"]) == ("confirmed", "paid", "2030-06-06T13:00:00Z")
    assert AT_NINE in await free(mapped)
    assert "ana_2030-06-06_9_0" not in await free(mapped, day="2030-06-06")


async def test_no_show_comes_and_goes(mapped: Outside, owner: dict[str, str]) -> None:
    guest = Guest()
    marks = (guest.missed("2030-06-05T15:00:00Z"), guest.not_missed("2030-06-05T16:00:00Z"))
    states = []
    for body in (guest.created(), *marks, marks[0], guest.missed("2030-06-05T17:00:00Z"), *marks):
        await outcomes(mapped, body)
        states.append((await seen(mapped, owner, guest))["status"])

    assert states == ["confirmed", "no_show", "confirmed", "confirmed", "no_show", "no_show", "no_show"]
    assert AT_NINE not in await free(mapped)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_mark_and_its_end_at_one_instant_are_no_mark(
    mapped: Outside, owner: dict[str, str], order: tuple[int, int]
) -> None:
    guest = Guest()
    at = "2030-06-05T15:00:00Z"
    bodies = (guest.missed(at), guest.not_missed(at))

    await outcomes(mapped, guest.created(), *(bodies[each] for each in order))

    assert (await seen(mapped, owner, guest))["status"] == "confirmed"


async def test_mark_that_is_taken_back_may_come_without_the_invitee(mapped: Outside, owner: dict[str, str]) -> None:
    """Nobody has ever shown the body of it."""
    guest = Guest()
    mark = {"uri": "https://api.calendly.com/invitee_no_shows/1", "invitee": guest.uri}
    bare = {"event": "invitee_no_show.deleted", "created_at": "2030-06-05T16:00:00Z", "payload": mark}

    await outcomes(mapped, guest.created(), guest.missed("2030-06-05T15:00:00Z"), bare)

    assert (await seen(mapped, owner, guest))["status"] == "confirmed"


async def test_what_the_catalogue_does_not_know_blocks_whom_it_does(mapped: Outside, owner: dict[str, str]) -> None:
    guest = Guest(hosts=(STRANGER, ANA), event_type=UNKNOWN_TYPE)

    await outcomes(mapped, guest.created())

    booking = await seen(mapped, owner, guest)
    assert (booking["classType"], booking["instructor"], booking["totalAmountMinor"]) == ("", "ana", 0)
    assert AT_NINE not in await free(mapped)


async def test_same_delivery_many_times_at_once_is_one_booking(mapped: Outside, raw: RawStore) -> None:
    body = Guest().created()

    answers = await asyncio.gather(*(deliver(mapped, body) for _ in range(16)))

    said = sorted(answer.json()["outcome"] for answer in answers)
    assert said == ["applied", *["duplicate"] * 15]
    assert len(schedule(raw, "i.ana")) == 1


async def test_booking_and_delivery_at_once_never_lose_either(mapped: Outside, raw: RawStore) -> None:
    """Calendly has given the place away already; a booking of ours either came before, or is refused."""
    for number in range(8):
        hour = f"2030-06-{10 + number:02}"
        if hour.endswith("-16"):
            continue
        guest = Guest(number, meeting=number, start=f"{hour}T13:00:00Z", end=f"{hour}T14:00:00Z")
        wish = wish_body(slots=[f"ana_{hour}_9_0"], personalInfo=_person(f"n{number}"))

        delivered, made = await asyncio.gather(deliver(mapped, guest.created()), post(mapped, wish))

        assert (delivered.status_code, made.status_code in {201, 409}) == (200, True)
        stands = [member for member in schedule(raw, "i.ana") if f"guest-{number}" in member]
        assert len(stands) == 1


async def test_later_deliveries_leave_alone_what_staff_have_written(mapped: Outside, owner: dict[str, str]) -> None:
    guest = Guest()
    await outcomes(mapped, guest.created())
    await _put(mapped, owner, guest, {"personalInfo": {"firstName": "Magdalena"}})

    await outcomes(mapped, guest.missed("2030-06-05T15:00:00Z"), guest.canceled(updated_at=LATER))

    booking = await seen(mapped, owner, guest)
    assert (booking["personalInfo"]["firstName"], booking["status"]) == ("Magdalena", "canceled")


async def _put(world: Outside, owner: dict[str, str], guest: Guest, body: dict[str, Any]) -> None:

    async with caller("bookings", world) as client:
        answer = await client.put(f"/api/bookings?id={guest.booking_id}", json=body, headers=owner)
    assert answer.status_code == 200, answer.text


def _person(name: str) -> dict[str, str]:
    return {"firstName": "Rosa", "lastName": "Vega", "email": f"{name}@example.com"}
