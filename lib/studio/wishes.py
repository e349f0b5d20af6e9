"""Whether a wish is one that the studio would grant if nobody else had been faster."""

from collections.abc import Sequence

from lib.studio import localtime, policy, pricing, slots
from lib.studio.catalog import ANYONE, Catalog, ClassType
from lib.studio.hours import open_windows
from lib.studio.refusals import NotASlot, UnknownClassType, UnknownInstructor
from lib.studio.slot_names import parse_slot_id, slot_name
from lib.studio.values import dataclass


@dataclass(frozen=True, slots=True)
class Wish:
    """One class type with one instructor (or ANYONE) at one to four slots, in the order in which they were chosen.

    Raises ValueError for more or fewer slots: the door counts them first.
    """

    class_type: str
    instructor: str
    slots: tuple[str, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.slots) <= policy.SLOTS_PER_BOOKING:
            raise ValueError(f"a wish has 1 to {policy.SLOTS_PER_BOOKING} slots")


@dataclass(frozen=True, slots=True)
class WantedSlot:
    """A start that exists. ``name`` is its id without the instructor; all instants are epoch minutes.

    ``day_from`` and ``day_until`` bound the local day, in which the instructor with the least to do is looked for.
    """

    name: str
    start: int
    end: int
    day_from: int
    day_until: int
    price_minor: int


@dataclass(frozen=True, slots=True)
class CheckedWish:
    """A wish with everything that the claim needs: ``candidates`` may teach all of its ``slots``, in order of start."""

    class_type: ClassType
    instructor: str
    candidates: tuple[str, ...]
    slots: tuple[WantedSlot, ...]
    quote: pricing.Quote


class _NotOffered(Exception):  # noqa: N818 -- half of a refusal: ``check`` adds which slot it is about
    def __init__(self, reason: str) -> None:
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Rules:
    """What one wish is held against; ``everyone`` who was wished for and teaches the class type."""

    catalog: Catalog
    class_type: ClassType
    everyone: tuple[str, ...]
    bookable: range


def check(wish: Wish, catalog: Catalog, now_minute: int) -> CheckedWish:
    """Accepts what ``offers`` lists now, taken or not. Raises UnknownClassType, UnknownInstructor or NotASlot."""
    class_type = bookable_class_type(catalog, wish.class_type)
    everyone = _everyone(wish, bookable_instructor(catalog, wish.instructor), catalog.teachers(class_type))
    rules = _Rules(catalog, class_type, everyone, slots.bookable_starts(catalog, now_minute))
    starts: list[int] = []
    candidates = everyone
    for position, slot_id in enumerate(wish.slots):
        try:
            start = _start(slot_id, wish.instructor, catalog)
            candidates = _still_able(start, candidates, rules)
            _in_order(start, starts, rules)
        except _NotOffered as not_offered:
            raise NotASlot(slot_id, position, not_offered.reason) from None
        starts.append(start)
    return _checked(sorted(starts), wish.instructor, candidates, rules)


def bookable_class_type(catalog: Catalog, class_type_id: str) -> ClassType:
    """Raises UnknownClassType, also for one that is no longer taught."""
    class_type = catalog.class_types.get(class_type_id)
    if class_type is None or not class_type.active:
        raise UnknownClassType(class_type_id)
    return class_type


def bookable_instructor(catalog: Catalog, instructor_id: str) -> str:
    """The id itself, ANYONE included. Raises UnknownInstructor, also for one who has left."""
    known = catalog.instructors.get(instructor_id)
    if instructor_id != ANYONE and (known is None or not known.active):
        raise UnknownInstructor(instructor_id)
    return instructor_id


def _everyone(wish: Wish, instructor: str, teachers: tuple[str, ...]) -> tuple[str, ...]:
    if instructor == ANYONE:
        return teachers
    if instructor not in teachers:
        raise NotASlot(wish.slots[0], 0, "other_instructor")
    return (instructor,)


def _start(slot_id: str, instructor: str, catalog: Catalog) -> int:
    name = parse_slot_id(slot_id)
    if name is None:
        raise _NotOffered("malformed")
    if name.instructor != instructor:
        raise _NotOffered("other_instructor")
    shown = localtime.instants(catalog.zone, name.day, name.minute)
    if len(shown) <= name.later:
        raise _NotOffered("off_grid")
    return shown[name.later]


def _still_able(start: int, candidates: Sequence[str], rules: _Rules) -> tuple[str, ...]:
    """Who of the candidates teaches at this start: one of our own making, whatever an address asks for."""
    when = localtime.local_minute(rules.catalog.zone, start)
    able = [who for who in rules.everyone if start in slots.starts(rules.catalog, rules.class_type, who, when.day)]
    if not able:
        is_open = any(_is_open(who, when, rules.catalog) for who in rules.everyone)
        raise _NotOffered("off_grid" if is_open else "closed")
    left = tuple(who for who in candidates if who in able)
    if not left:
        raise _NotOffered("other_instructor")
    return left


def _is_open(instructor: str, when: localtime.LocalMinute, catalog: Catalog) -> bool:
    windows = open_windows(catalog, catalog.instructors[instructor], when.day)
    return any(window.opens <= when.minute < window.closes for window in windows)


def _in_order(start: int, earlier: Sequence[int], rules: _Rules) -> None:
    """Raises if the start is out of reach now, or leaves no gap to another one of the same wish."""
    if start < rules.bookable.start:
        raise _NotOffered("too_soon")
    if start >= rules.bookable.stop:
        raise _NotOffered("too_far")
    class_type = rules.class_type
    apart = class_type.duration + max(class_type.before, class_type.after)
    if any(abs(start - other) < apart for other in earlier):
        raise _NotOffered("overlapping")


def _checked(starts: Sequence[int], instructor: str, candidates: tuple[str, ...], rules: _Rules) -> CheckedWish:
    catalog, class_type = rules.catalog, rules.class_type
    whens = [localtime.local_minute(catalog.zone, start) for start in starts]
    quote = pricing.quote(catalog, class_type, instructor, whens)
    wanted = tuple(
        WantedSlot(
            slot_name(start, catalog.zone),
            start,
            start + class_type.duration,
            *localtime.day_bounds(catalog.zone, when.day),
            price_minor=price,
        )
        for start, when, price in zip(starts, whens, quote.slot_prices, strict=True)
    )
    return CheckedWish(class_type, instructor, candidates, wanted, quote)
