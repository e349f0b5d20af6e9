"""What happens to a booking after it was made: moved, corrected, cancelled, by whoever holds its link."""

from typing import Any

import httpx
import pytest

from lib.actions.ports import Outside
from lib.studio.life_cycle import LIFE_CYCLE
from tests.support.customers import booked, get, week
from tests.support.doors import caller
from tests.support.fault_proxy import Network
from tests.support.invariants import broken
from tests.support.raw_store import RawStore
from tests.support.studio import NOW, Connect, StandingClock, a_world, wish_body

ELSEWHERE = ["ana_2030-06-05_10_15"]
GROUP: dict[str, Any] = {"classType": "group", "instructor": "ana", "slots": ["ana_2030-06-04_9_0"]}


def person(customer: str) -> dict[str, str]:
    return {"firstName": "Rosa", "lastName": "Vega", "email": f"{customer}@example.com"}


async def put(world: Outside, booking: dict[str, Any], body: object, **headers: str) -> httpx.Response:
    return await _change(world, "PUT", booking, json=body, headers=headers)


async def delete(world: Outside, booking: dict[str, Any], **headers: str) -> httpx.Response:
    return await _change(world, "DELETE", booking, headers=headers)


async def _change(world: Outside, verb: str, booking: dict[str, Any], **request: Any) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in request.pop("headers").items()}
    headers = {"Authorization": f"Bearer {booking['manageToken']}", **named}
    async with caller("bookings", world) as client:
        return await client.request(verb, f"/api/bookings?id={booking['id']}", headers=headers, **request)


async def sound(world: Outside, raw: RawStore) -> bool:
    return broken(raw.kept(), await world.catalogs.current()) == []


async def test_moving_takes_the_new_place_and_frees_the_old_one(world: Outside, raw: RawStore) -> None:
    booking = await booked(world)

    answer = await put(world, booking, {"slots": ELSEWHERE})

    moved = answer.json()["booking"]
    assert (answer.status_code, moved["slots"], moved["version"], moved["status"]) == (200, ELSEWHERE, 2, "confirmed")
    assert (moved["totalAmountMinor"], moved["createdAt"]) == (booking["totalAmountMinor"], booking["createdAt"])
    assert answer.headers["etag"] == '"2"'
    assert answer.headers["event-id"]
    assert await sound(world, raw)
    free = await week(world, "classType=private&instructor=ana&week=2030-06-04")
    by_id = {slot["id"]: slot["available"] for day in free.values() for slot in day}
    assert (by_id["ana_2030-06-04_9_0"], by_id[ELSEWHERE[0]]) == (True, False)
    assert f"{booking['id']}:2:moved" in raw.kept().letters


async def test_moving_to_another_instructor_or_anyone_follows_the_claims_rules(world: Outside, raw: RawStore) -> None:
    booking = await booked(world)

    to_ben = await put(world, booking, {"slots": ["ben_2030-06-04_9_0"]})
    to_anyone = await put(world, booking, {"slots": ["any_2030-06-05_9_0"]})

    assert to_ben.json()["booking"]["instructor"] == "ben"
    assert to_anyone.json()["booking"]["instructor"] == "ana"
    assert await sound(world, raw)
    assert raw.do("ZRANGE", f"{raw.prefix}ix:i.ben", 0, -1) == []
    assert raw.do("ZRANGE", f"{raw.prefix}ix:i.ana", 0, -1) == [booking["id"]]


async def test_lesson_can_be_moved_by_less_than_its_length(world: Outside, raw: RawStore) -> None:
    booking = await booked(world, classType="long", slots=["ana_2030-06-04_9_0"])

    answer = await put(world, booking, {"slots": ["ana_2030-06-04_9_15"]})

    assert answer.json()["booking"]["slots"] == ["ana_2030-06-04_9_15"]
    assert await sound(world, raw)


