"""Instants and times of day as the contract writes them."""

from datetime import date
from functools import lru_cache

MINUTES_PER_DAY = 1440
_EPOCH = date(1970, 1, 1).toordinal()


def rfc3339(minute: int) -> str:
    """``minute`` is whole minutes since 1970 in UTC."""
    day, rest = divmod(minute, MINUTES_PER_DAY)
    return f"{_day(day)}T{rest // 60:02}:{rest % 60:02}:00Z"


def rfc3339_ms(moment: int) -> str:
    """``moment`` is milliseconds since 1970 in UTC."""
    minute, rest = divmod(moment, 60_000)
    return f"{rfc3339(minute)[:-4]}:{rest // 1000:02}.{rest % 1000:03}Z"


def clock(minute: int) -> str:
    """``HH:MM`` of a wall-clock minute; the end of a day is 24:00."""
    return f"{minute // 60:02}:{minute % 60:02}"


@lru_cache(maxsize=512)
def _day(number: int) -> str:
    return date.fromordinal(_EPOCH + number).isoformat()
