"""Where the wall clock and the instants of a zone meet, and what that means in a skipped or a repeated hour.

An instant is a whole epoch minute in UTC. Dates are those of 2000-2099, when every offset is whole minutes.
Zoned datetimes are never compared: Python holds the two instants of an autumn hour for equal.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from lib.studio.values import dataclass

DAY_MINUTES = 1440
_EPOCH = date(1970, 1, 1).toordinal()
_MINUTE = timedelta(minutes=1)
_CLOCK = tuple(f"{minute // 60:02}:{minute % 60:02}" for minute in range(DAY_MINUTES))
# No zone is further than this from UTC. None changes its offset twice within the two days and a half that a date
# can span with it, so that three looks find every change.
_FURTHEST_OFFSET = 16 * 60


@dataclass(frozen=True, slots=True)
class Piece:
    """Instants ``start`` <= m < ``end`` of one date whose clock runs evenly, from the wall minute ``opens`` on."""

    start: int
    end: int
    opens: int

    def wall(self, instant: int) -> int:
        return self.opens + instant - self.start

    def instant(self, minute: int) -> int:
        return self.start + minute - self.opens


@dataclass(frozen=True, slots=True)
class LocalMinute:
    """What the clock on the wall shows; ``later`` tells the second of a repeated minute from the first."""

    day: date
    minute: int
    later: bool

    @property
    def clock(self) -> str:
        """``HH:MM``; the end of a day reads 00:00."""
        return _CLOCK[self.minute]


@lru_cache(maxsize=4096)
def day_pieces(zone: ZoneInfo, day: date) -> tuple[Piece, ...]:
    """The instants of a local date, in order: usually one piece; none if the zone skipped the whole date."""
    midnight = (day.toordinal() - _EPOCH) * DAY_MINUTES
    first, last = midnight - _FURTHEST_OFFSET, midnight + DAY_MINUTES + _FURTHEST_OFFSET
    probes = [(at, _offset(zone, at)) for at in (first, (first + last) // 2, last)]
    changes = [_change_between(zone, before, after) for (before, old), (after, new) in pairwise(probes) if old != new]
    pieces = []
    for start, end in pairwise([first, *changes, last]):
        shift = midnight - (_offset(zone, start) if changes else probes[0][1])
        begins, ends = max(start, shift), min(end, shift + DAY_MINUTES)
        if begins < ends:
            pieces.append(Piece(begins, ends, begins - shift))
    return tuple(pieces)


@lru_cache(maxsize=4096)
def usual_midnight(zone: ZoneInfo, day: date) -> int | None:
    """The instant at which a date begins whose clock runs evenly for 24 hours, or None for any other date."""
    match day_pieces(zone, day):
        case (Piece(start, end, 0),) if end - start == DAY_MINUTES:
            return start
        case _:
            return None


def instants(zone: ZoneInfo, day: date, minute: int) -> tuple[int, ...]:
    """When the wall clock shows this minute of the date: never (skipped), once, or twice (repeated)."""
    shown = ((piece, piece.instant(minute)) for piece in day_pieces(zone, day))
    return tuple(instant for piece, instant in shown if piece.start <= instant < piece.end)


# The starts of a studio's next two months are a few thousand, asked for with every week that is shown.
@lru_cache(maxsize=16_384)
def local_minute(zone: ZoneInfo, instant: int) -> LocalMinute:
    """What the wall clock shows at an instant."""
    shown = datetime.fromtimestamp(instant * 60, zone)
    return LocalMinute(shown.date(), shown.hour * 60 + shown.minute, later=shown.fold == 1)


def day_bounds(zone: ZoneInfo, day: date) -> tuple[int, int]:
    """First instant of a date and the one after its last; equal where the zone skipped the date."""
    pieces = day_pieces(zone, day)
    if pieces:
        return pieces[0].start, pieces[-1].end
    skipped_at = day_bounds(zone, day - timedelta(days=1))[1]
    return skipped_at, skipped_at


def clip(pieces: Sequence[Piece], opens: int, closes: int) -> list[Piece]:
    """The parts of the pieces whose wall minutes lie in ``opens`` <= m < ``closes``, in order."""
    parts = []
    for piece in pieces:
        start, end = max(piece.start, piece.instant(opens)), min(piece.end, piece.instant(closes))
        if start < end:
            parts.append(Piece(start, end, piece.wall(start)))
    return parts


def _change_between(zone: ZoneInfo, before: int, after: int) -> int:
    """The first instant with the offset of ``after``, by halving."""
    old = _offset(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(zone, middle) == old:
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, instant: int) -> int:
    offset = datetime.fromtimestamp(instant * 60, zone).utcoffset()
    return (offset or timedelta()) // _MINUTE