async def test_move_to_a_taken_slot_leaves_the_booking_and_offers_others(world: Outside, raw: RawStore) -> None:
    booking = await booked(world)
    await booked(world, slots=ELSEWHERE, personalInfo=person("other"))
    before = raw.everything()

    answer = await put(world, booking, {"slots": ELSEWHERE})

    told = answer.json()
    assert (answer.status_code, told["code"], told["unavailableSlots"]) == (409, "slot_taken", ELSEWHERE)
    assert len(told["alternatives"]) == 3
    assert raw.everything() == before


async def test_moving_out_of_a_group_leaves_the_others_and_the_last_one_ends_it(world: Outside, raw: RawStore) -> None:
    first, second = [await booked(world, **GROUP, personalInfo=person(f"c{n}")) for n in (1, 2)]

    await put(world, first, {"slots": ["ana_2030-06-05_9_0"]})
    left = len(raw.do("ZRANGE", f"{raw.prefix}sch:r.big", 0, -1))
    await delete(world, second)
    await delete(world, first)

    assert left == 2
    assert raw.do("EXISTS", f"{raw.prefix}sch:r.big", f"{raw.prefix}sch:i.ana") == 0
    assert await sound(world, raw)


async def test_cancelling_frees_the_place_and_says_so(world: Outside, raw: RawStore) -> None:
    booking = await booked(world)

    answer = await delete(world, booking)

    assert (answer.status_code, answer.json()["booking"]["status"]) == (200, "canceled")
    assert answer.headers["event-id"]
    assert await sound(world, raw)
    assert await booked(world, personalInfo=person("next"))


async def test_cancelling_again_answers_the_same_and_writes_nothing(world: Outside, raw: RawStore) -> None:
    booking = await booked(world)
    first = await delete(world, booking, If_Match='"1"')
    before = raw.everything()

    again = await delete(world, booking, If_Match='"1"')

    assert (again.status_code, again.json()) == (200, first.json())
    assert raw.everything() == before


async def test_known_key_answers_first_and_another_content_is_refused(world: Outside) -> None:
    booking = await booked(world)
    first = await put(world, booking, {"slots": ELSEWHERE}, Idempotency_Key="a-key-of-a-move")
    await put(world, booking, {"slots": ["ana_2030-06-06_9_0"]})

    again = await put(world, booking, {"slots": ELSEWHERE}, Idempotency_Key="a-key-of-a-move", If_Match='"1"')
    other = await put(world, booking, {"slots": ["ana_2030-06-07_9_0"]}, Idempotency_Key="a-key-of-a-move")

    assert (again.status_code, again.json(), again.headers["idempotency-replayed"]) == (200, first.json(), "true")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")


async def test_if_match_refuses_what_was_changed_meanwhile(world: Outside, raw: RawStore) -> None:
    booking = await booked(world)
    await put(world, booking, {"personalInfo": {"firstName": "Rosalía"}}, If_Match='"1"')
    before = raw.everything()

    answer = await put(world, booking, {"slots": ELSEWHERE}, If_Match='"1"')

    assert (answer.status_code, answer.json()["code"], answer.json()["version"]) == (412, "other_version", 2)
    assert raw.everything() == before


async def test_correcting_changes_what_is_named_and_leaves_the_rest(world: Outside, raw: RawStore) -> None:
    booking = await booked(world)

    answer = await put(
        world, booking, {"personalInfo": {"lastName": "O/Neill \\ ñ", "phone": "", "notes": "Zwei\nZeilen"}}
    )

    assert answer.json()["booking"]["personalInfo"] == {
        "firstName": "Rosa", "lastName": "O/Neill \\ ñ", "email": "rosa@example.com", "phone": None,
        "notes": "Zwei\nZeilen",
    }  # fmt: skip
    assert await sound(world, raw)


async def test_correcting_to_what_stands_there_changes_no_version(world: Outside) -> None:
    booking = await booked(world)

    answer = await put(world, booking, {"personalInfo": {"firstName": "Rosa"}})

    assert (answer.status_code, answer.json()["booking"]["version"]) == (200, 1)


