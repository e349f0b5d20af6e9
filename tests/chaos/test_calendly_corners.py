"""What once was wrong about following Calendly: rare orders and corners that a review has found."""

import json
from typing import Any

import pytest

from lib.actions.mirrors import Mark, MarkNote, MirrorPlace, MirrorTurn
from lib.actions.ports import Outside, epoch_minute, epoch_ms
from lib.actions.reconcile_calendly import map_anew
from lib.actions.standing_conflicts import standing_conflicts
from lib.gateways.store import Store
from tests.chaos.in_process import THE_MODEL
from tests.support.customers import booked
from tests.support.deliveries import ANA, PRIVATE, UNKNOWN_TYPE, Guest, mapped_document, open_mapped, outcomes
from tests.support.raw_store import RawStore

IN_THE_MODEL = pytest.mark.parametrize("raw", [THE_MODEL], indirect=True)
PAID = {"payment": {"amount": 60.5, "currency": "usd", "provider": "stripe", "successful": True}}
ROSA = {"email": "rosa@example.com"}


@pytest.fixture
def mapped(world: Outside) -> Outside:
    open_mapped(world)
    return world


def fields(raw: RawStore, booking_id: str) -> dict[str, str]:
    flat = raw.do("HGETALL", f"{raw.prefix}bk:{booking_id}")
    return dict(zip(flat[::2], flat[1::2], strict=True))


def later(number: int, old: Guest, **more: Any) -> Guest:
    start, end = "2030-06-06T13:00:00Z", "2030-06-06T14:00:00Z"
    return Guest(number, number, start, end, more={"old_invitee": old.uri, **more})


@IN_THE_MODEL
@pytest.mark.parametrize("order", ["created canceled moved", "moved created canceled", "canceled moved created"])
async def test_what_was_paid_follows_a_move_in_any_order(mapped: Outside, raw: RawStore, order: str) -> None:
    old = Guest(1, more=PAID)
    new = later(2, old)
    bodies = {"created": old.created(), "canceled": old.canceled(rescheduled=True), "moved": new.created()}

    await outcomes(mapped, *(bodies[name] for name in order.split()))

    assert fields(raw, new.booking_id)["payment"] == "paid"


@IN_THE_MODEL
async def test_move_of_one_place_there_leaves_the_others_here(mapped: Outside, raw: RawStore) -> None:
    booking = await booked(mapped, slots=["ana_2030-06-05_9_0", "ana_2030-06-07_9_0"])
    echo = await mirrored(mapped, booking["id"], "2030-06-05T13:00:00Z")
    assert fields(raw, booking["id"])["status"] == "confirmed"

    await outcomes(mapped, later(2, echo, **ROSA).created())

    assert fields(raw, booking["id"])["status"] == "confirmed"
    assert len(raw.do("ZRANGE", f"{raw.prefix}sch:i.ana", 0, -1)) >= 2


async def mirrored(world: Outside, booking_id: str, start: str) -> Guest:
    """Its first place is at Calendly, and Calendly has told us so."""
    now = epoch_ms(world.clock.now())
    echo = Guest(
        1, 1, start=start, end=start.replace("13:", "14:"), more={**ROSA, "tracking": {"utm_content": booking_id}}
    )
    assert isinstance(world.store, Store)
    await world.store.take_mirror(MirrorTurn(booking_id, "t" * 16, now, now + 60_000, ("private ana",)))
    assert await outcomes(world, echo.created()) == ["applied"]
    return echo


@IN_THE_MODEL
async def test_move_there_leaves_a_lesson_that_took_place(mapped: Outside, raw: RawStore) -> None:
    booking = await booked(mapped, slots=["ana_2030-06-05_9_0"])
    echo = await mirrored(mapped, booking["id"], "2030-06-05T13:00:00Z")
    raw.do("HSET", f"{raw.prefix}bk:{booking['id']}", "status", "completed")

    await outcomes(mapped, later(2, echo, **ROSA).created())

    assert fields(raw, booking["id"])["status"] == "completed"


