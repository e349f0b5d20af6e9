"""What the studio's settings look like as a JSON document, and everything that is wrong with one."""

from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lib.studio import policy
from lib.studio.calendly_document import calendly
from lib.studio.catalog import Catalog, ClassType, Instructor, PriceRule, Room, Rules, Text, Window
from lib.studio.catalog_defaults import WEEKDAYS
from lib.studio.json_shape import Place, Problem
from lib.studio.staff_entry import Addresses, read_address

_ID = r"(?!any\Z)[a-z0-9-]{1,40}"
_PICTURE = r"(/(?!/)|https://)[^\s\"'<>]{1,300}"
# An emoji or so, which may be of many code points, or a picture of the site's own.
_SIGN = r"/(?!/)[A-Za-z0-9._/-]{1,120}|[^/\ud800-\udfff]{0,16}"
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00"
_LONGEST_STEP = policy.LONGEST_SESSION_MINUTES + policy.LONGEST_BUFFER_MINUTES
Named = TypeVar("Named", Room, Instructor, ClassType)


class BadCatalog(Exception):  # noqa: N818 -- the word Bad already says that it is an error
    """A document that is no catalogue. ``problems`` are all of its mistakes."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} mistakes, first {problems[0].pointer}: {problems[0].detail}")
        self.problems = problems


def parse(document: Mapping[str, object], version: str, owner_email: str = "") -> Catalog:
    """What is left out has the defaults of policy.py; ``{}`` is a studio that offers nothing. Raises BadCatalog.

    ``owner_email`` is an address that no instructor may have, where it is known.
    """
    root = Place(document)
    top = root.fields("", "studio rules closedDays rooms instructors classTypes priceRules calendly")
    rooms = _by_id(top.part("rooms", []), _room)
    addresses = Addresses(owner_email)
    people = _by_id(top.part("instructors", []), lambda each: addresses.checked(each, _instructor(each)))
    class_types = _by_id(top.part("classTypes", []), lambda each: _class_type(each, people, rooms))
    name, zone, currency, address, phone = _studio(top.part("studio", {}))
    catalog = Catalog(
        version=version,
        studio=name,
        zone=zone,
        currency=currency,
        class_types=class_types,
        instructors=people,
        rooms=rooms,
        closed_days=_days(top.part("closedDays", [])),
        price_rules=tuple(_price_rule(each, class_types, people) for each in top.part("priceRules", []).items()),
        rules=_rules(top.part("rules", {})),
        calendly=calendly(top.part("calendly", {}), class_types, people),
        address=address,
        phone=phone,
    )
    if root.problems:
        raise BadCatalog(tuple(root.problems))
    return catalog


def _studio(place: Place) -> tuple[str, ZoneInfo, str, str, str]:
    fields = place.fields("", "name zone currency address phone")
    return (
        fields.read("name", lambda name: name.text(80), policy.DEFAULT_STUDIO),
        fields.read("zone", _zone, ZoneInfo(policy.DEFAULT_ZONE)),
        fields.read(
            "currency", lambda code: code.matching("[A-Z]{3}", "must be an ISO 4217 code"), policy.DEFAULT_CURRENCY
        ),
        fields.read("address", lambda words: words.text(200, shortest=0), ""),
        fields.read("phone", lambda number: number.text(40, shortest=0), ""),
    )


def _zone(place: Place) -> ZoneInfo:
    try:
        return ZoneInfo(place.value if isinstance(place.value, str) else "")
    # A folder of the zone data, such as "America", is no ZoneInfoNotFoundError but whatever opening a folder raises.
    except (ZoneInfoNotFoundError, ValueError, OSError):
        place.wrong("unknown_zone", "must be the IANA name of a time zone")
        return ZoneInfo(policy.DEFAULT_ZONE)


def _rules(place: Place) -> Rules:
    fields = place.fields("", "noticeMinutes changeNoticeMinutes horizonDays activeBookings")
    longest = policy.LONGEST_NOTICE_MINUTES
    return Rules(
        fields.read("noticeMinutes", _whole(0, longest), policy.NOTICE_MINUTES),
        fields.read("changeNoticeMinutes", _whole(0, longest), policy.CHANGE_NOTICE_MINUTES),
        fields.read("horizonDays", _whole(0, policy.FURTHEST_HORIZON_DAYS), policy.HORIZON_DAYS),
        fields.read("activeBookings", _whole(1, policy.MOST_ACTIVE_BOOKINGS), policy.ACTIVE_BOOKINGS),
    )


def _room(place: Place) -> Room:
    fields = place.fields("id name")
    return Room(fields.read("id", _id, ""), fields.read("name", _text(80), Text("", "")))


def _instructor(place: Place) -> Instructor:
    fields = place.fields("id name", "email photo specialties rating reviewCount week breaks exceptions active")
    no_breaks = ((),) * len(WEEKDAYS)
    return Instructor(
        id=fields.read("id", _id, ""),
        name=fields.read("name", lambda name: name.text(80), ""),
        photo=fields.read("photo", lambda photo: photo.matching(_PICTURE, "must begin with / or https://"), ""),
        specialties=fields.read("specialties", lambda all_: tuple(_text(80)(each) for each in all_.items()), ()),
        rating=fields.read("rating", lambda stars: stars.number(0, 5), None),
        review_count=fields.read("reviewCount", _whole(0, 10_000_000), 0),
        week=fields.read("week", _week, _every_day(policy.DEFAULT_HOURS)),
        breaks=fields.read("breaks", _week, no_breaks if fields.has("week") else _every_day(policy.DEFAULT_BREAKS)),
        exceptions=fields.read("exceptions", _exceptions, {}),
        active=fields.read("active", Place.flag, default=True),
        email=fields.read("email", read_address, ""),
    )


def _class_type(place: Place, people: Container[str], rooms: Container[str]) -> ClassType:
    fields = place.fields(
        "id name priceMinor duration instructors", "description icon capacity before after step rooms active"
    )
    buffer = _whole(0, policy.LONGEST_BUFFER_MINUTES)
    duration = fields.read("duration", _whole(1, policy.LONGEST_SESSION_MINUTES), 1)
    after = fields.read("after", buffer, policy.BUFFER_AFTER_MINUTES)
    return ClassType(
        id=fields.read("id", _id, ""),
        name=fields.read("name", _text(80), Text("", "")),
        description=fields.read("description", _text(1000, shortest=0), Text("", "")),
        icon=fields.read("icon", lambda icon: icon.matching(_SIGN, "must be a letter or two, or begin with /"), ""),
        duration=duration,
        price_minor=fields.read("priceMinor", _whole(0, policy.HIGHEST_PRICE_MINOR), 0),
        capacity=fields.read("capacity", _whole(1, policy.PLACES_PER_SESSION), 1),
        before=fields.read("before", buffer, 0),
        after=after,
        step=fields.read("step", _whole(1, _LONGEST_STEP), duration + after),
        instructors=fields.read("instructors", _known(people), ()),
        rooms=fields.read("rooms", _known(rooms), ()),
        active=fields.read("active", Place.flag, default=True),
    )


def _price_rule(place: Place, class_types: Container[str], people: Container[str]) -> PriceRule:
    fields = place.fields("label", "percent amountMinor classTypes instructor weekdays hours slotsAtLeast")
    if fields.has("percent") == fields.has("amountMinor"):
        place.wrong("one_of_two", "must have either percent or amountMinor")
    highest = policy.HIGHEST_PRICE_MINOR
    weekdays = fields.read("weekdays", _known(WEEKDAYS), ())
    return PriceRule(
        label=fields.read("label", _text(120), Text("", "")),
        percent=fields.read("percent", _whole(-100, 1000), None),
        amount_minor=fields.read("amountMinor", _whole(-highest, highest), None),
        class_types=fields.read("classTypes", _known(class_types), ()),
        instructor=fields.read("instructor", lambda who: who.one_of(people), None),
        weekdays=tuple(WEEKDAYS.index(weekday) for weekday in weekdays),
        hours=fields.read("hours", _window, None),
        slots_at_least=fields.read("slotsAtLeast", _whole(2, policy.SLOTS_PER_BOOKING), None),
    )


def _by_id(place: Place, reading: Callable[[Place], Named]) -> dict[str, Named]:
    found: dict[str, Named] = {}
    for item in place.items():
        thing = reading(item)
        if thing.id in found:
            item.at("id", None).wrong("duplicate", "stands here before")
        elif thing.id:
            found[thing.id] = thing
    return found


def _id(place: Place) -> str:
    return place.matching(_ID, "must be 1 to 40 of a-z, 0-9 and -, and not any")


def _text(longest: int, shortest: int = 1) -> Callable[[Place], Text]:
    def reading(place: Place) -> Text:
        fields = place.fields("en es")
        en, es = (fields.read(language, lambda words: words.text(longest, shortest), "") for language in ("en", "es"))
        return Text(en, es)

    return reading


def _whole(lowest: int, highest: int) -> Callable[[Place], int]:
    return lambda place: place.whole(lowest, highest)


def _known(ids: Container[str]) -> Callable[[Place], tuple[str, ...]]:
    """Each of the ids at most once."""

    def reading(place: Place) -> tuple[str, ...]:
        found: list[str] = []
        for item in place.items():
            name = item.one_of(ids)
            if name in found:
                item.wrong("duplicate", "stands here before")
            elif name:
                found.append(name)
        return tuple(found)

    return reading


def _days(place: Place) -> frozenset[date]:
    return frozenset(day for day in (item.day() for item in place.items()) if day)


def _exceptions(place: Place) -> dict[date, tuple[Window, ...]]:
    read = [(Place(name, each.pointer, each.problems).day(), _windows(each)) for name, each in place.members()]
    return {day: windows for day, windows in read if day}


def _week(place: Place) -> tuple[tuple[Window, ...], ...]:
    fields = place.fields("", " ".join(WEEKDAYS))
    return tuple(fields.read(weekday, _windows, ()) for weekday in WEEKDAYS)


def _every_day(windows: Iterable[tuple[str, str]]) -> tuple[tuple[Window, ...], ...]:
    return (_windows(Place([list(window) for window in windows])),) * len(WEEKDAYS)


def _windows(place: Place) -> tuple[Window, ...]:
    """In order; windows may touch one another, but a minute that stands in two is a mistake."""
    read = sorted(
        ((window, item) for item in place.items() if (window := _window(item))), key=lambda each: each[0].opens
    )
    for (earlier, _), (later, item) in pairwise(read):
        if later.opens < earlier.closes:
            item.wrong("overlapping", "begins before another one has ended")
    return tuple(window for window, _ in read)


def _window(place: Place) -> Window | None:
    ends = [end.matching(_CLOCK, "must be a time as HH:MM") for end in place.items()]
    opens, closes, *_ = *(int(end[:2] or 0) * 60 + int(end[3:] or 0) for end in ends), 0, 0
    if len(ends) != len(("opens", "closes")):
        place.wrong("not_a_pair", "must be two times")
    elif all(ends) and opens >= closes:
        place.wrong("ends_before_start", "must end after it begins, on the same day")
    elif all(ends):
        return Window(opens, closes)
    return None
