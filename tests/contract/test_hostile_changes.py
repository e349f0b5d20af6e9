"""Changes that must not happen: of other people's bookings, malformed, unversioned, and more than anybody needs."""

from datetime import UTC, datetime

import pytest

from lib.actions.ports import Outside
from tests.support.changers import delete, put
from tests.support.customers import booked, get, post
from tests.support.doors import caller
from tests.support.fault_proxy import Network
from tests.support.raw_store import RawStore
from tests.support.studio import Connect, StandingClock, a_world, wish_body

ELSEWHERE = ["ana_2030-06-05_10_15"]


def person(customer: str) -> dict[str, str]:
    return {"firstName": "Rosa", "lastName": "Vega", "email": f"{customer}@example.com"}


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


@pytest.mark.parametrize("version", ["", " ", "1", '"0"', '"x"', 'W/"1"', '"1", "2"', '"99999999999"'])
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


async def test_lesson_counts_until_the_minute_in_which_it_ends(world: Outside, clock: StandingClock) -> None:
    days = ("04", "05", "06", "07", "08", "10", "11", "12")
    for day in days:
        await booked(world, slots=[f"ana_2030-06-{day}_9_0"])
    one_more = wish_body(slots=["ana_2030-06-13_9_0"])

    clock.moment = datetime(2030, 6, 4, 13, 59, tzinfo=UTC)
    before = await post(world, one_more)
    clock.moment = datetime(2030, 6, 4, 14, 0, tzinfo=UTC)
    after = await post(world, one_more)

    assert (before.status_code, before.headers["retry-after"], after.status_code) == (429, "60", 201)