@IN_THE_MODEL
async def test_invitation_that_ends_before_we_know_it_ends_its_booking(mapped: Outside, raw: RawStore) -> None:
    booking = await booked(mapped, slots=["ana_2030-06-05_9_0"])
    now = epoch_ms(mapped.clock.now())
    echo = Guest(1, 1, more={**ROSA, "tracking": {"utm_content": booking["id"]}})
    assert isinstance(mapped.store, Store)
    await mapped.store.take_mirror(MirrorTurn(booking["id"], "t" * 16, now, now + 60_000, ("private ana",)))

    await outcomes(mapped, echo.canceled(), echo.created())

    assert fields(raw, booking["id"])["status"] == "canceled"


@IN_THE_MODEL
async def test_echo_that_was_not_recognised_at_first_leaves_nothing_behind(mapped: Outside, raw: RawStore) -> None:
    """Staff correct the address while Calendly is being asked, so that the echo bears the old one."""
    booking = await booked(mapped, slots=["ana_2030-06-05_9_0"])
    now = epoch_ms(mapped.clock.now())
    echo = Guest(1, 1, more={"email": "old@example.com", "tracking": {"utm_content": booking["id"]}})
    assert isinstance(mapped.store, Store)
    await mapped.store.take_mirror(MirrorTurn(booking["id"], "t" * 16, now, now + 60_000, ("private ana",)))
    await outcomes(mapped, echo.created())
    place = MirrorPlace(31_781_580, "ana")
    mark = Mark("there", echo.uri.partition("/invitees/")[0], echo.uri)
    await mapped.store.note_mirror(MarkNote(booking["id"], place, mark, now))

    await outcomes(mapped, echo.canceled())

    assert [line for line in raw.do("ZRANGE", f"{raw.prefix}sch:i.ana", 0, -1) if echo.booking_id in line] == []


@IN_THE_MODEL
async def test_mapping_that_comes_later_keeps_what_was_paid(world: Outside, raw: RawStore) -> None:
    await placed_later(world, Guest(1, more={**PAID, "tracking": {"utm_source": "flyer"}}))

    terms = json.loads(fields(raw, "calendly_guest-1")["terms"])
    assert (terms["class"], terms["total"], terms["context"]) == ("private", 6050, {"utm": {"source": "flyer"}})


async def placed_later(world: Outside, guest: Guest) -> None:
    """It comes while the catalogue knows nobody; then it does, and maintenance looks again."""
    await outcomes(world, guest.created())
    assert isinstance(world.store, Store)
    assert await world.store.save_catalog(json.dumps(mapped_document()), expected="1", version="2")
    await map_anew(world)


@IN_THE_MODEL
async def test_booking_that_is_placed_anew_has_another_version(world: Outside, raw: RawStore) -> None:
    await outcomes(world, Guest().created())
    before = fields(raw, "calendly_guest-1")
    assert isinstance(world.store, Store)
    assert await world.store.save_catalog(json.dumps(mapped_document()), expected="1", version="2")

    await map_anew(world)

    after = fields(raw, "calendly_guest-1")
    assert (before["instructor"], after["instructor"]) == ("any", "ana")
    assert before["version"] != after["version"]


@IN_THE_MODEL
async def test_whoever_was_moved_is_nobody_to_be_mapped(mapped: Outside, raw: RawStore) -> None:
    old = Guest(1, event_type=UNKNOWN_TYPE)
    await outcomes(mapped, old.created(), later(2, old).created())

    assert raw.do("ZRANGE", f"{raw.prefix}cal:unmapped", 0, -1) == []


@IN_THE_MODEL
async def test_conflicts_that_are_over_do_not_hide_those_to_come(mapped: Outside, raw: RawStore) -> None:
    booking = await booked(mapped, slots=["ana_2030-06-05_9_0"])
    now = epoch_minute(mapped.clock.now())
    for number in range(5):
        line = f"booking_{number}_aaaaaaaaaaaaa - - {now - 9000 + number} {now - 8940 + number} ana"
        raw.do("ZADD", f"{raw.prefix}cal:conflicts", now - 9000 + number, line)
    await outcomes(mapped, Guest(hosts=(ANA,), event_type=PRIVATE).created())

    assert [each.booking_id for each in await standing_conflicts(5, mapped)] == [booking["id"]]
