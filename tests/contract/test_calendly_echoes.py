"""What Calendly says of invitations of ours is said of the bookings behind them, and of no others."""

from typing import Any

from tests.support.bridge import Bridge
from tests.support.calendly_state import Guest
from tests.support.changers import delete, put
from tests.support.customers import booked, get, week
from tests.support.raw_store import RawStore

# Ana at nine on Tuesday, and at a quarter past ten; epoch minutes.
AT_NINE, AT_TEN = 31_780_140, 31_780_215
GROUP: dict[str, Any] = {"classType": "group", "instructor": "cleo", "slots": ["cleo_2030-06-05_9_0"]}


def person(name: str) -> dict[str, Any]:
    return {"personalInfo": {"firstName": "Rosa", "lastName": "Vega", "email": f"{name}@example.com"}}


async def test_echo_of_our_own_invitation_is_no_second_booking(bridge: Bridge, raw: RawStore) -> None:
    booking = await booked(bridge.world)
    [invitee] = bridge.fake.active_of(booking["id"])

    said = [await bridge.hears(invitee), await bridge.hears(invitee)]

    assert said == ["applied", "duplicate"]
    assert await _imposed(bridge, raw, invitee.uri) == 404
    found = await bridge.problems(raw)
    assert (found["conflicts"], found["unmapped"]) == ([], [])


async def _imposed(bridge: Bridge, raw: RawStore, uri: str) -> int:
    booking_id = f"calendly_{uri.rpartition('/')[2]}"
    return (await get(bridge.world, "bookings", f"/api/bookings?id={booking_id}", bridge.owner(raw))).status_code


async def test_echo_tells_what_became_of_an_invitation_without_an_answer(bridge: Bridge, raw: RawStore) -> None:
    bridge.fake.fates_at["POST /invitees"].append("drop")
    booking = await booked(bridge.world)
    [invitee] = bridge.fake.active_of(booking["id"])

    await bridge.hears(invitee)

    mark = raw.do("HGET", f"{raw.prefix}bk:{booking['id']}", f"m:{AT_NINE}:ana")
    assert mark == f"{invitee.event.uri} {invitee.uri}"
    asked = len(bridge.fake.asked)
    await bridge.drained_later()
    assert len(bridge.fake.asked) == asked


async def test_our_id_in_somebody_elses_link_is_no_proof(bridge: Bridge, raw: RawStore) -> None:
    booking = await booked(bridge.world)
    forged = bridge.fake.book(bridge.private, AT_TEN, Guest(tracking={"utm_content": booking["id"]}))
    [real] = [each for each in bridge.fake.active_of(booking["id"]) if each.event.start == AT_NINE]

    await bridge.hears(forged)
    bridge.fake.cancel_invitee(forged.uri)
    await bridge.hears(forged, "invitee.canceled")

    assert await bridge.status(booking) == "confirmed"
    assert await _imposed(bridge, raw, forged.uri) == 200
    assert await _imposed(bridge, raw, real.uri) == 404


async def test_who_did_not_come_to_what_we_brought_there_is_marked_here(bridge: Bridge) -> None:
    booking = await booked(bridge.world)
    [invitee] = bridge.fake.active_of(booking["id"])
    bridge.fake.mark_missed(invitee.uri)

    await bridge.hears(invitee, "invitee_no_show.created")
    missed = await bridge.status(booking)
    bridge.fake.mark_missed(invitee.uri, missed=False)
    await bridge.hears(invitee, "invitee_no_show.deleted")

    assert (missed, await bridge.status(booking)) == ("no_show", "confirmed")


async def test_what_is_cancelled_there_is_cancelled_here_and_told(bridge: Bridge) -> None:
    booking = await booked(bridge.world)
    [invitee] = bridge.fake.active_of(booking["id"])
    bridge.fake.cancel_invitee(invitee.uri)

    await bridge.hears(invitee, "invitee.canceled")

    assert await bridge.status(booking) == "canceled"
    assert ("canceled", "rosa@example.com") in bridge.postman.kinds
    days = await week(bridge.world, "classType=private&instructor=ana&date=2030-06-04")
    assert days["2030-06-04"][0]["available"]


