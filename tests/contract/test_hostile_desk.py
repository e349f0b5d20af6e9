"""Wishes at the desk that must not be granted: malformed, unsigned, of other people's bookings."""

from typing import Any

import pytest

from lib.actions.ports import Outside
from tests.contract.test_desk_actions import BY_HAND, GUEST, ON_A_BOOKING
from tests.support.customers import booked
from tests.support.desk import BEN, DOOR, Desk
from tests.support.doors import caller
from tests.support.raw_store import RawStore
from tests.support.staff import signed_in


@pytest.fixture
def desk(world: Outside, raw: RawStore) -> Desk:
    return Desk(world, raw)


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


@pytest.mark.parametrize(
    "query",
    [
        *("view=list&limit=0", "view=list&limit=201", "view=list&limit=NaN", "view=list&limit=1e1", "view=list&limit="),
        *("view=list&cursor=x", "view=list&cursor=1.", "view=list&cursor=-1.a", "view=list&cursor=1.a%0A", "view=x"),
        *("view=list&cursor=" + "9" * 20 + ".a", "view=list&status=gone", "view=list&by=name", "view="),
        *("view=list&startDate=9999-12-31", "view=list&startDate=2030-02-30", "view=list&startDate="),
        *("view=list&startDate=2030-06-05&endDate=2030-06-04", "view=day", "view=day&date=2030-06-04&days=8"),
        *("view=day&date=2030-06-04&days=0", "view=day&date=1999-01-01", "view=list&format=xml", "view=list&view=list"),
        *("view=list&email=" + "x" * 255, "view=list&instructor=" + "x" * 41, "view=list&instructor=a&instructor=b"),
    ],
)
async def test_questions_that_are_none_are_refused(desk: Desk, query: str) -> None:
    answer = await desk.see(query)

    assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")


@pytest.mark.parametrize(
    "query",
    [
        *("instructor=nobody", "instructor=%E2%80%AE", "instructor=a:b", "instructor=%00", "email=%FF%FE", "email=%0A"),
        *("email=%27%20OR%201", "instructor=..%2F..", "cursor=0.x", "cursor=99999999999999.zzz"),
    ],
)
async def test_questions_about_nobody_find_nobody(world: Outside, desk: Desk, query: str) -> None:
    await booked(world)

    answer = await desk.see(f"view=list&{query}")

    assert answer.status_code in {200, 400}
    if answer.status_code == 200 and "cursor=9" not in query:
        assert answer.json() == {"bookings": [], "nextCursor": None}


@pytest.mark.parametrize("headers", [{"If-Match": ""}, {"If-Match": "1"}, {"Idempotency-Key": "short"}])
async def test_header_that_means_nothing_is_refused_whatever_is_asked(desk: Desk, headers: dict[str, str]) -> None:
    answer = await desk.act("search", headers, q="vega")

    [pointed] = answer.json()["details"]
    assert (answer.status_code, pointed["pointer"]) == (400, f"header:{next(iter(headers))}")
