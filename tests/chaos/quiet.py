"""After everything is quiet: what the page would show, against what the schedules leave, counted the long way round."""

from collections.abc import Iterator
from functools import partial

from lib.actions.show_offers import Days, Shown, show_offers
from lib.studio.catalog import ANYONE, Catalog, ClassType
from lib.studio.localtime import local_minute
from tests.chaos import asks
from tests.chaos.history import History
from tests.chaos.keyspace import Keyspace
from tests.chaos.world import MORNING
from tests.support.invariants import Kept, Place


def shown_wrongly(history: History, kept: Kept, catalog: Catalog) -> Iterator[str]:
    for process in history.processes:
        process.clock.ahead = 0.0
    for name in sorted({wish.class_type for wish in history.setting.wishes}):
        kind = catalog.class_types[name]
        for offer_id, start, remaining in _shown(name, history, catalog):
            # Everybody keeps the same hours in these histories.
            left = max(places_left(kept, kind, teacher, start) for teacher in catalog.teachers(kind))
            if left != remaining:
                yield f"I8 {offer_id} of {name} shows {remaining} places and has {left}"


def _shown(class_type: str, history: History, catalog: Catalog) -> list[tuple[str, int, int]]:
    day = local_minute(catalog.zone, int(MORNING[0].timestamp()) // 60).day
    seen: list[Shown] = []

    async def look() -> None:
        seen.append(await show_offers(Days(class_type, ANYONE, day, 1), history.processes[0].outside))

    history.server.scheduler.start(look())
    history.server.scheduler.run()
    return [(offer.id, offer.start, offer.remaining) for offer in seen[0].offers[day]]


def places_left(kept: Kept, kind: ClassType, teacher: str, start: int) -> int:
    """Straight from the members: an open session takes who still fits; a new one needs the teacher and a room free."""
    theirs = kept.schedules.get(f"sch:i.{teacher}", [])
    own = [place for place in theirs if place.session == (start, start + kind.duration, teacher, kind.id, "")]
    if any(_clash(kind, start, place) for place in theirs if place not in own):
        return 0
    if own:
        return max(0, kind.capacity - len(own))
    rooms = [kept.schedules.get(f"sch:r.{room}", []) for room in kind.rooms]
    has_room = not rooms or any(all(not _clash(kind, start, place) for place in room) for room in rooms)
    return kind.capacity if has_room else 0


def _clash(kind: ClassType, start: int, place: Place) -> bool:
    """Between neighbours the larger buffer is kept free."""
    is_before_their_end = start < place.end + max(place.after, kind.before)
    return is_before_their_end and place.start < start + kind.duration + max(kind.after, place.before)


def bookable_wrongly(history: History, catalog: Catalog) -> Iterator[str]:
    """Every time of the history is asked for once more, by somebody new: what is free must be had, nothing else."""
    for number, wish in enumerate(history.setting.wishes):
        kept = what_is_kept(history.server.keyspace)
        name = wish.slots[0].partition("_")[2]
        starts = {offer_id: start for offer_id, start, _ in _shown(wish.class_type, history, catalog)}
        start = starts[f"{ANYONE}_{name}"]
        kind = catalog.class_types[wish.class_type]
        teachers = catalog.teachers(kind) if wish.instructor == ANYONE else (wish.instructor,)
        is_free = any(places_left(kept, kind, teacher, start) for teacher in teachers)
        answer = history.asked_once(partial(asks.book, wish, f"probe{number}-mark", f"probe-{number:03}"))
        if (answer.kind == "yes") != is_free:
            yield f"I4 {wish.slots[0]} of {wish.class_type} is {'free' if is_free else 'taken'} and answers {answer}"


def what_is_kept(keyspace: Keyspace) -> Kept:
    names = keyspace.names()
    schedules = {
        name: [Place.of(each) for each in keyspace.do(["ZRANGE", name, "0", "-1"])]
        for name in names
        if name.startswith("sch:")
    }
    bookings = {name[3:]: keyspace.do(["HGETALL", name]) for name in names if name.startswith("bk:")}
    figures = {name: keyspace.do(["HGETALL", name]) for name in names if name.startswith(("fg:", "fv:"))}
    letters = frozenset(keyspace.do(["ZRANGE", "ob:due", "0", "-1"]))
    return Kept(schedules, bookings, letters, figures=figures)