async def test_late_word_about_an_invitation_that_was_given_back_ends_nothing(bridge: Bridge, raw: RawStore) -> None:
    booking = await booked(bridge.world)
    [first] = bridge.fake.active_of(booking["id"])
    for time in ("10_15", "9_0"):
        await put(bridge.world, booking, {"slots": [f"ana_2030-06-04_{time}"]})
    [second] = bridge.fake.active_of(booking["id"])

    said = [await bridge.hears(first), await bridge.hears(first, "invitee.canceled"), await bridge.hears(second)]

    assert said == ["applied", "duplicate", "applied"]
    assert await bridge.status(booking) == "confirmed"
    assert bridge.there == [(booking["id"], AT_NINE)]
    assert await _imposed(bridge, raw, first.uri) == 404


async def test_late_word_about_an_earlier_invitation_ends_nothing_that_is_asked_for_anew(bridge: Bridge) -> None:
    booking = await booked(bridge.world)
    [first] = bridge.fake.active_of(booking["id"])
    said = [await bridge.hears(first)]
    await put(bridge.world, booking, {"slots": ["ana_2030-06-04_10_15"]})
    bridge.fake.fates_at["POST /invitees"].extend(["drop"] * 20)
    await put(bridge.world, booking, {"slots": ["ana_2030-06-04_9_0"]})

    said.append(await bridge.hears(first, "invitee.canceled"))

    assert said == ["applied", "applied"]
    assert await bridge.status(booking) == "confirmed"
    assert ("canceled", "rosa@example.com") not in bridge.postman.kinds


async def test_what_is_moved_there_is_moved_here(bridge: Bridge, raw: RawStore) -> None:
    booking = await booked(bridge.world)
    [old] = bridge.fake.active_of(booking["id"])
    new = bridge.fake.reschedule(old.uri, AT_TEN)

    await bridge.hears(new)
    await bridge.hears(old, "invitee.canceled")
    await bridge.drained_later()

    assert await bridge.status(booking) == "canceled"
    assert await _imposed(bridge, raw, new.uri) == 200
    assert bridge.there == [(booking["id"], AT_TEN)]
    assert (await bridge.problems(raw))["conflicts"] == []


async def test_one_seat_of_a_class_is_never_given_back_for_all(bridge: Bridge) -> None:
    first = await booked(bridge.world, **GROUP, **person("first"))
    second = await booked(bridge.world, **GROUP, **person("second"))

    await delete(bridge.world, first)

    assert {who for who, _ in bridge.there} == {first["id"], second["id"]}
    assert await bridge.status(second) == "confirmed"
    await delete(bridge.world, second)


async def test_guest_of_a_class_that_we_brought_there_is_no_conflict_while_there_is_room(
    bridge: Bridge, raw: RawStore
) -> None:
    """Three may come: one of ours, and two who booked there."""
    booking = await booked(bridge.world, **GROUP, **person("first"))
    [(_, start)] = bridge.there
    guests = [bridge.fake.book(bridge.group, start, Guest(email=f"g{number}@example.com")) for number in (1, 2)]
    for guest in guests:
        await bridge.hears(guest)
    with_room = (await bridge.problems(raw))["conflicts"]
    # A fourth whom nobody could have booked: Calendly's seats were raised.
    bridge.group.seats = 4
    await bridge.hears(bridge.fake.book(bridge.group, start, Guest(email="g3@example.com")))

    assert with_room == []
    assert [each["bookingId"] for each in (await bridge.problems(raw))["conflicts"]] == [booking["id"]]


async def test_what_is_not_mapped_is_not_asked_for(bridge: Bridge) -> None:
    booking = await booked(bridge.world, instructor="ben", slots=["ben_2030-06-04_9_0"])

    assert [each for each in bridge.fake.asked if "invitees" in each] == []
    assert await bridge.status(booking) == "confirmed"
