"""What staff have to see to because of Calendly, and what they may do to a booking that was made there."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import httpx
import pytest

from lib.actions.callers import Staff
from lib.actions.maintain import maintain
from lib.actions.outbox import Lease
from lib.actions.ports import Outside, epoch_ms
from lib.gateways.store import Store
from tests.support.changers import delete
from tests.support.customers import booked, get
from tests.support.deliveries import ANA, BEN, STRANGER, UNKNOWN_TYPE, Guest, mapped_document, open_mapped, outcomes
from tests.support.doors import caller
from tests.support.postman import Postman, standing
from tests.support.raw_store import RawStore
from tests.support.staff import let_in
from tests.support.studio import NOW, json_bytes

AT_NINE = "ana_2030-06-05_9_0"
PROBLEMS = "/api/admin/booking-management?view=problems"


@pytest.fixture
def mapped(studio: Outside) -> Outside:
    open_mapped(studio)
    return studio


async def problems(world: Outside, owner: dict[str, str]) -> dict[str, Any]:
    answer = await get(world, "admin/booking-management", PROBLEMS, owner)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_booking_over_one_of_ours_is_a_conflict_and_neither_is_lost(
    mapped: Outside, owner: dict[str, str]
) -> None:
    ours = await booked(mapped, slots=[AT_NINE])
    guest = Guest(start="2030-06-05T13:30:00Z", end="2030-06-05T14:30:00Z")

    await outcomes(mapped, guest.created(), guest.created())

    assert (await problems(mapped, owner))["conflicts"] == [
        {
            "bookingId": ours["id"],
            "invitee": guest.uri,
            "startsAt": "2030-06-05T13:30:00Z",
            "endsAt": "2030-06-05T14:30:00Z",
        }
    ]
    for booking_id in (ours["id"], guest.booking_id):
        kept = await get(mapped, "bookings", f"/api/bookings?id={booking_id}", owner)
        assert kept.json()["bookings"][0]["status"] == "confirmed"


@pytest.mark.parametrize("who", ["ours", "theirs"])
async def test_conflict_is_over_when_either_side_gives_way(mapped: Outside, owner: dict[str, str], who: str) -> None:
    ours, guest = await booked(mapped, slots=[AT_NINE]), Guest()
    await outcomes(mapped, guest.created())
    assert len((await problems(mapped, owner))["conflicts"]) == 1

    if who == "ours":
        await delete(mapped, ours)
    else:
        await outcomes(mapped, guest.canceled())

    assert (await problems(mapped, owner))["conflicts"] == []


async def test_neighbours_are_no_conflict(mapped: Outside, owner: dict[str, str]) -> None:
    await booked(mapped, slots=[AT_NINE])

    await outcomes(
        mapped,
        Guest(1, meeting=1, start="2030-06-05T14:00:00Z", end="2030-06-05T14:10:00Z").created(),
        Guest(2, meeting=2, start="2030-06-05T12:00:00Z", end="2030-06-05T13:00:00Z").created(),
        Guest(3, meeting=3, start="2030-06-05T12:30:00Z", end="2030-06-05T13:00:00Z").created(),
    )

    assert (await problems(mapped, owner))["conflicts"] == []


async def test_conflicts_of_an_hour_make_one_letter(mapped: Outside, postman: Postman, raw: RawStore) -> None:
    for who in ("ana", "ben"):
        person = {"firstName": "Rosa", "lastName": "Vega", "email": f"{who}@example.com"}
        await booked(mapped, instructor=who, slots=[f"{who}_2030-06-05_9_0"], personalInfo=person)
    for number, host in enumerate((ANA, BEN)):
        await outcomes(mapped, Guest(number, meeting=number, hosts=(host,)).created())

    alarms = [letter for letter in standing(raw)["due"] if "alarm" in letter]
    await maintain(replace(mapped, post=postman))

    assert alarms == ["2030060312:alarm-calendly"]
    [letter] = [mail for mail in postman.sent if mail.kind == "alarm"]
    assert letter.subject == "Calendly and the booking system disagree"
    assert "2 lessons" in letter.text


async def test_letter_that_somebody_has_in_hand_does_not_fall_due_by_another_conflict(
    mapped: Outside, raw: RawStore
) -> None:
    for number, hour in enumerate(("9_0", "10_15")):
        person = {"firstName": "Rosa", "lastName": "Vega", "email": f"r{number}@example.com"}
        await booked(mapped, slots=[f"ana_2030-06-05_{hour}"], personalInfo=person)
    await outcomes(mapped, Guest().created())
    now = epoch_ms(NOW)
    await mapped.store.lease_letters(Lease("somebody", now, now + 60_000, most=50, ahead=now))

    await outcomes(mapped, Guest(2, meeting=2, start="2030-06-05T14:15:00Z", end="2030-06-05T15:15:00Z").created())

    again = await mapped.store.lease_letters(Lease("another", now, now + 60_000, most=50, ahead=now))
    assert len(raw.do("ZRANGE", f"{raw.prefix}cal:conflicts", 0, -1)) == 2
    assert again.letters == ()


async def test_what_the_catalogue_cannot_place_is_shown_until_it_can(
    mapped: Outside, owner: dict[str, str], raw: RawStore
) -> None:
    guest = Guest(hosts=(STRANGER,), event_type=UNKNOWN_TYPE)
    await outcomes(mapped, guest.created())
    before = (await problems(mapped, owner))["unmapped"]
    document = mapped_document()
    document["calendly"]["hosts"].append({"user": STRANGER, "instructor": "ana"})
    document["calendly"]["eventTypes"].append({"uri": UNKNOWN_TYPE, "classType": "private"})
    assert isinstance(mapped.store, Store)
    await mapped.store.save_catalog(json_bytes(document).decode(), expected="mapped", version="better")

    await maintain(mapped)

    times = {"startsAt": "2030-06-05T13:00:00Z", "endsAt": "2030-06-05T14:00:00Z"}
    who = {"bookingId": guest.booking_id, "invitee": guest.uri}
    assert before == [{**who, "eventType": UNKNOWN_TYPE, "hosts": [STRANGER], **times}]
    assert (await problems(mapped, owner))["unmapped"] == []
    kept = (await get(mapped, "bookings", f"/api/bookings?id={guest.booking_id}", owner)).json()["bookings"][0]
    assert (kept["instructor"], kept["classType"], kept["slots"]) == ("ana", "private", [AT_NINE])
    assert [len(raw.do("ZRANGE", f"{raw.prefix}sch:i.{who}", 0, -1)) for who in ("ana", "any")] == [1, 0]


async def test_invitee_without_times_is_shown_and_blocks_nobody(mapped: Outside, owner: dict[str, str]) -> None:
    guest = Guest()
    body = guest.created()
    del body["payload"]["scheduled_event"]

    await outcomes(mapped, body)

    nothing: dict[str, Any] = {"eventType": None, "hosts": [], "startsAt": None, "endsAt": None}
    who = {"bookingId": guest.booking_id, "invitee": guest.uri}
    assert (await problems(mapped, owner))["unmapped"] == [{**who, **nothing}]
    assert await outcomes(mapped, guest.created()) == ["applied"]
    assert (await problems(mapped, owner))["unmapped"] == []


Change = Mapping[str, Any]
STAFF: list[tuple[str, Change | None, int]] = [
    ("PUT", {"slots": ["ana_2030-06-06_9_0"]}, 409),
    ("DELETE", None, 409),
    ("PUT", {"status": "completed"}, 200),
    ("PUT", {"paymentStatus": "paid"}, 200),
    ("PUT", {"personalInfo": {"phone": "+1 555 0199"}}, 200),
]


@pytest.mark.parametrize(("verb", "body", "status"), STAFF)
async def test_staff_may_do_all_but_decide_about_its_time(
    mapped: Outside, owner: dict[str, str], verb: str, body: Change | None, status: int
) -> None:
    guest = Guest()
    await outcomes(mapped, guest.created())

    answer = await changed(mapped, owner, (verb, guest.booking_id), body)

    assert answer.status_code == status, answer.text
    if status == 409:
        assert answer.json()["code"] == "not_allowed_now"
        assert "Calendly" in answer.json()["detail"]


async def test_no_letter_of_ours_goes_to_who_booked_on_calendly(
    mapped: Outside, owner: dict[str, str], raw: RawStore
) -> None:
    guest = Guest()
    await outcomes(mapped, guest.created())

    corrected = await changed(mapped, owner, ("PUT", guest.booking_id), {"personalInfo": {"email": "new@example.com"}})
    async with caller("send-confirmation", mapped) as client:
        resent = await client.post("/api/send-confirmation", json={"bookingId": guest.booking_id}, headers=owner)

    assert (corrected.status_code, resent.status_code) == (200, 409)
    assert standing(raw)["due"] == []


async def test_whose_data_were_erased_does_not_come_back(mapped: Outside, owner: dict[str, str]) -> None:
    guest = Guest()
    await outcomes(mapped, guest.created())
    await changed(mapped, owner, ("DELETE", f"{guest.booking_id}&erase=1"), None)

    await outcomes(mapped, guest.created(updated_at="2030-06-03T11:45:00Z"), guest.missed("2030-06-05T15:00:00Z"))

    kept = (await get(mapped, "bookings", f"/api/bookings?id={guest.booking_id}", owner)).json()["bookings"][0]
    assert (kept["personalInfo"]["email"], kept["status"]) == ("", "no_show")


async def test_instructor_sees_calendlys_bookings_of_their_own_lessons_only(mapped: Outside, raw: RawStore) -> None:

    guest = Guest()
    await outcomes(mapped, guest.created())

    answers = []
    for who in ("ana", "ben"):
        headers = let_in(Staff(f"s-{who}", "instructor", who), mapped, raw)
        answers.append((await get(mapped, "bookings", f"/api/bookings?id={guest.booking_id}", headers)).status_code)

    assert answers == [200, 404]


async def changed(world: Outside, owner: dict[str, str], which: tuple[str, str], body: Change | None) -> httpx.Response:
    async with caller("bookings", world) as client:
        return await client.request(which[0], f"/api/bookings?id={which[1]}", json=body, headers=owner)
