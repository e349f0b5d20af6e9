"""Who did what to which booking: a line for each step, without a word about the customer, for whom it concerns."""

from dataclasses import replace
from typing import Any

import pytest

from lib.actions.callers import Customer
from lib.actions.change_booking import ChangeWish
from lib.actions.customer_data import erase_customer
from lib.actions.ports import Outside
from lib.gateways.store import Store
from tests.support.changers import delete, put
from tests.support.customers import booked, post
from tests.support.deliveries import BEN as BEN_AT_CALENDLY
from tests.support.deliveries import LATER, Guest, outcomes
from tests.support.desk import ANA, BEN, OWNER, Desk
from tests.support.fault_proxy import Network
from tests.support.full_house import taken, wipe
from tests.support.raw_store import RawStore
from tests.support.studio import Connect, a_world, wish_body

AT = "2030-06-03T12:00:00.000Z"
CANARY = {"firstName": "Canary", "lastName": "Personal", "email": "canary@example.com", "phone": "+1 555 7777"}


@pytest.fixture
def desk(world: Outside, raw: RawStore) -> Desk:
    return Desk(world, raw, OWNER)


async def lines(desk: Desk, booking: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await desk.see(f"view=audit&id={booking['id']}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["lines"]
    return found


def line(who: str, action: str, **changes: object) -> dict[str, object]:
    return {"at": AT, "who": who, "action": action, "changes": changes}


def change(before: object, after: object) -> dict[str, object]:
    return {"before": before, "after": after}


async def test_every_step_of_a_booking_has_its_line(world: Outside, raw: RawStore, desk: Desk) -> None:
    booking = await booked(world)
    await put(world, booking, {"slots": ["ben_2030-06-05_9_0"]})
    await put(world, booking, {"personalInfo": {"firstName": "Rosalia", "notes": "left foot first"}})
    await Desk(world, raw, BEN).act("complete", id=booking["id"])
    await desk.act("undo", id=booking["id"])
    await desk.act("set_payment", id=booking["id"], paymentStatus="paid")
    await desk.act("resend", id=booking["id"])
    await desk.act("cancel", id=booking["id"])

    assert await lines(desk, booking) == [
        line(
            "customer", "booked",
            status=change(None, "confirmed"), payment=change(None, "pending"), instructor=change(None, "ana"),
            slots=change([], ["2030-06-04_9_0"]),
        ),
        line(
            "customer", "moved",
            instructor=change("ana", "ben"), slots=change(["2030-06-04_9_0"], ["2030-06-05_9_0"]),
        ),
        line("customer", "corrected", parts=["firstName", "notes"]),
        line("instructor:ben", "completed", status=change("confirmed", "completed")),
        line("owner", "undone", status=change("completed", "confirmed")),
        line("owner", "payment", payment=change("pending", "paid")),
        line("owner", "resent"),
        line("owner", "canceled", status=change("confirmed", "canceled")),
    ]  # fmt: skip


async def test_who_books_by_hand_is_told_from_customers(world: Outside, raw: RawStore, desk: Desk) -> None:
    wish = {each: wish_body()[each] for each in ("classType", "instructor", "slots", "personalInfo")}
    made = [
        await desk.act("create", **wish),
        await Desk(world, raw, ANA).act("create", **(wish | {"slots": ["ana_2030-06-06_9_0"]})),
    ]

    found = [(await lines(desk, answer.json()["booking"]))[0]["who"] for answer in made]

    assert found == ["owner", "instructor:ana"]


async def test_repeating_a_step_writes_no_second_line(world: Outside, desk: Desk) -> None:
    first = (await post(world, wish_body(), {"Idempotency-Key": "book-only-once"})).json()["booking"]
    await post(world, wish_body(), {"Idempotency-Key": "book-only-once"})
    for _ in range(2):
        await put(world, first, {"slots": ["ana_2030-06-05_9_0"]}, Idempotency_Key="move-only-once")
    for _ in range(2):
        await put(world, first, {"personalInfo": {"firstName": "Rosalia"}})
    for _ in range(2):
        await delete(world, first)

    assert [each["action"] for each in await lines(desk, first)] == ["booked", "moved", "corrected", "canceled"]


async def test_what_calendly_says_is_calendlys(mapped: Outside, raw: RawStore) -> None:
    desk = Desk(mapped, raw, OWNER)
    guest = Guest()
    await outcomes(mapped, guest.created(), guest.canceled())

    told = await lines(desk, {"id": guest.booking_id})

    assert [(each["who"], each["action"]) for each in told] == [("calendly", "imposed"), ("calendly", "canceled")]
    assert told[1]["changes"] == {"status": change("confirmed", "canceled")}


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ({"name": "Rosalia Vega"}, ["firstName"]),
        ({"name": "Rosa Garza"}, ["lastName"]),
        ({"name": "Rosalia Garza", "email": "rosa@elsewhere.example"}, ["firstName", "lastName", "email"]),
        ({"text_reminder_number": "+1 555 010 9999"}, ["phone"]),
    ],
)
async def test_who_comes_to_a_calendly_meeting_is_corrected_without_a_word(
    mapped: Outside, raw: RawStore, said: dict[str, str], parts: list[str]
) -> None:
    guest = Guest(more={"name": "Rosa Vega", "first_name": None, "last_name": None})
    await outcomes(mapped, guest.created(), guest.created(updated_at=LATER, **said))

    told = await lines(Desk(mapped, raw, OWNER), {"id": guest.booking_id})

    assert told[1:] == [line("calendly", "corrected", parts=parts)]


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        (
            {"start": "2030-06-06T13:00:00.000000Z", "end": "2030-06-06T14:00:00.000000Z"},
            {"slots": change(["2030-06-05_9_0"], ["2030-06-06_9_0"])},
        ),
        ({"hosts": (BEN_AT_CALENDLY,)}, {"instructor": change("ana", "ben")}),
    ],
)
async def test_meeting_that_calendly_moves_has_a_line(
    mapped: Outside, raw: RawStore, said: dict[str, Any], changes: dict[str, object]
) -> None:
    guest = Guest()
    await outcomes(mapped, guest.created(), replace(guest, **said).created(updated_at=LATER))

    told = await lines(Desk(mapped, raw, OWNER), {"id": guest.booking_id})

    assert told[1:] == [line("calendly", "moved", **changes)]


