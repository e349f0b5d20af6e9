"""Every change of the clock in the next ten years, against a model that asks the zone about each single minute."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from lib.studio import localtime
from lib.studio.catalog import Catalog, ClassType, Window
from lib.studio.slot_names import parse_slot_id, slot_id
from lib.studio.slots import OffersQuery, offers, starts
from tests.unit.studio.builders import a_catalog, a_class, an_instructor, at, windows

ZONES = ("America/New_York", "Europe/Madrid", "Australia/Lord_Howe")
FIRST, LAST = at("2026-11-23 00:00"), at("2036-11-23 00:00")
KINDS = (
    a_class(duration=60, step=15),
    a_class(duration=90, step=45),
    a_class(duration=30, step=30),
    a_class(duration=240, step=60),
)
OPEN = ("00:00-24:00", "00:00-01:45 02:10-03:20 03:20-06:00", "01:15-02:45 05:00-24:00")


def found_changes(name: str) -> list[int]:
    """By looking at every half hour; the minute is always a full quarter."""
    zone = ZoneInfo(name)
    offsets = [(m, datetime.fromtimestamp(m * 60, zone).utcoffset()) for m in range(FIRST, LAST, 15)]
    return [offsets[i][0] for i in range(1, len(offsets)) if offsets[i][1] != offsets[i - 1][1]]


CHANGES = [(name, change) for name in ZONES for change in found_changes(name)]


@cache
def wall_minutes(name: str, day: date) -> dict[int, int]:
    midnight = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) // 60
    shown = {
        m: datetime.fromtimestamp(m * 60, UTC).astimezone(ZoneInfo(name))
        for m in range(midnight - 900, midnight + 2300)
    }
    return {m: local.hour * 60 + local.minute for m, local in shown.items() if local.date() == day}


def expected(name: str, day: date, class_type: ClassType, window: Window) -> list[int]:
    """Starts whose wall time is on the grid and all of whose minutes lie in the window."""
    inside = {m: wall for m, wall in wall_minutes(name, day).items() if window.opens <= wall < window.closes}
    return [
        m
        for m, wall in inside.items()
        if (wall - window.opens) % class_type.step == 0
        and all(minute in inside for minute in range(m, m + class_type.duration))
    ]


def a_studio(name: str, opens: str, class_type: ClassType) -> Catalog:
    people = (an_instructor("ana", opens), an_instructor("ben", ""))
    return a_catalog(class_type, zone=ZoneInfo(name), instructors=people)


def days_around(name: str, change: int) -> list[date]:
    day = localtime.local_minute(ZoneInfo(name), change).day
    return [day - timedelta(days=1), day, day + timedelta(days=1)]


def test_changes_are_two_a_year_in_each_zone() -> None:
    assert [sum(name == zone for zone, _ in CHANGES) for name in ZONES] == [20, 20, 20]


@pytest.mark.parametrize("opens", OPEN)
@pytest.mark.parametrize("class_type", KINDS, ids=lambda each: f"{each.duration}-{each.step}")
@pytest.mark.parametrize("name", ZONES)
def test_starts_around_each_change_are_those_of_the_model(name: str, class_type: ClassType, opens: str) -> None:
    catalog = a_studio(name, opens, class_type)
    days = [day for zone, change in CHANGES if zone == name for day in days_around(name, change)]

    found = {day: list(starts(catalog, class_type, "ana", day)) for day in days}

    # Touching windows are one window, with one grid.
    spans = windows(opens.replace("03:20 03:20-", ""))
    assert found == {
        day: sorted(start for window in spans for start in expected(name, day, class_type, window)) for day in days
    }


@pytest.mark.parametrize(("name", "change"), CHANGES)
def test_slot_across_a_change_lasts_its_real_minutes_and_says_the_wall_clock(name: str, change: int) -> None:
    zone, class_type = ZoneInfo(name), KINDS[0]
    catalog, days = a_studio(name, "00:00-24:00", class_type), days_around(name, change)

    found = offers(OffersQuery(class_type, "ana", days[0], 3), [], catalog, change)

    listed = [offer for day in days for offer in found[day]]
    local = {m: datetime.fromtimestamp(m * 60, UTC).astimezone(zone) for each in listed for m in (each.start, each.end)}
    assert [(each.end - each.start, each.date, each.start_time, each.end_time) for each in listed] == [
        (60, local[each.start].date(), f"{local[each.start]:%H:%M}", f"{local[each.end]:%H:%M}") for each in listed
    ]
    assert any(each.start < change < each.end for each in listed)
    assert len({each.id for each in listed}) == len({each.start for each in listed}) == len(listed)


@pytest.mark.parametrize(("name", "change"), CHANGES)
def test_slot_ids_around_a_change_lead_back_to_their_start(name: str, change: int) -> None:
    zone, class_type = ZoneInfo(name), KINDS[0]
    catalog = a_studio(name, "00:00-24:00", class_type)
    listed = [start for day in days_around(name, change) for start in starts(catalog, class_type, "ana", day)]

    names = [parse_slot_id(slot_id("ana", start, zone)) for start in listed]

    assert [localtime.instants(zone, each.day, each.minute)[each.later] for each in names if each] == listed
