"""Books a lesson: checks the wish against the rules, then lets the store decide in one step."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

from lib.actions.answers import (
    ClaimAnswer,
    Claimed,
    IdempotencyKey,
    Limited,
    Limits,
    Mismatch,
    NewCatalog,
    Plan,
    RecallAnswer,
    Repeated,
    Snapshot,
    Taken,
    Unknown,
)
from lib.actions.letters_of import letters_of
from lib.actions.offer_instead import offered_instead
from lib.actions.ports import Outside, epoch_ms
from lib.studio import money, policy
from lib.studio.booking import Person, Source, Terms
from lib.studio.catalog import Catalog, Language
from lib.studio.life_cycle import bookable_by
from lib.studio.localtime import local_minute
from lib.studio.refusals import (
    CatalogChanged,
    IdempotencyMismatch,
    PriceChanged,
    Refusal,
    SlotTaken,
    TooFast,
    TooManyBookings,
)
from lib.studio.roles import Role
from lib.studio.slots import Missed, OffersQuery, alternatives, scan_bounds
from lib.studio.values import dataclass
from lib.studio.wishes import CheckedWish, Wish, check

DAYS_AROUND = 8


@dataclass(frozen=True, slots=True)
class BookingWish:
    """What a customer asks for, as the door read it; what is stated is so in the body itself.

    ``stated_total`` is what their page showed, in major units; ``language`` is the stated or the preferred one.
    ``elapsed_ms`` is how long ago their page was opened, if it told; ``network`` is theirs, if it can be trusted. Staff
    book ``by`` hand for somebody who stands before them: at short notice, and as often as they like.
    """

    wish: Wish
    person: Person
    stated_total: float | None
    stated_language: Language | None
    source: Source
    language: Language
    context: dict[str, object]
    elapsed_ms: int | None = None
    network: str = ""
    by: Role = "customer"


@dataclass(frozen=True, slots=True)
class Booked:
    """``repeated``: the same key made this booking before, and nothing was done now."""

    snapshot: Snapshot
    repeated: bool


@dataclass(frozen=True, slots=True)
class _Request:
    """What stays the same however often the catalogue changes meanwhile. ``now`` is in epoch milliseconds."""

    wanted: BookingWish
    id: str
    key: IdempotencyKey
    now: int

    @property
    def minute(self) -> int:
        return self.now // 60_000


async def book_lesson(wanted: BookingWish, key: str | None, outside: Outside) -> Booked:
    """May be repeated with the same key. Raises a Refusal of the studio or an Outage."""
    try:
        return await _booked(wanted, key, outside)
    except CatalogChanged as changed:
        if changed.total_minor is None:
            changed.alternatives = await offered_instead(wanted.wish, outside)
        raise


async def _booked(wanted: BookingWish, key: str | None, outside: Outside) -> Booked:
    now = epoch_ms(outside.clock.now())
    booking_id = f"booking_{now}_{outside.dice.letters(13)}"
    known_by = IdempotencyKey(key or booking_id, _fingerprint(wanted))
    request = _Request(wanted, booking_id, known_by, now)
    catalog = await outside.catalogs.current()
    planned: CheckedWish | None = None
    for _ in range(policy.CATALOG_ROUNDS):
        try:
            planned = _agreed(request, catalog, planned)
            answer: ClaimAnswer = await outside.store.claim(_plan(request, planned, catalog, outside), catalog)
        except Refusal as refusal:
            answer = await _before(refusal, request, catalog, outside)
        match answer:
            case Claimed(snapshot) | Repeated(snapshot):
                return _as_wished(snapshot, request, repeated=isinstance(answer, Repeated))
            case Mismatch():
                raise IdempotencyMismatch
            case Taken() if planned:
                raise _slot_taken(answer, request, planned, catalog)
            case Limited(seconds):
                raise TooManyBookings(seconds)
            case NewCatalog(present):
                catalog = present
                outside.catalogs.keep(catalog)
    raise CatalogChanged(None, catalog.currency)


def _as_wished(snapshot: Snapshot, request: _Request, *, repeated: bool) -> Booked:
    """Who comes is in no answer that is kept: it is part of the wish, or the key would not have fitted."""
    return Booked(replace(snapshot, booking=replace(snapshot.booking, person=request.wanted.person)), repeated)


def _agreed(request: _Request, catalog: Catalog, planned: CheckedWish | None) -> CheckedWish:
    """The wish as this catalogue grants it; a price or a time other than the one planned before is not agreed."""
    elapsed = request.wanted.elapsed_ms
    if elapsed is not None and elapsed < policy.SHORTEST_VISIT_MS:
        raise TooFast(1)
    try:
        checked = check(request.wanted.wish, bookable_by(request.wanted.by, catalog), request.minute)
    except Refusal as refusal:
        if planned:
            raise CatalogChanged(None, catalog.currency) from refusal
        raise
    total = checked.quote.total_minor
    if planned and (planned.slots, planned.quote.total_minor) != (checked.slots, total):
        raise CatalogChanged(total, catalog.currency)
    stated = request.wanted.stated_total
    if stated is not None and money.minor(stated, catalog.currency) != total:
        raise PriceChanged(total, catalog.currency)
    return checked


async def _before(
    refusal: Refusal, request: _Request, catalog: Catalog, outside: Outside
) -> Repeated | Mismatch | NewCatalog:
    """What the key was answered when the wish could still be granted, or a catalogue that may grant it.

    Raises the refusal if there is neither.
    """
    answer: RecallAnswer = await outside.store.recall(request.key, catalog, request.now)
    if not isinstance(answer, Unknown):
        return answer
    if answer.version != catalog.version:
        present = await outside.store.catalog()
        if present and present.version != catalog.version:
            return NewCatalog(present)
    raise refusal


def _plan(request: _Request, checked: CheckedWish, catalog: Catalog, outside: Outside) -> Plan:
    wanted, quote = request.wanted, checked.quote
    terms = Terms(
        class_type=checked.class_type.id,
        slot_prices=quote.slot_prices,
        total_minor=quote.total_minor,
        currency=catalog.currency,
        price_lines=quote.lines,
        source=wanted.source,
        language=wanted.language,
        created=request.now,
        context=wanted.context,
    )
    return Plan(
        id=request.id,
        key=request.key,
        wish=checked,
        person=wanted.person,
        terms=terms,
        customer=outside.keyring.customer(wanted.person.email),
        limits=Limits(_most_active(catalog, wanted.by), outside.keyring.visitor(wanted.network)),
        letters=letters_of("confirmed", wanted.by, request.now, outside),
        around=scan_bounds(catalog, _around(request, checked, catalog).first, DAYS_AROUND),
        # An instructor books for nobody's lessons but their own.
        by=f"instructor:{wanted.wish.instructor}" if wanted.by == "instructor" else wanted.by,
    )


def _most_active(catalog: Catalog, by: Role) -> int:
    return catalog.rules.active_bookings if by == "customer" else policy.MOST_BY_HAND


def _around(request: _Request, checked: CheckedWish, catalog: Catalog) -> OffersQuery:
    """The days in which something else is looked for: from the day before the first wanted one, but not yesterday."""
    today = local_minute(catalog.zone, request.minute).day
    wanted = local_minute(catalog.zone, checked.slots[0].start).day
    return OffersQuery(checked.class_type, checked.instructor, max(today, wanted - timedelta(days=1)), DAYS_AROUND)


def _slot_taken(taken: Taken, request: _Request, checked: CheckedWish, catalog: Catalog) -> SlotTaken:
    unavailable = tuple(f"{checked.instructor}_{name}" for name in taken.names)
    missed = Missed(_around(request, checked, catalog), tuple(slot.start for slot in checked.slots))
    return SlotTaken(unavailable, alternatives(missed, taken.blocks, catalog, request.minute), catalog.currency)


def _fingerprint(wanted: BookingWish) -> str:
    """A hash of all that the wish consists of; what the page measured beside it may differ between repetitions."""
    person = wanted.person
    content = (
        (wanted.wish.class_type, wanted.wish.instructor, sorted(wanted.wish.slots)),
        (person.first_name, person.last_name, person.email, person.phone, person.notes),
        (wanted.stated_total, wanted.stated_language, wanted.source),
    )
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()
