"""What happens to a booking after it was made: moved, corrected, cancelled, by whoever holds its link."""

from typing import Any

import pytest

from lib.actions.ports import Outside
from lib.studio.life_cycle import LIFE_CYCLE
from tests.chaos.in_process import ON_BOTH
from tests.support.changers import delete, put
from tests.support.customers import booked, week
from tests.support.invariants import broken
from tests.support.raw_store import RawStore
from tests.support.studio import NOW, StandingClock

pytestmark = ON_BOTH

ELSEWHERE = ["ana_2030-06-05_10_15"]
GROUP: dict[str, Any] = {"classType": "group", "instructor": "ana", "slots": ["ana_2030-06-04_9_0"]}


def person(customer: str) -> dict[str, str]:
    return {"firstName": "Rosa", "lastName": "Vega", "email": f"{customer}@example.com"}


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
