"""What one booking adds to the counters: by how long before, on which days, and as how many writes."""

from datetime import timedelta

import pytest

from lib.actions.ports import Outside
from tests.chaos.in_process import ON_BOTH
from tests.support.changers import put
from tests.support.customers import booked
from tests.support.full_house import person
from tests.support.raw_store import RawStore
from tests.support.studio import NOW, StandingClock

pytestmark = ON_BOTH

# At nine in New York.
LESSON, STARTS = "ana_2030-07-16_9_0", NOW.replace(month=7, day=16, hour=13, minute=0, second=0)


def counters(raw: RawStore, month: str) -> dict[str, str]:
    return (raw.kept().figures or {})[month]


@pytest.mark.parametrize(("days", "less"), [(30, 14), (14, 7), (7, 3), (3, 1), (1, 0)])
async def test_lead_is_told_in_whole_days(
    world: Outside, raw: RawStore, clock: StandingClock, days: int, less: int
) -> None:
    clock.moment = STARTS - timedelta(days=days)
    await booked(world, slots=[LESSON])
    clock.moment += timedelta(seconds=1)
    await booked(world, instructor="ben", slots=[LESSON.replace("ana", "ben")])

    leads = [name for name in counters(raw, "fg:2030-07") if " lead:" in name]

    assert sorted(leads) == [f"ana lead:{days}", f"ben lead:{less}"]


async def test_each_place_counts_on_its_own_day(world: Outside, raw: RawStore) -> None:
    slots = [f"ana_2030-06-{day}_9_0" for day in ("13", "11", "12")]

    await booked(world, classType="group", slots=slots)

    total, *days = counters(raw, "fg:2030-06")["ana places:group"].split()
    assert (total, sorted(days)) == ("3", ["11:1", "12:1", "13:1"])


async def test_each_write_of_a_month_is_counted(world: Outside, raw: RawStore) -> None:
    booking = await booked(world)
    await booked(world, slots=["ana_2030-06-11_9_0"], personalInfo=person("another"))
    before = [counters(raw, name)["#"] for name in ("fg:2030-06", "fv:2030-06")]

    await put(world, booking, {"slots": ["ana_2030-06-12_9_0"]})

    assert before == ["2", "2"]
    assert [counters(raw, name)["#"] for name in ("fg:2030-06", "fv:2030-06")] == ["3", "2"]


async def test_booking_is_made_in_the_studios_month(world: Outside, raw: RawStore, clock: StandingClock) -> None:
    """It is ten in the evening of the last day of June in New York, and July in London."""
    clock.moment = NOW.replace(month=7, day=1, hour=2)

    await booked(world, slots=[LESSON])

    assert [name for name in raw.kept().figures or {} if name.startswith("fv:")] == ["fv:2030-06"]
