"""What must be true of figures and trails: counters are what the bookings say, each step of a booking has a line."""

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from lib.gateways.store.recounts import Counters, Recount, counting, read
from lib.studio.trail import Line, line
from tests.support.studio import DOCUMENT

Hash = Mapping[str, str]
ZONE = ZoneInfo(DOCUMENT["studio"]["zone"])
PLAYED = ("status", "payment", "instructor")


def miscounted(bookings: Mapping[str, Hash], figures: Mapping[str, Hash]) -> Iterator[str]:
    """``figures`` are the hashes by name, without a prefix: added up by scripts step by step, here counted at once."""
    wanted = recounted(bookings)
    for name in sorted(wanted.keys() | figures.keys()):
        kept = read(figures.get(name, {}))
        right = wanted.get(name, {})
        for counter in sorted(kept.keys() | right.keys()):
            if kept.get(counter) != right.get(counter):
                yield f"figures {name} {counter}: {dict(kept.get(counter, {}))}, not {dict(right.get(counter, {}))}"


def recounted(bookings: Mapping[str, Hash]) -> dict[str, Counters]:
    recount = Recount(ZONE)
    for fields in bookings.values():
        if "status" in fields:
            recount.add(fields)
    found = {f"fg:{month}": counting(counters) for month, counters in recount.figures.items()}
    return found | {f"fv:{month}": counting(counters) for month, counters in recount.visits.items()}


def trail_of(fields: Hash) -> list[Line]:
    lines = [line(name, text) for name, text in fields.items() if name.startswith("a:")]
    return sorted(lines, key=lambda each: each.order)


def mistold(bookings: Mapping[str, Hash]) -> Iterator[str]:
    """A line for each version of a booking of ours, and each begins where the one before it ended."""
    for booking, fields in bookings.items():
        lines = trail_of(fields)
        steps = [each.version for each in lines if f"a:{each.version}" in fields]
        if booking.startswith("booking_") and sorted(set(steps)) != list(range(1, int(fields["version"]) + 1)):
            yield f"trail of {booking} tells of {steps}, and its version is {fields['version']}"
        stands = dict.fromkeys((*PLAYED, "slots"), "")
        for each in lines:
            for change in each.differences:
                if stands[change.what] != change.before:
                    yield f"trail of {booking}: {change.what} was {stands[change.what]} and not {change.before}"
                stands[change.what] = change.after
        for what in PLAYED:
            if "status" in fields and stands[what] != fields[what]:
                yield f"trail of {booking} ends with {what} {stands[what]}, not {fields[what]}"
