from datetime import UTC, date, datetime, timedelta
from itertools import compress, count, pairwise
from operator import ne
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.studio import localtime
from lib.studio.localtime import LocalMinute, Piece
from tests.unit.studio.builders import NEW_YORK, at

ST_JOHNS = ZoneInfo("America/St_Johns")
APIA = ZoneInfo("Pacific/Apia")
ZONES = st.sampled_from(
    [
        *("America/New_York", "Europe/Madrid", "Australia/Lord_Howe", "Pacific/Apia", "America/St_Johns"),
        *("Asia/Beirut", "America/Havana", "America/Sao_Paulo", "Africa/Casablanca", "Asia/Kathmandu"),
    ]
)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def by_the_minute(zone: ZoneInfo, day: date) -> list[tuple[int, int]]:
    """Every instant of a local date with its wall minute, asked for one at a time."""
    midnight = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) // 60
    shown = ((m, datetime.fromtimestamp(m * 60, zone)) for m in range(midnight - 1000, midnight + 2500))
    return [(m, local.hour * 60 + local.minute) for m, local in shown if local.date() == day]


def listed(pieces: tuple[Piece, ...]) -> list[tuple[int, int]]:
    return [(m, piece.wall(m)) for piece in pieces for m in range(piece.start, piece.end)]


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("America/New_York", date(2026, 11, 1)),
        ("America/New_York", date(2027, 3, 14)),
        ("Australia/Lord_Howe", date(2027, 4, 4)),
        ("Australia/Lord_Howe", date(2027, 10, 3)),
        ("America/St_Johns", date(2010, 11, 6)),
        ("America/St_Johns", date(2010, 11, 7)),
        ("America/Sao_Paulo", date(2018, 11, 4)),
        ("America/Sao_Paulo", date(2018, 2, 17)),
        ("Asia/Beirut", date(2027, 3, 28)),
        ("Pacific/Apia", date(2011, 12, 29)),
        ("Pacific/Apia", date(2011, 12, 30)),
        ("Pacific/Apia", date(2011, 12, 31)),
    ],
)
def test_day_pieces_hold_every_minute_of_a_day_with_a_change(zone: str, day: date) -> None:
    pieces = localtime.day_pieces(ZoneInfo(zone), day)

    assert listed(pieces) == by_the_minute(ZoneInfo(zone), day)


def test_instants_are_none_one_or_two() -> None:
    skipped = localtime.instants(NEW_YORK, date(2027, 3, 14), 150)
    usual = localtime.instants(NEW_YORK, date(2027, 3, 15), 150)
    repeated = localtime.instants(NEW_YORK, date(2026, 11, 1), 90)

    assert (skipped, usual) == ((), (at("2027-03-15 06:30"),))
    assert repeated == (at("2026-11-01 05:30"), at("2026-11-01 06:30"))


def test_instants_of_a_minute_outside_the_day_are_none() -> None:
    assert localtime.instants(NEW_YORK, date(2027, 3, 15), 1440) == ()


def test_instants_of_a_skipped_date_are_none() -> None:
    bounds = localtime.day_bounds(APIA, date(2011, 12, 30))

    assert localtime.instants(APIA, date(2011, 12, 30), 600) == ()
    assert bounds == (at("2011-12-30 10:00"), at("2011-12-30 10:00"))


def test_day_that_the_clock_enters_twice_has_two_pieces_apart() -> None:
    day = date(2010, 11, 6)

    pieces = localtime.day_pieces(ST_JOHNS, day)

    assert [(piece.end - piece.start, piece.opens) for piece in pieces] == [(1440, 0), (59, 1381)]
    assert pieces[1].start - pieces[0].end == 1
    assert localtime.day_bounds(ST_JOHNS, day) == (pieces[0].start, pieces[1].end)


def test_day_bounds_are_23_24_or_25_hours_apart() -> None:
    days = [date(2027, 3, 14), date(2027, 3, 15), date(2026, 11, 1)]

    lengths = [end - start for start, end in (localtime.day_bounds(NEW_YORK, day) for day in days)]

    assert lengths == [23 * 60, 24 * 60, 25 * 60]


@given(ZONES, DAYS, st.integers(0, 1439))
def test_local_minute_leads_back_to_its_instant(name: str, day: date, minute: int) -> None:
    zone = ZoneInfo(name)

    found = localtime.instants(zone, day, minute)

    assert [localtime.local_minute(zone, instant) for instant in found] == [
        LocalMinute(day, minute, later) for later in (False, True)[: len(found)]
    ]


@given(ZONES, DAYS)
def test_day_bounds_leave_no_minute_between_days(name: str, day: date) -> None:
    zone = ZoneInfo(name)

    ends = localtime.day_bounds(zone, day)[1]

    if len(localtime.day_pieces(zone, day)) == len(localtime.day_pieces(zone, day + timedelta(days=1))) == 1:
        assert localtime.day_bounds(zone, day + timedelta(days=1))[0] == ends


def test_clock_shows_two_digits_each() -> None:
    assert LocalMinute(date(2027, 1, 1), 545, later=False).clock == "09:05"


@pytest.mark.slow
def test_no_zone_changes_twice_within_three_days() -> None:
    # Every day until 2038, read as wall time of each zone.
    moments = [datetime(2000, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in range(13_880)]
    too_close = []
    for name in sorted(available_timezones()):
        offsets = list(map(ZoneInfo(name).utcoffset, moments))
        changed = list(compress(count(), map(ne, offsets, offsets[1:])))
        too_close += [name for one, two in pairwise(changed) if two - one < 4]

    assert too_close == []
