"""A booking that the store lost is settled by another one of the same person, and by none that is not meant for it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lib.actions.find_losses import find_losses
from lib.actions.maintain import maintain
from lib.actions.ports import Outside
from lib.gateways.vault import FolderVault
from tests.support.customers import booked
from tests.support.desk import Desk
from tests.support.losing import lose
from tests.support.raw_store import RawStore
from tests.support.studio import StandingClock, wish_body

LEO = {"firstName": "Leo", "lastName": "Paz", "email": "leo@example.com"}


@pytest.fixture
def kept(live: Outside, tmp_path: Path) -> Outside:
    return replace(live, vault=FolderVault(tmp_path))


def by_hand(**changes: object) -> dict[str, Any]:
    return {name: value for name, value in wish_body(**changes).items() if name != "bookingSource"}


async def test_lost_booking_that_is_entered_again_is_settled_and_was_not_sold_twice(
    kept: Outside, raw: RawStore
) -> None:
    lost = await booked(kept)
    await booked(kept, slots=["ana_2030-06-07_9_0"], personalInfo=LEO)
    await maintain(kept)
    lose(raw, lost)
    await maintain(kept)

    answer = await Desk(kept, raw).act("create", **by_hand())
    await maintain(kept)

    assert answer.status_code == 201, answer.text
    losses: Any = (await kept.store.pulse(0)).reports["losses"].said
    assert (losses["found"], losses["lost"], losses["soldTwice"]) == (0, [], [])


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, 0),
        ({"personalInfo": LEO}, 1),
        ({"classType": "group", "slots": ["ana_2030-06-05_10_15"]}, 1),
    ],
    ids=["the same person", "somebody else", "another class"],
)
async def test_lost_booking_is_settled_by_one_that_staff_made_elsewhere_for_the_same_person(
    kept: Outside, raw: RawStore, clock: StandingClock, changes: dict[str, object], found: int
) -> None:
    lost = await booked(kept)
    await maintain(kept)
    lose(raw, lost)
    await booked(kept, personalInfo=LEO)
    await maintain(kept)
    clock.moment += timedelta(hours=1)

    answer = await Desk(kept, raw).act("create", **by_hand(**{"slots": ["ana_2030-06-05_9_0"], **changes}))
    losses: Any = await find_losses(kept)

    assert answer.status_code == 201, answer.text
    assert len(losses["lost"]) == found


async def test_other_booking_of_a_person_who_lost_one_settles_nothing(kept: Outside, raw: RawStore) -> None:
    lost = await booked(kept)
    await booked(kept, slots=["ana_2030-06-05_9_0"])
    await Desk(kept, raw).act("create", **by_hand(slots=["ana_2030-06-06_9_0"]))
    await maintain(kept)
    lose(raw, lost)
    clock = kept.clock
    assert isinstance(clock, StandingClock)
    clock.moment += timedelta(hours=1)

    losses: Any = await find_losses(kept)

    assert [each["bookingId"] for each in losses["lost"]] == [lost["id"]]


async def nights(kept: Outside, clock: StandingClock, count: int) -> list[object]:
    """How many losses each of them finds."""
    found = []
    for _ in range(count):
        await maintain(kept)
        found.append((await kept.store.pulse(0)).reports["losses"].said["found"])
        clock.moment += timedelta(hours=5)
    return found


async def test_what_was_settled_stays_settled_although_its_copy_is_found_every_night(
    kept: Outside, raw: RawStore, clock: StandingClock
) -> None:
    lose(raw, await booked(kept))
    await booked(kept, slots=["ana_2030-06-07_9_0"], personalInfo=LEO)
    before = await nights(kept, clock, 1)

    answer = await Desk(kept, raw).act("create", **by_hand(slots=["ana_2030-06-06_9_0"]))

    assert answer.status_code == 201, answer.text
    assert (before, await nights(kept, clock, 4)) == ([1], [0, 0, 0, 0])


async def test_one_booking_settles_one(kept: Outside, raw: RawStore, clock: StandingClock) -> None:
    both = [await booked(kept, slots=[f"ana_2030-06-0{day}_9_0"]) for day in (4, 6)]
    await maintain(kept)
    for booking in both:
        lose(raw, booking)
    before = await nights(kept, clock, 1)

    answer = await Desk(kept, raw).act("create", **by_hand())

    assert answer.status_code == 201, answer.text
    assert (before, await nights(kept, clock, 2)) == ([2], [1, 1])
    answer = await Desk(kept, raw).act("create", **by_hand(slots=["ana_2030-06-10_9_0"]))
    assert answer.status_code == 201, answer.text
    assert await nights(kept, clock, 2) == [0, 0]


@pytest.mark.parametrize("which", [0, 1])
async def test_place_beside_a_lost_one_in_the_same_group_settles_nothing(
    kept: Outside, raw: RawStore, which: int
) -> None:
    both = [await booked(kept, classType="group", slots=["ana_2030-06-05_10_15"]) for _ in range(2)]
    await maintain(kept)
    lose(raw, both[which])

    losses: Any = await find_losses(kept)

    assert [each["bookingId"] for each in losses["lost"]] == [both[which]["id"]]
