"""Whoever booked is found by what staff hear of them, and nobody else is."""

from typing import Any

import pytest

from lib.actions.ports import Outside
from lib.studio import policy
from tests.contract.test_desk_looks import person
from tests.support.changers import put
from tests.support.customers import booked
from tests.support.desk import Desk
from tests.support.doors import caller
from tests.support.raw_store import RawStore


@pytest.fixture
def desk(world: Outside, raw: RawStore) -> Desk:
    return Desk(world, raw)


@pytest.mark.parametrize(
    "words",
    [
        *("rosa", "ROSA", "Rosa Ve", "vega", "vega rosa", "de la vega", "la vega", "josé", "jose maria", "maria", "ro"),
        *("rosa.v@example", "Rosa.V@Example.com", "+1 (555) 010-0123", "15550100", "0100123", "123"),
    ],
)
async def test_whoever_booked_is_found_by_what_staff_hear(world: Outside, desk: Desk, words: str) -> None:
    booking = await booked(
        world, personalInfo=person("José-María Rosa", "de la Vega", "rosa.v@example.com", "+1 555 010 0123")
    )
    await booked(world, slots=["ana_2030-06-05_9_0"], personalInfo=person("Olga", "Braun", "olga@example.com", "999"))

    assert booking["id"] in await desk.found(words)
    assert len(await desk.found(words)) == 1


async def test_confirmation_number_finds_its_booking(world: Outside, desk: Desk) -> None:
    booking = await booked(world)
    number = booking["confirmationNumber"]

    assert [await desk.found(each) for each in (number, f"#{number.lower()}", number[:5])] == [[booking["id"]]] * 3


async def test_each_word_counts(world: Outside, desk: Desk) -> None:
    both = await booked(world, personalInfo=person("Rosa", "de la Vega"))
    await booked(world, slots=["ana_2030-06-05_9_0"], personalInfo=person("Rosa", "Braun"))
    await booked(world, slots=["ana_2030-06-06_9_0"], personalInfo=person("Olga", "Vega"))

    assert [await desk.found(words) for words in ("rosa vega", "vega ro", "rosa x")] == [[both["id"]]] * 2 + [[]]
    assert len(await desk.found("rosa")) == len(await desk.found("vega")) == 2


async def test_corrected_words_are_found_and_the_old_ones_not(world: Outside, raw: RawStore, desk: Desk) -> None:
    booking = await booked(world)

    await put(world, booking, {"personalInfo": {"lastName": "Mar", "phone": "+49 30 77"}})

    ids = [booking["id"]]
    assert [await desk.found(each) for each in ("rosa mar", "mar rosa", "4930", "rosa@")] == [ids] * 4
    assert [await desk.found(each) for each in ("vega", "15550100")] == [[], []]
    assert raw.do("ZCARD", f"{raw.prefix}ix:words") == 6


async def test_who_was_erased_is_found_by_the_number_alone(world: Outside, raw: RawStore, desk: Desk) -> None:
    booking = await booked(world)

    await delete_everything_about(world, booking, desk)

    assert await desk.found("rosa") == []
    assert await desk.found(booking["confirmationNumber"]) == [booking["id"]]
    entry = f"#{booking['confirmationNumber'].lower()}|{booking['id']}"
    assert raw.do("ZRANGE", f"{raw.prefix}ix:words", 0, -1) == [entry]


async def delete_everything_about(world: Outside, booking: dict[str, Any], desk: Desk) -> None:
    async with caller("bookings", world) as client:
        answer = await client.delete(f"/api/bookings?id={booking['id']}&erase=1", headers=desk.headers)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "words",
    ["", " ", "a", "1", "-1", "\u202erosa", "ro\x00sa", "x" * 121, 7, None, ["rosa"], {"q": 1}, "\ud800", "|", "--"],
)
async def test_words_that_are_none_are_refused(desk: Desk, words: object) -> None:
    try:
        answer = await desk.act("search", q=words)
    except UnicodeEncodeError:
        return

    assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")


@pytest.mark.parametrize("words", ["rosa|", "rosa\\", "[rosa", "(rosa", "rosa*", "ro?a", "%", "rosa'; DROP"])
async def test_words_with_signs_are_only_words(world: Outside, desk: Desk, words: str) -> None:
    await booked(world)

    answer = await desk.act("search", q=words)

    assert answer.status_code in {200, 400}


async def test_last_bookings_of_a_regular_are_found_first(world: Outside, raw: RawStore, desk: Desk) -> None:
    booking = await booked(world)
    older = [f"rosa vega|booking_{at}_{'x' * 13}" for at in range(1000, 1000 + 2 * policy.DESK_FOUND)]
    raw.do("ZADD", f"{raw.prefix}ix:words", *(word for entry in older for word in (0, entry)))

    answer = (await desk.act("search", q="rosa vega")).json()

    assert [each["id"] for each in answer["bookings"]] == [booking["id"]]
    assert answer["hasMore"]
    assert not (await desk.act("search", q=booking["confirmationNumber"])).json()["hasMore"]


async def test_address_finds_its_own_bookings_and_no_namesake(world: Outside, desk: Desk) -> None:
    hers = await booked(world, personalInfo=person("Maria", "Gomez", "maria.gomez@example.com"))
    await booked(world, slots=["ana_2030-06-05_9_0"], personalInfo=person("Maria", "Gomez", "other@example.com"))

    assert await desk.found("maria.gomez@example.com") == [hers["id"]]
