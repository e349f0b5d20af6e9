"""What the figures of a period say: lessons and money, how full the studio was, where bookings come from."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from lib.studio import policy
from lib.studio.catalog import Catalog
from lib.studio.figures import LEADS, WIDTHS, Figures, Period, months
from lib.studio.hours import open_windows
from lib.studio.values import dataclass


@dataclass(frozen=True, slots=True)
class Money:
    """``listed`` is the price of what stands, ``paid`` of that what is marked as paid; minor units."""

    currency: str
    listed: int
    paid: int


@dataclass(frozen=True, slots=True)
class Lessons:
    """``bookings`` are those that stand, whoever failed to come among them; by the day of their first lesson.

    ``money`` is in the studio's currency. ``minutes`` were taught, each session once; ``open_minutes`` could have been,
    by the hours that the catalogue has today.
    """

    label: str
    bookings: int
    canceled: int = 0
    no_shows: int = 0
    money: Money = Money("", 0, 0)
    minutes: int = 0
    open_minutes: int = 0

    @property
    def fill_rate(self) -> float | None:
        return round(self.minutes / self.open_minutes, 4) if self.open_minutes else None


@dataclass(frozen=True, slots=True)
class Course:
    """One day, or one month; ``made`` and ``lost`` count by the day on which somebody asked."""

    when: str
    bookings: int
    canceled: int
    listed: int
    made: int
    lost: int


@dataclass(frozen=True, slots=True)
class Visits:
    """How bookings were made in the period, and how many were tried in vain because the time was full."""

    label: str
    made: int
    lost: int


@dataclass(frozen=True, slots=True)
class Full:
    """A time of the week (Monday is 0) that was asked for and full so many times."""

    weekday: int
    hour: int
    times: int


@dataclass(frozen=True, slots=True)
class Origins:
    total: Visits
    by_source: tuple[Visits, ...]
    by_origin: tuple[Visits, ...]
    by_campaign: tuple[Visits, ...]
    by_width: tuple[Visits, ...]
    full: tuple[Full, ...]
    full_by_class: tuple[Visits, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """``places`` of ``offered`` were taken in the classes that have more than one; ``lead_hours`` is the average."""

    period: Period
    total: Lessons
    completed: int
    other_money: tuple[Money, ...]
    places: int
    offered: int
    lead_hours: int | None
    by_class: tuple[Lessons, ...]
    by_instructor: tuple[Lessons, ...]
    by_hour: tuple[Lessons, ...]
    by_source: tuple[Lessons, ...]
    by_lead: tuple[Lessons, ...]
    course: tuple[Course, ...]
    origins: Origins | None


@dataclass(frozen=True, slots=True)
class _Sums:
    """Counters as (instructor, counter, label)."""

    rows: Mapping[tuple[str, str, str], int]

    @classmethod
    def of(cls, lessons: Mapping[str, int]) -> "_Sums":
        split = ((name.partition(" "), count) for name, count in lessons.items())
        return cls({(who, *_parted(counter)): count for (who, _, counter), count in split})

    def only(self, instructor: str) -> "_Sums":
        return _Sums({key: count for key, count in self.rows.items() if key[0] == instructor})

    def by(self, counter: str) -> Counter[str]:
        found: Counter[str] = Counter()
        for (_, name, label), count in self.rows.items():
            if name == counter:
                found[label] += count
        return found

    def money(self, class_type: str | None = None) -> dict[str, Money]:
        """By currency."""
        listed, paid = (_by_currency(self.by(counter), class_type) for counter in ("listed", "paid"))
        return {each: Money(each, listed[each], paid[each]) for each in sorted(listed.keys() | paid.keys())}


def summary(figures: Figures, period: Period, instructor: str, catalog: Catalog) -> Summary:
    """``instructor`` is whose figures they are, empty for everybody's."""
    sums = _Sums.of(figures.lessons)
    money, hours = sums.money(), sums.by("hour")
    standing = sums.by("class").total()
    opened = _open_minutes(catalog, period, instructor)
    classes = [each for each in catalog.class_types.values() if each.capacity > 1]
    return Summary(
        period=period,
        total=_lessons("", sums, catalog, opened.total()),
        completed=sums.by("status")["completed"],
        other_money=tuple(each for name, each in money.items() if name != catalog.currency),
        places=sum(sums.by("places")[each.id] for each in classes),
        offered=sum(sums.by("sessions")[each.id] * each.capacity for each in classes),
        lead_hours=sums.by("lead_hours").total() // standing if standing else None,
        by_class=tuple(_class(each, sums, catalog) for each in _ordered(sums.by("class"), catalog.class_types)),
        by_instructor=tuple(
            _lessons(each, sums.only(each), catalog, opened[each])
            for each in _ordered({who: 1 for who, _, _ in sums.rows} | opened, catalog.instructors)
        ),
        by_hour=tuple(Lessons(each, hours[each]) for each in sorted(hours, key=int)),
        by_source=tuple(Lessons(each, count) for each, count in _most_first(sums.by("source"))),
        by_lead=tuple(Lessons(str(each), sums.by("lead")[str(each)]) for each in LEADS),
        course=tuple(_course(figures.course, period, catalog.currency)),
        origins=None if instructor else _origins(figures.visits),
    )


