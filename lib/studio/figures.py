"""By what bookings are counted: months, how long ahead, on how wide a screen, and what a link said of itself."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from lib.studio.values import dataclass

# Screens are told apart by the width from which they count; 480 is a large phone lengthways, 1024 a small laptop.
WIDTHS = (0, 480, 768, 1024, 1440)
# Days from booking to lesson, each up to the next.
LEADS = (0, 1, 3, 7, 14, 30)
UNSAID, OTHER = "-", "other"
LONGEST_NAME = 40
_NAME = re.compile(rf"[\w.+-]{{1,{LONGEST_NAME}}}")
# Somebody's telephone number, or the number of somebody's account.
_DIGITS = re.compile(r"\d{6}")


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def months(first: date, last: date) -> tuple[str, ...]:
    """As YYYY-MM, in order, both ends among them; none when ``last`` comes before ``first``."""
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return tuple(f"{each // 12:04}-{each % 12 + 1:02}" for each in range(start, end + 1))


def width_label(width: object) -> str:
    if not isinstance(width, int) or width < 0:
        return UNSAID
    return str(max(each for each in WIDTHS if each <= width))


def name_label(said: object) -> str:
    """One word without anything personal: an address or a number in a link is no name of a campaign."""
    if not isinstance(said, str) or not said.strip():
        return UNSAID
    word = "+".join(said.lower().split())
    return word if _NAME.fullmatch(word) and not _DIGITS.search(word) else OTHER


def lead_label(hours: int) -> str:
    return str(max(each for each in LEADS if each * 24 <= max(0, hours)))


def labels(source: str, context: Mapping[str, object]) -> tuple[str, ...]:
    """How a booking was made, as ``<what>:<label>``; what the link said comes last (see ``is_said``)."""
    utm = context.get("utm")
    said = utm if isinstance(utm, Mapping) else {}
    return (
        f"source:{source}",
        f"width:{width_label(context.get('width'))}",
        f"origin:{name_label(said.get('source'))}",
        f"campaign:{name_label(said.get('campaign'))}",
    )


def is_said(label: str) -> bool:
    """Whether anybody may have made it up, so that there may be any number of them."""
    what, _, word = label.partition(":")
    return what in {"origin", "campaign"} and word not in {UNSAID, OTHER}


def split_labels(given: Iterable[str]) -> tuple[list[str], list[str]]:
    """Those of which there are few, and those that links said."""
    all_of_them = list(given)
    return [each for each in all_of_them if not is_said(each)], [each for each in all_of_them if is_said(each)]


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the studio, both ends among them."""

    first: date
    last: date

    def days(self) -> list[date]:
        return [self.first + timedelta(days=later) for later in range((self.last - self.first).days + 1)]


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums by counter: ``lessons`` as ``<instructor> <counter>``; of some counters also the course, by day or month."""

    lessons: Mapping[str, int]
    visits: Mapping[str, int]
    course: Mapping[tuple[str, str], int]
