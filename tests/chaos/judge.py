"""Whether a history kept every promise: what people heard, what the store holds, which letters wait, what can be booked.

I1 nobody is booked twice into one time · I2 every yes is stored, or was changed by somebody · I3 every booking has its
letters · I4 no place is taken without a booking · I5 who heard no has nothing · I6 nobody sees what is another's · I7 no
bug, and an answer in the end · I8 what is shown as free is free.
"""

from collections import Counter
from collections.abc import Iterator

from lib.actions.show_offers import Days, Shown, show_offers
from lib.studio.catalog import ANYONE, Catalog
from lib.studio.localtime import local_minute
from tests.chaos.customers import Intent
from tests.chaos.history import History
from tests.chaos.keyspace import Keyspace
from tests.chaos.world import MORNING, catalogs
from tests.support.invariants import Kept, Place, broken

OURS = ("cat", "sch:", "bk:", "idem:", "ix:", "ob:", "tr:", "se:", "ev")
# A change that is asked for may be the reason for what is stored only if it was not refused.
MAY_BE_DONE = ("yes", "open", "not_done")


def verdict(history: History) -> list[str]:
    """Every broken promise, with its number in front; empty when all is well."""
    kept = _kept(history.server.keyspace)
    edition = int(history.server.keyspace.do(["HGET", "cat", "version"]))
    catalog = catalogs()[edition - 1][1]
    found = [*_schedules(kept, catalog), *_letters(kept), *_privacy(history)]
    for intent in history.intents:
        found += _heard(intent, history)
    for intent in (each for each in history.intents if each.verb == "book"):
        found += _booked(intent, history, kept)
    if not found:
        found += _shown(history, kept, catalog)
    return found


def _kept(keyspace: Keyspace) -> Kept:
    names = keyspace.names()
    schedules = {
        name: [Place.of(each) for each in keyspace.do(["ZRANGE", name, "0", "-1"])]
        for name in names
        if name.startswith("sch:")
    }
    bookings = {name[3:]: keyspace.do(["HGETALL", name]) for name in names if name.startswith("bk:")}
    return Kept(schedules, bookings, frozenset(keyspace.do(["ZRANGE", "ob:due", "0", "-1"])))


def _schedules(kept: Kept, catalog: Catalog) -> Iterator[str]:
    for sentence in broken(kept, catalog):
        if "overlap" in sentence or (" places" in sentence and "holds" not in sentence and "own" not in sentence):
            yield f"I1 {sentence}"
        elif "without a booking" in sentence:
            yield f"I4 {sentence}"
        elif "does not own" in sentence:
            yield f"I2 {sentence}"
        else:
            yield f"I3 {sentence}"


def _letters(kept: Kept) -> Iterator[str]:
    for letter in kept.letters:
        booking, version, kind = letter.rsplit(":", 2)
        fields = kept.bookings.get(booking)
        if fields is None or int(version) > int(fields["version"]):
            yield f"I3 {letter} tells of what never was"
        if kind not in {"confirmed", "moved", "canceled"}:
            yield f"I3 {letter} is of no kind"


def _privacy(history: History) -> Iterator[str]:
    keyspace = history.server.keyspace
    for name in keyspace.names():
        if "mark" in name or not name.startswith(OURS):
            yield f"I6 the name {name}"
    for words in keyspace.values.get("ev", []):
        if "mark" in str(words):
            yield f"I6 an event says {words}"


def _heard(intent: Intent, history: History) -> Iterator[str]:
    kinds = [answer.kind for answer in intent.answers]
    if "bug" in kinds:
        yield f"I7 {intent.name}: {intent.answers[kinds.index('bug')].reason}"
    if not intent.is_abandoned and not any(answer.is_definite for answer in intent.answers):
        yield f"I7 {intent.name} never hears a definite answer"
    if intent.verb == "pry" and "yes" in kinds:
        yield f"I6 {intent.name} saw what is another's"
    for answer in intent.answers:
        booking = answer.snapshot.booking if answer.snapshot else None
        if booking and intent.mark and intent.mark not in booking.person.email:
            yield f"I2 {intent.name} was told of another's booking {booking.id}"
        if booking and intent.booking and booking.id != intent.booking:
            yield f"I6 {intent.name} was shown {booking.id}"
    told = {(a.snapshot.booking.id, a.snapshot.booking.slot_ids) for a in intent.answers if a.snapshot}
    if intent.verb in {"book", "move"} and len(told) > 1:
        yield f"I2 {intent.name} was told {sorted(told)}"
    if intent.verb in {"book", "move", "cancel"} and "yes" in kinds and "no" in kinds[kinds.index("yes") :]:
        yield f"I5 {intent.name} heard no after yes"
    del history