def _lessons(label: str, sums: _Sums, catalog: Catalog, open_minutes: int) -> Lessons:
    statuses = sums.by("status")
    money = sums.money().get(catalog.currency, Money(catalog.currency, 0, 0))
    bookings = statuses.total() - statuses["canceled"]
    known = {who.id for who in catalog.instructors.values() if who.active}
    # Nobody's time is taken by what Calendly imposed on nobody, or on who has left.
    minutes = sum(count for (who, name, _), count in sums.rows.items() if name == "minutes" and who in known)
    return Lessons(label, bookings, statuses["canceled"], statuses["no_show"], money, minutes, open_minutes)


def _class(label: str, sums: _Sums, catalog: Catalog) -> Lessons:
    money = sums.money(label).get(catalog.currency, Money(catalog.currency, 0, 0))
    return Lessons(label, sums.by("class")[label], money=money)


def _open_minutes(catalog: Catalog, period: Period, instructor: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for who in catalog.instructors.values():
        if who.active and instructor in {"", who.id}:
            windows = (window for day in period.days() for window in open_windows(catalog, who, day))
            found[who.id] = sum(window.closes - window.opens for window in windows)
    return found


def _course(course: Mapping[tuple[str, str], int], period: Period, currency: str) -> Iterator[Course]:
    is_short = (period.last - period.first).days < policy.COURSE_BY_DAY
    is_by_day = any(len(when) > len("2030-06") for _, when in course) if course else is_short
    days = [day.isoformat() for day in period.days()] if is_by_day else []
    for when in days or months(period.first, period.last):
        said = {_parted(counter): count for (counter, at), count in course.items() if at == when}
        statuses = {label: count for (name, label), count in said.items() if name == "status"}
        listed = sum(n for (name, label), n in said.items() if name == "listed" and label.endswith(f":{currency}"))
        canceled = statuses.get("canceled", 0)
        visits = (said.get(("made", ""), 0), said.get(("lost", ""), 0))
        yield Course(when, sum(statuses.values()) - canceled, canceled, listed, *visits)


def _origins(visits: Mapping[str, int]) -> Origins:
    def by(what: str) -> tuple[Visits, ...]:
        made, lost = (_labels(visits, f"{kind} {what}:") for kind in ("made", "lost"))
        names = [name for name, _ in _most_first(made + lost)]
        return tuple(Visits(name, made[name], lost[name]) for name in names)

    whens = ((*map(int, each.label.split("-")), each.lost) for each in by("when"))
    widths = {each.label: each for each in by("width")}
    return Origins(
        total=Visits("", visits.get("made", 0), visits.get("lost", 0)),
        by_source=by("source"),
        by_origin=by("origin"),
        by_campaign=by("campaign"),
        by_width=tuple(widths[label] for label in (*map(str, WIDTHS), "-") if label in widths),
        full=tuple(Full(weekday, hour, times) for weekday, hour, times in sorted(whens)),
        full_by_class=by("class"),
    )


def _labels(visits: Mapping[str, int], beginning: str) -> Counter[str]:
    found = {name.removeprefix(beginning): n for name, n in visits.items() if name.startswith(beginning)}
    return Counter(found)


def _by_currency(counted: Mapping[str, int], class_type: str | None) -> Counter[str]:
    found: Counter[str] = Counter()
    for label, count in counted.items():
        kind, _, currency = label.partition(":")
        if class_type in {None, kind}:
            found[currency] += count
    return found


def _parted(counter: str) -> tuple[str, str]:
    name, _, label = counter.partition(":")
    return name, label


def _ordered(names: Iterable[str], known: Iterable[str]) -> list[str]:
    """As the catalogue has them; what has left it comes last."""
    places = {name: place for place, name in enumerate(known)}
    return sorted(set(names), key=lambda name: (places.get(name, len(places)), name))


def _most_first(counted: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(((name, n) for name, n in counted.items() if n), key=lambda pair: (-pair[1], pair[0]))
