"""Whether a history kept every promise: what people heard, what is stored, which letters wait, what can be booked.

I1  nobody is booked twice into one time, and no class is fuller than it can be
I2  every yes is stored, or somebody with the right to it changed it
I3  every booking has its letters, and no letter tells of what never was
I4  no place is taken without a booking
I5  who heard no has nothing
I6  nobody sees what is another's, and no name or event says who somebody is
I7  no bug, and an answer in the end
I8  what is shown as free is free, and nothing else is
I9  counters are what the bookings say, and every step of a booking has its line
"""

from collections.abc import Iterator
from dataclasses import replace

from lib.studio.catalog import Catalog
from tests.chaos.customers import Intent
from tests.chaos.history import History
from tests.chaos.quiet import bookable_wrongly, shown_wrongly, what_is_kept
from tests.chaos.world import RECEIVER, catalogs
from tests.support.invariants import Kept, broken

OURS = ("cat", "sch:", "bk:", "idem:", "ix:", "ob:", "tr:", "se:", "ev", "fg:", "fv:")
# What ends everything personal in a history; ids are made of letters and digits alone.
MARK = "-mark"
WEBHOOK = f"webhook-{RECEIVER}"
TOLD = ("booked", "moved", "canceled")
# A change that is asked for may be the reason for what is stored only if it was not refused.
MAY_BE_DONE = ("yes", "open", "not_done")


def verdict(history: History) -> list[str]:
    """Every broken promise, with its number in front; empty when all is well. Asks for more bookings at the end."""
    found = standing(history)
    if not found and not (history.setting.is_edited or history.setting.is_last_minute):
        found += bookable_wrongly(history, _catalog(history))
    return found


def standing(history: History) -> list[str]:
    """The same as far as it can be seen without changing anything."""
    kept, catalog = what_is_kept(history.server.keyspace), _catalog(history)
    found = [*_schedules(kept, catalog), *_letters(kept), *_webhooks(kept), *_privacy(history)]
    for intent in history.intents:
        found += [*_answers(intent), *_strangers(intent)]
    for intent in (each for each in history.intents if each.verb == "book"):
        found += _booked(intent, history, kept)
    if not found and not history.setting.is_last_minute:
        found += shown_wrongly(history, kept, catalog)
    return found


def _catalog(history: History) -> Catalog:
    edition = int(history.server.keyspace.do(["HGET", "cat", "version"]))
    return catalogs()[edition - 1][1]


def _schedules(kept: Kept, catalog: Catalog) -> Iterator[str]:
    overlaps = broken(kept if catalog is catalogs()[0][1] else _without_buffers(kept), catalog)
    for sentence in broken(kept, catalog):
        if sentence.endswith(" overlap") and sentence not in overlaps:
            continue
        if sentence.startswith(("figures", "trail")):
            yield f"I9 {sentence}"
        elif "overlap" in sentence or (" places" in sentence and "holds" not in sentence and "own" not in sentence):
            yield f"I1 {sentence}"
        elif "without a booking" in sentence:
            yield f"I4 {sentence}"
        elif "does not own" in sentence:
            yield f"I2 {sentence}"
        else:
            yield f"I3 {sentence}"


def _without_buffers(kept: Kept) -> Kept:
    """For histories in which the studio widened them: in time itself nothing may overlap even then.

    Who joins an open session brings the wider ones beside a neighbour that came when they were narrow.
    """
    bare = {name: [replace(place, before=0, after=0) for place in places] for name, places in kept.schedules.items()}
    return Kept(bare, {}, kept.letters)


def _letters(kept: Kept) -> Iterator[str]:
    for letter in kept.letters:
        booking, version, kind = letter.rsplit(":", 2)
        fields = kept.bookings.get(booking)
        if fields is None or int(version) > int(fields["version"]):
            yield f"I3 {letter} tells of what never was"
        if kind not in {"confirmed", "moved", "canceled", "reminder", WEBHOOK}:
            yield f"I3 {letter} is of no kind"


def _webhooks(kept: Kept) -> Iterator[str]:
    """Other systems hear of each step that made, moved or ended a booking, and of no other: by the trails."""
    for booking, fields in kept.bookings.items():
        lines = ((name.split(":"), text.split(" ")[2]) for name, text in fields.items() if name.startswith("a:"))
        for (_, version, *rest), action in lines:
            is_told = f"{booking}:{version}:{WEBHOOK}" in kept.letters
            if not rest and is_told != (action in TOLD):
                yield f"I3 {booking} was {action} in version {version}, and others were {'' if is_told else 'not '}told"


def _privacy(history: History) -> Iterator[str]:
    keyspace = history.server.keyspace
    for name in keyspace.names():
        if MARK in name or not name.startswith(OURS):
            yield f"I6 the name {name}"
    for words in keyspace.values.get("ev", []):
        if MARK in str(words):
            yield f"I6 an event says {words}"


def _answers(intent: Intent) -> Iterator[str]:
    kinds = [answer.kind for answer in intent.answers]
    if "bug" in kinds:
        yield f"I7 {intent.name}: {intent.answers[kinds.index('bug')].reason}"
    if not intent.is_abandoned and not any(answer.is_definite for answer in intent.answers):
        yield f"I7 {intent.name} never hears a definite answer"
    if intent.verb not in {"book", "move", "cancel"}:
        return
    granted = min((answer.heard for answer in intent.answers if answer.kind == "yes"), default=None)
    if granted is not None and any(answer.kind == "no" and answer.sent > granted for answer in intent.answers):
        yield f"I5 {intent.name} asked again after a yes and heard no"
    told = {(a.snapshot.booking.id, a.snapshot.booking.slot_ids) for a in intent.answers if a.snapshot}
    if intent.verb != "cancel" and len(told) > 1:
        yield f"I2 {intent.name} was told {sorted(told)}"


def _strangers(intent: Intent) -> Iterator[str]:
    for answer in intent.answers:
        booking = answer.snapshot.booking if answer.snapshot else None
        if booking is None:
            continue
        if intent.verb == "pry":
            yield f"I6 {intent.name} saw what is another's"
        if intent.mark and intent.mark not in booking.person.email:
            yield f"I2 {intent.name} was told of another's booking {booking.id}"
        if intent.booking not in {"", booking.id}:
            yield f"I6 {intent.name} was shown {booking.id}"


def _booked(intent: Intent, history: History, kept: Kept) -> Iterator[str]:
    """A booking's end must follow from what was asked: by nobody else, and not by what was refused."""
    mine = [booking for booking, fields in kept.bookings.items() if intent.mark in fields["person"]]
    if len(mine) > 1:
        yield f"I1 {intent.name} has {len(mine)} bookings"
    if intent.outcome == "no" and mine and not history.setting.has_wild_clocks:
        yield f"I5 {intent.name} was refused and has {mine}"
    if mine and not any(answer.kind in {"yes", "open"} for answer in intent.answers) and intent.outcome != "no":
        yield f"I5 {intent.name} was told that nothing was done and has {mine}"
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