def _booked(intent: Intent, history: History, kept: Kept) -> Iterator[str]:
    """A booking's end must follow from what was asked: by nobody else, and not by what was refused."""
    mine = [booking for booking, fields in kept.bookings.items() if intent.mark in fields["person"]]
    if len(mine) > 1:
        yield f"I1 {intent.name} has {len(mine)} bookings"
    if intent.outcome == "no" and mine and not history.setting.has_wild_clocks:
        yield f"I5 {intent.name} was refused and has {mine}"
    granted = intent.granted
    if granted is None:
        return
    if granted.booking.id not in kept.bookings:
        yield f"I2 {intent.name} was granted {granted.booking.id}, which is gone"
        return
    yield from _changed(intent, history, kept.bookings[granted.booking.id])


def _changed(intent: Intent, history: History, fields: dict[str, str]) -> Iterator[str]:
    granted = intent.granted
    assert granted is not None
    changes = [
        each for each in history.intents if each.booking == granted.booking.id and each.verb not in {"see", "pry"}
    ]
    counted = changes if history.setting.has_wild_clocks else [each for each in changes if each.outcome in MAY_BE_DONE]
    least = max([1, *(each.granted.booking.version for each in changes if each.granted)])
    if not least <= int(fields["version"]) <= 1 + len(counted):
        yield f"I2 {granted.booking.id} is version {fields['version']} after {len(counted)} changes"
    if fields["status"] == "canceled" and not any(each.verb == "cancel" for each in counted):
        yield f"I2 {granted.booking.id} was cancelled by nobody"
    names = [line.split(" ")[0] for line in fields["places"].splitlines()]
    asked = [[slot.split("_", 1)[1] for slot in each.slots] for each in (intent, *counted) if each.slots]
    if names not in asked:
        yield f"I2 {granted.booking.id} stands at {names}, where nobody wanted it"
    cancels = [each for each in changes if each.verb == "cancel" and each.outcome == "yes"]
    if cancels and fields["status"] != "canceled":
        yield f"I2 {granted.booking.id} was cancelled and is {fields['status']}"


def _shown(history: History, kept: Kept, catalog: Catalog) -> Iterator[str]:
    """After all is quiet: what the page would show, against what the schedules leave, counted the long way."""
    day = local_minute(catalog.zone, int(MORNING[0].timestamp()) // 60).day
    shown: list[Shown] = []

    async def look(kind: str) -> None:
        outside = history.processes[0].outside
        shown.append(await show_offers(Days(kind, ANYONE, day, 1), outside))

    history.processes[0].clock.ahead = 0.0
    kinds = {wish.class_type for wish in history.setting.wishes}
    for kind in sorted(kinds):
        history.server.scheduler.start(look(kind))
        history.server.scheduler.run()
        class_type = catalog.class_types[kind]
        for offer in shown[-1].offers[day]:
            left = max(
                _places_left(kept, class_type, teacher, offer.start)
                if _teaches_at(catalog, teacher, offer.start)
                else 0
                for teacher in catalog.teachers(class_type)
            )
            if left != offer.remaining:
                yield f"I8 {offer.id} of {kind} shows {offer.remaining} places and has {left}"


def _teaches_at(_catalog: Catalog, _teacher: str, _start: int) -> bool:
    """All of them keep the same hours in these histories."""
    return True


def _places_left(kept: Kept, kind: object, teacher: str, start: int) -> int:
    from lib.studio.catalog import ClassType

    assert isinstance(kind, ClassType)
    end = start + kind.duration
    theirs = kept.schedules.get(f"sch:i.{teacher}", [])
    own = [place for place in theirs if place.session == (start, end, teacher, kind.id, "")]
    if any(_clash(kind, start, place) for place in theirs if place not in own):
        return 0
    if own:
        return max(0, kind.capacity - Counter(place.session for place in own)[own[0].session])
    rooms = [kept.schedules.get(f"sch:r.{room}", []) for room in kind.rooms]
    has_room = not rooms or any(all(not _clash(kind, start, place) for place in room) for room in rooms)
    return kind.capacity if has_room else 0


def _clash(kind: object, start: int, place: Place) -> bool:
    from lib.studio.catalog import ClassType

    assert isinstance(kind, ClassType)
    end = start + kind.duration
    return place.start < end + max(kind.after, place.before) and start < place.end + max(place.after, kind.before)