@pytest.mark.parametrize(
    "body", [{"personalInfo": {"email": "new@example.com"}}, {"status": "completed"}, {"paymentStatus": "paid"}]
)
async def test_what_only_staff_may_do_is_refused_to_customers(world: Outside, raw: RawStore, body: object) -> None:
    booking = await booked(world)
    before = raw.everything()

    answer = await put(world, booking, body)

    assert (answer.status_code, answer.json()["code"]) == (403, "staff_only")
    assert raw.everything() == before


async def test_inside_the_notice_period_nothing_can_be_changed_but_details(
    world: Outside, clock: StandingClock, raw: RawStore
) -> None:
    booking = await booked(world)
    clock.moment = NOW.replace(day=4, hour=1, minute=1)
    before = raw.everything()

    answers = [await put(world, booking, {"slots": ELSEWHERE}), await delete(world, booking)]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(409, "too_late")] * 2
    assert raw.everything() == before
    clock.moment = NOW.replace(day=4, hour=1, minute=0)
    assert (await delete(world, booking)).status_code == 200


async def test_canceled_booking_leads_nowhere(world: Outside) -> None:
    booking = await booked(world)
    await delete(world, booking)

    answers = [
        await put(world, booking, {"slots": ELSEWHERE}),
        await put(world, booking, {"personalInfo": {"firstName": "X"}}),
    ]

    assert [(answer.status_code, answer.json()["bookingStatus"]) for answer in answers] == [(409, "canceled")] * 2
    assert not any("canceled" in LIFE_CYCLE[step].before for step in ("move", "correct", "cancel"))


async def test_unknown_and_somebody_elses_booking_answer_alike(world: Outside, raw: RawStore) -> None:
    mine = await booked(world)
    other = await booked(world, slots=ELSEWHERE, personalInfo=person("other"))
    before = raw.everything()

    answers = []
    for target in (other["id"], "booking_1_0000000000000", "no id at all", "' OR 1"):
        stranger = {"id": target, "manageToken": mine["manageToken"]}
        answers += [await put(world, stranger, {"slots": ELSEWHERE}), await delete(world, stranger)]
        header = {"Authorization": f"Bearer {mine['manageToken']}"}
        answers.append(await get(world, "bookings", f"/api/bookings?id={target}", header))

    texts = {answer.text.replace(answer.headers["x-request-id"], "") for answer in answers}
    assert {answer.status_code for answer in answers} == {404}
    assert len(texts) == 1
    assert raw.everything() == before


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, "validation_failed"),
        ({"slots": []}, 400, "validation_failed"),
        ({"slots": ["ana_2030-06-05_9_0"] * 5}, 400, "validation_failed"),
        ({"slots": ["ana_2030-06-05_9_0", "ana_2030-06-06_9_0"]}, 400, "validation_failed"),
        ({"slots": ELSEWHERE, "personalInfo": {"firstName": "X"}}, 400, "validation_failed"),
        ({"slots": ELSEWHERE, "totalAmount": 1}, 400, "validation_failed"),
        ({"slots": [7]}, 400, "validation_failed"),
        ({"slots": ["ana_2030-06-05_9_1"]}, 400, "not_a_slot"),
        ({"slots": ["ana_9999-12-31_9_0"]}, 400, "not_a_slot"),
        ({"slots": ["ana_2030-06-02_9_0"]}, 400, "not_a_slot"),
        ({"slots": ["gone_2030-06-05_9_0"]}, 400, "not_a_slot"),
        ({"slots": ["cleo_2030-06-05_9_0"]}, 400, "not_a_slot"),
        ({"slots": ["'; DROP"]}, 400, "not_a_slot"),
        ({"personalInfo": {}}, 200, None),
        ({"personalInfo": {"firstName": ""}}, 400, "validation_failed"),
        ({"personalInfo": {"firstName": "\u202eevil"}}, 400, "validation_failed"),
        ({"personalInfo": {"firstName": "x" * 81}}, 400, "validation_failed"),
        ({"personalInfo": {"role": "owner"}}, 400, "validation_failed"),
        ({"status": "canceled"}, 400, "validation_failed"),
        ({"paymentStatus": "pending"}, 400, "validation_failed"),
        ({"status": None}, 400, "validation_failed"),
    ],
)
async def test_hostile_changes_get_a_clear_answer_and_change_nothing(
    world: Outside, raw: RawStore, body: object, status: int, code: str | None
) -> None:
    booking = await booked(world)
    before = raw.everything()

    answer = await put(world, booking, body)

    assert (answer.status_code, answer.json().get("code")) == (status, code)
    assert raw.everything() == before


