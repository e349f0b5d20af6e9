"""What staff do at the desk: each action is the public's own change with staff's rights, and repeats as safely."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from lib.actions.ports import Outside
from tests.support.customers import booked
from tests.support.desk import ANA, BEN, DOOR, Desk
from tests.support.doors import caller
from tests.support.fault_proxy import Network
from tests.support.invariants import broken
from tests.support.raw_store import RawStore
from tests.support.staff import signed_in
from tests.support.studio import Connect, a_world

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


@pytest.mark.parametrize(("action", "fields", "_status"), ON_A_BOOKING, ids=lambda value: str(value)[:24])
async def test_no_action_opens_without_staffs_right(
    world: Outside, raw: RawStore, action: str, fields: dict[str, object], _status: int
) -> None:
    booking = await booked(world)
    visit = await signed_in(world)
    without = {name: value for name, value in visit.headers.items() if name != "X-CSRF-Token"}
    credentials: list[dict[str, str]] = [
        {},
        {"Authorization": f"Bearer {booking['manageToken']}"},
        {"Authorization": "Bearer a.b.c"},
        without,
        {**visit.headers, "Origin": "https://elsewhere.example"},
    ]
    before = raw.everything()

    async with caller("admin/booking-management", world) as client:
        body = {"action": action, "id": booking["id"], **fields}
        answers = [await client.post(DOOR, headers=headers, json=body) for headers in credentials]

    assert [answer.status_code for answer in answers] == [401, 401, 401, 403, 403]
    assert raw.everything() == before


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
    class_of_letters = type(world.letters)
    noticed = replace(world, letters=class_of_letters("Test <a@studio.example>", "desk@studio.example"))

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
    counts = []

    for action, fields in [
        ("reschedule", {"slots": ["ana_2030-06-05_9_0"]}),
        ("complete", {}),
        ("undo", {}),
        ("set_payment", {"paymentStatus": "paid"}),
        ("cancel", {}),
    ]:
        network.bodies.clear()
        answer = await desk.act(action, id=booking["id"], **fields)
        counts.append((answer.status_code, network.requests))
    network.bodies.clear()
    made = await desk.act("create", **BY_HAND)

    assert counts == [(200, 1)] * 5
    assert (made.status_code, network.requests) == (201, 2)


@pytest.mark.parametrize(
    "body",
    [
        *({}, {"action": None}, {"action": 7}, {"action": ["cancel"]}, {"action": "delete"}, {"action": ""}, []),
        *(
            {"action": "cancel"},
            {"action": "cancel", "id": ""},
            {"action": "cancel", "id": 7},
            {"action": "\u202ecancel"},
        ),
        *({"action": "cancel", "id": "x" * 101}, {"action": "cancel", "id": "a", "tell": "no"}),
        *({"action": "cancel", "id": "a", "more": 1}, {"action": "complete", "id": "a", "status": "paid"}),
        *({"action": "reschedule", "id": "a", "slots": []}, {"action": "reschedule", "id": "a", "slots": ["s"] * 5}),
        *({"action": "reschedule", "id": "a", "slots": [1e999]}, {"action": "reschedule", "id": "a", "slots": "s"}),
        *({"action": "set_payment", "id": "a"}, {"action": "set_payment", "id": "a", "paymentStatus": "pending"}),
        *(
            {"action": "create"},
            {"action": "create", **BY_HAND, "totalAmount": 1},
            {"action": "create", **BY_HAND, "id": "a"},
        ),
        *({"action": "create", **BY_HAND, "language": "fr"}, {"action": "create", **BY_HAND, "slots": []}),
        *(
            {"action": "create", **BY_HAND, "personalInfo": {**GUEST, "email": "x"}},
            {"action": "create", **BY_HAND, "slots": [None]},
        ),
        *(
            {"action": "create", **BY_HAND, "personalInfo": {**GUEST, "firstName": "a\u202eb"}},
            {"action": "resend", "id": "a", "letter": ""},
        ),
        *(
            {"action": "create", **BY_HAND, "slots": ["ana_9999-12-31_9_0"]},
            {"action": "create", **BY_HAND, "instructor": "ANA"},
        ),
        *({"action": "create", **BY_HAND, "classType": "no-such"}, {"action": "create", **BY_HAND, "classType": "old"}),
        *({"action": "search"}, {"action": "search", "q": "rosa", "limit": 5}),
    ],
    ids=lambda body: str(body)[:60],
)
async def test_wishes_that_are_none_change_nothing(raw: RawStore, desk: Desk, body: Any) -> None:
    before = raw.everything()

    answer = await desk.send(body) if "inf" not in str(body) else await raw_text(desk, body)

    assert answer.status_code == 400, answer.text
    assert answer.json()["code"] in {"validation_failed", "not_a_slot", "bad_json"}
    assert raw.everything() == before


async def raw_text(desk: Desk, body: Any) -> Any:
    text = str(body).replace("'", '"').replace("inf", "1e999")
    async with caller("admin/booking-management", desk.world) as client:
        return await client.post(DOOR, headers={**desk.headers, "Content-Type": "application/json"}, content=text)


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"\xff\xfe", 400), (b'{"action":"cancel","action":"create"}', 400), (b"[" * 9000, 400), (b" " * 16_385, 413)],
)
async def test_bodies_that_are_none_are_refused(desk: Desk, content: bytes, status: int) -> None:
    async with caller("admin/booking-management", desk.world) as client:
        answer = await client.post(DOOR, headers={**desk.headers, "Content-Type": "application/json"}, content=content)

    assert answer.status_code == status


async def test_other_peoples_ids_answer_alike(world: Outside, raw: RawStore) -> None:
    await booked(world)
    ben = Desk(world, raw, BEN)
    hers = (await Desk(world, raw).listed())[0]

    answers = [
        await ben.act("cancel", id=each) for each in (hers, "booking_1_0000000000000", "' OR 1", "calendly_x", "../x")
    ]

    texts = {answer.text.replace(answer.headers["x-request-id"], "") for answer in answers}
    assert ({answer.status_code for answer in answers}, len(texts)) == ({404}, 1)