async def test_who_is_said_to_come_as_before_makes_no_line(mapped: Outside, raw: RawStore) -> None:
    guest = Guest()
    await outcomes(mapped, guest.created(), guest.created(updated_at=LATER))

    told = await lines(Desk(mapped, raw, OWNER), {"id": guest.booking_id})

    assert [each["action"] for each in told] == ["imposed"]


async def test_erasing_somebody_keeps_the_lines_and_no_word_of_theirs(
    world: Outside, raw: RawStore, desk: Desk
) -> None:
    booking = await booked(world, personalInfo=CANARY)
    await put(world, booking, {"personalInfo": {"lastName": "Canary-Personal"}})
    caller = Customer(booking["manageToken"])

    await erase_customer(ChangeWish(booking["id"], caller), world)

    assert [each["action"] for each in await lines(desk, booking)] == ["booked", "corrected", "erased"]
    kept = raw.kept().bookings[booking["id"]]
    assert [text for text in kept.values() if "anary" in text or "7777" in text] == []
    assert not [
        name for name, text in raw.everything().items() if "anary" in name + text and not name.startswith("ob:")
    ]


async def test_lines_come_back_with_a_backup(world: Outside, store: Store, raw: RawStore) -> None:
    booking = await booked(world)
    await put(world, booking, {"slots": ["ana_2030-06-05_9_0"]})
    before = await lines(Desk(world, raw, OWNER), booking)
    backup = await taken(store)
    wipe(raw)

    await store.restore(backup)

    assert await lines(Desk(world, raw, OWNER), booking) == before
    assert len(before) == 2


async def test_trail_is_one_request(world: Outside, raw: RawStore, network: Network, connect: Connect) -> None:
    booking = await booked(world)
    far = a_world(connect(network.url))
    await far.catalogs.current()
    desk = Desk(far, raw, OWNER)
    network.bodies.clear()

    await lines(desk, booking)

    assert network.requests == 1


@pytest.mark.parametrize(
    "name",
    ["", "booking_0_0000000000000", "../cat", "booking_1_%00", "%F0%9F%92%83", "a" * 100, "__proto__", "bk:x", "*"],
)
async def test_what_is_no_booking_of_theirs_is_not_found(world: Outside, raw: RawStore, name: str) -> None:
    before = raw.everything()

    answers = [await Desk(world, raw, staff).see(f"view=audit&id={name}") for staff in (OWNER, ANA)]

    assert [answer.status_code for answer in answers] == [404, 404]
    after = {key: value for key, value in raw.everything().items() if not key.startswith("se:")}
    assert after == before


async def test_customers_push_only_their_own_lines_out(
    world: Outside, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lib.studio.policy.CHANGES_KEPT", 3)
    booking = await booked(world)
    await desk.act("set_payment", id=booking["id"], paymentStatus="paid")
    for number in range(6):
        await put(world, booking, {"personalInfo": {"firstName": f"Rosa {'I' * number}"}})

    told = [(each["who"], each["action"]) for each in await lines(desk, booking)]

    assert told == [("customer", "booked"), ("owner", "payment"), *[("customer", "corrected")] * 3]


async def test_second_line_is_pushed_out_like_any_other(
    world: Outside, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lib.studio.policy.CHANGES_KEPT", 3)
    booking = await booked(world)
    for number in range(4):
        await put(world, booking, {"personalInfo": {"firstName": f"Rosa V{'I' * number}"}})

    assert [each["action"] for each in await lines(desk, booking)] == ["booked", *["corrected"] * 3]