@pytest.mark.parametrize("version", ["1", '"0"', '"x"', 'W/"1"', '"1", "2"', '"99999999999"'])
async def test_if_match_that_is_no_version_is_refused(world: Outside, version: str) -> None:
    booking = await booked(world)

    answer = await delete(world, booking, If_Match=version)

    assert (answer.status_code, answer.json()["details"][0]["pointer"]) == (400, "header:If-Match")


async def test_every_change_is_one_request_to_the_store(network: Network, connect: Connect) -> None:
    world = a_world(connect(network.url))
    booking = await booked(world)
    counts = []

    for change in ({"slots": ELSEWHERE}, {"personalInfo": {"firstName": "Rosalía"}}, None):
        network.bodies.clear()
        answer = await (put(world, booking, change) if change else delete(world, booking))
        counts.append((answer.status_code, network.requests))

    assert counts == [(200, 1)] * 3


async def test_room_that_has_left_the_catalogue_is_found_by_its_name(world: Outside, raw: RawStore) -> None:
    booking = await booked(world)
    member = raw.do("ZRANGE", f"{raw.prefix}sch:r.big", 0, -1)[0]
    elsewhere = member.replace(":big:", ":attic:")
    start = member.split(":")[0]
    for key in ("sch:i.ana", "sch:r.big"):
        raw.do("ZREM", raw.prefix + key, member)
    for key in ("sch:i.ana", "sch:r.attic"):
        raw.do("ZADD", raw.prefix + key, start, elsewhere)
    raw.do("HSET", f"{raw.prefix}bk:{booking['id']}", "places", f"2030-06-04_9_0 {elsewhere}")

    answer = await delete(world, booking)

    assert answer.status_code == 200
    assert not [key for key in raw.names() if key.startswith("sch:")]


async def test_limits_are_clear_and_cost_no_place(world: Outside, raw: RawStore) -> None:
    days = ("04", "05", "06", "07", "08", "10", "11", "12", "13")
    for day in days[:8]:
        await booked(world, slots=[f"ana_2030-06-{day}_9_0"])
    before = raw.everything()

    async with caller("bookings", world) as client:
        refused = await client.post("/api/bookings", json=wish_body(slots=[f"ana_2030-06-{days[8]}_9_0"]))
        too_fast = await client.post("/api/bookings", json=wish_body(context={"elapsedMs": 40}))
        robot = await client.post("/api/bookings", json=wish_body(context={"website": "http://spam"}))

    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_bookings")
    # Until the first of the eight is over: from Monday, 12:00 UTC, to Tuesday, 14:00 UTC.
    assert refused.headers["retry-after"] == str(26 * 3600)
    assert (too_fast.status_code, too_fast.json()["code"], too_fast.headers["retry-after"]) == (429, "too_fast", "1")
    assert (robot.status_code, robot.json()["details"][0]["pointer"]) == (400, "/context/website")
    assert raw.everything() == before


async def test_cancelled_bookings_make_room_for_others(world: Outside) -> None:
    made = [
        await booked(world, slots=[f"ana_2030-06-{day}_9_0"])
        for day in ("04", "05", "06", "07", "08", "10", "11", "12")
    ]

    await delete(world, made[3])

    assert await booked(world, slots=["ana_2030-06-13_9_0"])
