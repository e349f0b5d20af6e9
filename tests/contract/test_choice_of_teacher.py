"""Who teaches when anybody may, and which time is kept free between two lessons of one teacher."""

from typing import Any

import pytest

from lib.actions.ports import Outside
from lib.gateways.store import Store
from tests.chaos.in_process import ON_BOTH
from tests.support.customers import booked, post
from tests.support.edits import edited, of_class
from tests.support.studio import wish_body

pytestmark = ON_BOTH

TUESDAY, WEDNESDAY = "2030-06-04", "2030-06-05"


async def taught(world: Outside, name: str, class_type: str, *slots: str) -> dict[str, Any]:
    """A booking of somebody of their own; who teaches it is in the name of its slots."""
    person = {"firstName": name, "lastName": "Vega", "email": f"{name}@example.com"}
    who = slots[0].partition("_")[0]
    return await booked(world, classType=class_type, instructor=who, slots=list(slots), personalInfo=person)


async def test_open_session_is_joined_whoever_teaches_less(world: Outside, store: Store) -> None:
    """Where both could: a room for each of them."""
    await edited(store, of_class("group", rooms=[]))
    await taught(world, "rosa", "group", f"cleo_{TUESDAY}_9_0")

    joined = await taught(world, "luis", "group", f"any_{TUESDAY}_9_0")

    assert joined["instructor"] == "cleo"


async def test_more_open_sessions_count_more_than_fewer(world: Outside, store: Store) -> None:
    await edited(store, of_class("group", rooms=[]))
    await taught(world, "rosa", "group", f"ana_{TUESDAY}_10_15")
    await taught(world, "eva", "group", f"cleo_{TUESDAY}_9_0", f"cleo_{TUESDAY}_10_15")

    joined = await taught(world, "luis", "group", f"any_{TUESDAY}_9_0", f"any_{TUESDAY}_10_15")

    assert joined["instructor"] == "cleo"


@pytest.mark.parametrize(
    ("before", "who"),
    [
        ([], "ana"),
        ([("private", f"ana_{TUESDAY}_13_0")], "ben"),
        ([("private", f"ben_{TUESDAY}_13_0")], "ana"),
        ([("private", f"ana_{TUESDAY}_13_0"), ("long", f"ben_{TUESDAY}_13_0")], "ana"),
        ([("private", f"ana_{WEDNESDAY}_13_0")], "ana"),
    ],
)
async def test_whoever_teaches_least_that_day_is_chosen(
    world: Outside, before: list[tuple[str, str]], who: str
) -> None:
    for number, (class_type, slot) in enumerate(before):
        await taught(world, f"rosa{number}", class_type, slot)

    booking = await taught(world, "luis", "private", f"any_{TUESDAY}_9_0")

    assert booking["instructor"] == who


async def test_minutes_count_and_not_lessons(world: Outside) -> None:
    """Cleo teaches three times, and half an hour less in all."""
    await taught(world, "rosa", "group", f"ana_{TUESDAY}_13_0")
    await taught(world, "eva", "group", f"ana_{TUESDAY}_14_15")
    for number, hour in enumerate(("13_0", "14_0", "15_0")):
        await taught(world, f"luis{number}", "short", f"cleo_{TUESDAY}_{hour}")

    booking = await taught(world, "dora", "short", f"any_{TUESDAY}_9_0")

    assert booking["instructor"] == "cleo"


async def test_day_with_two_of_the_wished_times_counts_once(world: Outside) -> None:
    """Ana teaches sixty minutes on Tuesday, Ben ninety on Wednesday."""
    await taught(world, "rosa", "private", f"ana_{TUESDAY}_13_0")
    await taught(world, "eva", "long", f"ben_{WEDNESDAY}_13_0")

    wished = (f"any_{TUESDAY}_9_0", f"any_{TUESDAY}_10_15", f"any_{WEDNESDAY}_9_0")
    booking = await taught(world, "luis", "private", *wished)

    assert booking["instructor"] == "ana"


@pytest.mark.parametrize(("time", "status"), [("9_15", 201), ("9_30", 409)])
async def test_time_that_a_later_lesson_wants_before_it_is_kept_free(
    world: Outside, store: Store, time: str, status: int
) -> None:
    """Until ten is too long for a class at a quarter past ten that wants twenty minutes before it."""
    await edited(store, of_class("group", before=20))
    await taught(world, "rosa", "group", f"ana_{TUESDAY}_10_15")

    wish = wish_body(classType="short", slots=[f"ana_{TUESDAY}_{time}"])

    assert (await post(world, wish)).status_code == status


@pytest.mark.parametrize(("time", "status"), [("10_15", 409), ("10_30", 201)])
async def test_time_that_an_earlier_lesson_wants_after_it_is_kept_free(
    world: Outside, store: Store, time: str, status: int
) -> None:
    await edited(store, of_class("group", after=30, step=75))
    await taught(world, "rosa", "group", f"ana_{TUESDAY}_9_0")

    wish = wish_body(classType="short", slots=[f"ana_{TUESDAY}_{time}"])

    assert (await post(world, wish)).status_code == status
