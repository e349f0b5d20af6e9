"""What staff do at the desk: each action is the public's own change with staff's rights, and repeats as safely."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from lib.actions.ports import Outside
from lib.gateways.mail.letters import StudioLetters
from tests.support.customers import booked
from tests.support.desk import ANA, BEN, Desk
from tests.support.fault_proxy import Network
from tests.support.invariants import broken
from tests.support.raw_store import RawStore
from tests.support.studio import SENDER, Connect, a_world

GUEST = {"firstName": "Olga", "lastName": "Braun", "email": "olga@example.com"}
BY_HAND: dict[str, Any] = {
    "classType": "private",
    "instructor": "ana",
    "slots": ["ana_2030-06-04_9_0"],
    "personalInfo": GUEST,
}
# Whatever staff can do to a booking with Ana, and what it is answered.
ON_A_BOOKING: list[tuple[str, dict[str, object], int]] = [
    ("cancel", {}, 200),
    ("cancel", {"tell": False}, 200),
    ("reschedule", {"slots": ["ana_2030-06-05_9_0"]}, 200),
    ("complete", {}, 200),
    ("no_show", {}, 200),
    ("set_payment", {"paymentStatus": "paid"}, 200),
    ("resend", {}, 202),
]


@pytest.fixture
def desk(world: Outside, raw: RawStore) -> Desk:
    return Desk(world, raw)


def letters(raw: RawStore) -> list[str]:
    names: list[str] = raw.do("HKEYS", f"{raw.prefix}ob:letters")
    return sorted(name.split(":", 1)[1] for name in names)


async def test_booking_by_hand_is_a_booking(world: Outside, raw: RawStore, desk: Desk) -> None:
    answer = await desk.act("create", **BY_HAND, language="es")
    booking = answer.json()["booking"]

    assert answer.status_code == 201
    assert "manageToken" not in booking
    assert {name: booking[name] for name in ("status", "bookingSource", "language", "paymentStatus")} == {
        "status": "confirmed",
        "bookingSource": "desk",
        "language": "es",
        "paymentStatus": "pending",
    }
    assert letters(raw) == ["1:confirmed", "1:reminder"]
    assert await desk.listed() == [booking["id"]]
    assert broken(raw.kept(), await world.catalogs.current()) == []


async def test_staff_book_at_short_notice_and_as_often_as_they_like(desk: Desk) -> None:
    # It is eight in the morning; customers book two hours ahead, and eight at most.
    soon = await desk.act("create", **{**BY_HAND, "slots": ["ana_2030-06-03_9_0"]})
    more = [
        await desk.act("create", **{**BY_HAND, "slots": [f"ana_2030-06-{day:02}_9_0"]})
        for day in (4, 5, 6, 7, 8, 10, 11, 12, 13)
    ]

    assert [answer.status_code for answer in (soon, *more)] == [201] * 10


async def test_same_key_books_by_hand_once(raw: RawStore, desk: Desk) -> None:
    key = {"Idempotency-Key": "one-form-one-key"}

    answers = await asyncio.gather(*(desk.act("create", key, **BY_HAND) for _ in range(8)))
    other = await desk.act("create", key, **{**BY_HAND, "slots": ["ana_2030-06-05_9_0"]})

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["booking"]["id"] for answer in answers}) == 1
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")
    assert raw.do("ZCARD", f"{raw.prefix}ix:created") == 1


async def test_time_that_is_gone_is_refused_with_others(world: Outside, desk: Desk) -> None:
    await booked(world)

    answer = await desk.act("create", **BY_HAND)

    assert (answer.status_code, answer.json()["code"]) == (409, "slot_taken")
    assert len(answer.json()["alternatives"]) == 3


async def test_instructor_books_for_their_own_lessons_alone(world: Outside, raw: RawStore) -> None:
    ben = Desk(world, raw, BEN)

    mine = await ben.act("create", **{**BY_HAND, "instructor": "ben", "slots": ["ben_2030-06-04_9_0"]})
    hers = await ben.act("create", **BY_HAND)
    anyone = await ben.act("create", **{**BY_HAND, "instructor": "any", "slots": ["any_2030-06-04_9_0"]})

    assert [answer.status_code for answer in (mine, hers, anyone)] == [201, 403, 403]


@pytest.mark.parametrize(("action", "fields", "status"), ON_A_BOOKING, ids=lambda value: str(value)[:24])
async def test_every_action_is_owners_and_instructors_own(
    world: Outside, raw: RawStore, action: str, fields: dict[str, object], status: int
) -> None:
    booking = await booked(world)
    people = [Desk(world, raw, BEN), Desk(world, raw, ANA), Desk(world, raw)]
    before = raw.everything()
    other = dict(fields)
    if action == "reschedule":
        other = {"slots": ["ben_2030-06-05_9_0"]}

    stranger = await people[0].act(action, id=booking["id"], **other)
    untouched = raw.everything()
    done = [await each.act(action, id=booking["id"], **fields) for each in people[1:]]

    assert (stranger.status_code, untouched) == (404, before)
    assert [answer.status_code for answer in done] == [status] * 2
    silence = [f"{booking['id']} was cancelled without a letter"] if "tell" in fields else []
    assert broken(raw.kept(), await world.catalogs.current()) == silence


async def test_status_leads_there_and_back(world: Outside, desk: Desk) -> None:
    booking = await booked(world)

    seen = [
        (await desk.act(action, id=booking["id"])).json()["booking"]["status"]
        for action in ("no_show", "undo", "complete", "complete", "undo", "cancel")
    ]
    late = await desk.act("undo", id=booking["id"])

    assert seen == ["no_show", "confirmed", "completed", "completed", "confirmed", "canceled"]
    assert (late.status_code, late.json()["code"]) == (409, "not_allowed_now")


async def test_customer_who_knows_already_gets_no_letter(world: Outside, raw: RawStore, desk: Desk) -> None:
    told = await booked(world)
    knows = await booked(world, slots=["ana_2030-06-05_9_0"])
    raw.do("DEL", f"{raw.prefix}ob:letters")

    await desk.act("cancel", id=told["id"])
    after_telling = letters(raw)
    await desk.act("cancel", id=knows["id"], tell=False)

    assert after_telling == ["2:canceled"]
    assert letters(raw) == ["2:canceled"]


async def test_studio_is_told_all_the_same(world: Outside, raw: RawStore) -> None:
    booking = await booked(world)
    noticed = replace(world, letters=StudioLetters(SENDER, "desk@studio.example"))

    await Desk(noticed, raw).act("cancel", id=booking["id"], tell=False)

    assert [name for name in letters(raw) if name.startswith("2:")] == ["2:notice"]


async def test_two_at_two_desks_do_not_undo_each_other(world: Outside, desk: Desk) -> None:
    booking = await booked(world)
    seen = {"If-Match": '"1"'}

    first = await desk.act("reschedule", seen, id=booking["id"], slots=["ana_2030-06-05_9_0"])
    second = await desk.act("cancel", seen, id=booking["id"])

    assert (first.status_code, second.status_code) == (200, 412)


async def test_every_change_at_the_desk_is_one_request(network: Network, connect: Connect, raw: RawStore) -> None:
    world = a_world(connect(network.url))
    booking = await booked(world)
    desk = Desk(world, raw)
    steps: list[tuple[str, dict[str, object]]] = [
        ("reschedule", {"slots": ["ana_2030-06-05_9_0"]}),
        ("complete", {}),
        ("undo", {}),
        ("set_payment", {"paymentStatus": "paid"}),
        ("cancel", {}),
    ]
    counts = []

    for action, fields in steps:
        network.bodies.clear()
        answer = await desk.act(action, id=booking["id"], **fields)
        counts.append((answer.status_code, network.requests))
    network.bodies.clear()
    made = await desk.act("create", **BY_HAND)

    assert counts == [(200, 1)] * 5
    assert (made.status_code, network.requests) == (201, 2)
