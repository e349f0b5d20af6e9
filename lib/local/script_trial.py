"""Every script of the store tried on a database that may be somebody's real one, under a prefix that is thrown away."""

import json
import secrets
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from lib.actions.amend_booking import correct_booking
from lib.actions.answers import IdempotencyKey, Mismatch, NewCatalog
from lib.actions.book_lesson import BookingWish, book_lesson
from lib.actions.callers import Customer
from lib.actions.cancel_booking import cancel_booking
from lib.actions.change_booking import ChangeWish
from lib.actions.changes import Details, SessionEnded
from lib.actions.find_booking import find_booking
from lib.actions.move_booking import move_booking
from lib.actions.ports import Outside, ScheduleQuery, epoch_minute, epoch_ms
from lib.actions.sessions import Attempt, Go, NewSession
from lib.gateways.store import CachedCatalogs, Store
from lib.gateways.store.keys import Keys
from lib.gateways.store.rest import Rest
from lib.local.backup_trial import BACKUP_SCRIPTS, names_restored, restore_fault, tried_backup
from lib.local.calendly_trial import CALENDLY_SCRIPTS, calendly_fault, calendly_names
from lib.local.catalog_trial import CATALOG_SCRIPTS, catalog_fault
from lib.local.desk_trial import DESK_SCRIPTS, desk_fault
from lib.local.figures_trial import FIGURE_SCRIPTS, figure_names, figures_fault
from lib.local.letter_trial import LETTER_SCRIPTS, letter_fault, letter_names
from lib.local.link_trial import LINK_SCRIPTS, dismissal_fault, link_fault, link_names
from lib.local.teaching_trial import TEACHING_SCRIPTS, teaching_fault
from lib.studio.booking import Person
from lib.studio.catalog import ANYONE, Catalog
from lib.studio.catalog_document import parse
from lib.studio.slots import OffersQuery, offers
from lib.studio.wishes import Wish

DOCUMENT = Path(__file__).with_name("demo_catalog.json")
VERSION = "doctor"
CUSTOMER = Person("Doctor", "Visit", "doctor@example.com")
SIGNING_IN = ("sign_in_try", "open_session", "session", "close_session")
# In the order in which they are tried.
BOOKING = ("save_catalog", "schedule", "claim", "recall", "open", "move", "amend", "cancel")
SCRIPTS = (
    *BOOKING,
    *SIGNING_IN,
    *LINK_SCRIPTS,
    *CATALOG_SCRIPTS,
    *LETTER_SCRIPTS,
    *BACKUP_SCRIPTS,
    *CALENDLY_SCRIPTS,
    *DESK_SCRIPTS,
    *FIGURE_SCRIPTS,
    *TEACHING_SCRIPTS,
)
CHANGES = ("move", "amend", "cancel")
# The demo studio has free lessons in every week.
DAYS = 7


class TrialFailedError(Exception):
    """A script did not answer as its head says; the text names it."""


async def try_scripts(url: str, token: str, world: Outside) -> None:
    """Run each of SCRIPTS and hold its answer against its head; nothing is left behind.

    Raises TrialFailedError, or an Outage when the store could not be asked.
    """
    prefix = f"doctor:{secrets.token_hex(6)}:"
    text = DOCUMENT.read_text(encoding="utf-8")
    catalog = parse(json.loads(text), VERSION)
    made: list[str] = []
    with closing(Store(url, token, prefix)) as store, closing(Rest(url, token)) as rest:
        trial = replace(world, store=store, catalogs=CachedCatalogs(store))
        try:
            if not await store.save_catalog(text, None, VERSION):
                raise TrialFailedError("save_catalog: an empty place was not free")
            await _schedule(store, catalog, trial)
            await _claim_twice(trial, catalog, made)
            await _whole_life(trial, catalog, made[0])
            await _sign_in(trial, catalog, made[0])
            await _come_in(store, catalog, text, trial)
            with closing(Store(url, token, f"{prefix}again:")) as empty:
                await _back_up(store, empty, (rest, Keys(f"{prefix}again:")))
            if await store.recall(IdempotencyKey(VERSION, "of another wish"), catalog, 0) != Mismatch():
                raise TrialFailedError("recall: a key used before was not known")
        finally:
            await rest.command("DEL", *_names(Keys(prefix), catalog, trial, made))


async def _schedule(store: Store, catalog: Catalog, trial: Outside) -> None:
    now = epoch_minute(trial.clock.now())
    query = ScheduleQuery(tuple(catalog.instructors), tuple(catalog.rooms), (now, now + 1440), now)
    answer = await store.schedule(query, catalog)
    if isinstance(answer, NewCatalog) or answer.blocks:
        raise TrialFailedError("schedule: an empty week was not empty")


async def _claim_twice(trial: Outside, catalog: Catalog, made: list[str]) -> None:
    """The second claim has to find what the first one did; the ids of bookings made are added to ``made``."""
    wanted = _wish(catalog, trial)
    first = await book_lesson(wanted, VERSION, trial)
    made.append(first.snapshot.booking.id)
    second = await book_lesson(wanted, VERSION, trial)
    made.append(second.snapshot.booking.id)
    if first.repeated or not second.repeated or made[0] != made[1]:
        raise TrialFailedError("claim: the same wish was booked twice")


async def _whole_life(trial: Outside, catalog: Catalog, booking_id: str) -> None:
    """The booking as its customer would see, move, correct and cancel it."""
    customer = Customer(trial.keyring.manage_token(booking_id, 1))
    steps = {step: ChangeWish(booking_id, customer, key=step) for step in CHANGES}
    booked = await find_booking(booking_id, customer, trial)
    stands = {f"{ANYONE}_{slot.name}" for slot in booked.slots}
    elsewhere = next(slot for slot in _free(catalog, trial, booked.terms.class_type) if slot not in stands)
    moved = await move_booking(steps["move"], (elsewhere,), trial)
    if moved.snapshot.booking.slots == booked.slots:
        raise TrialFailedError("move: the booking stayed where it was")
    corrected = await correct_booking(steps["amend"], Details(first_name="House"), trial)
    if corrected.snapshot.booking.person.first_name != "House":
        raise TrialFailedError("amend: a correction was not written")
    canceled = await cancel_booking(steps["cancel"], trial)
    if canceled.snapshot.booking.status != "canceled":
        raise TrialFailedError("cancel: the booking stayed")


async def _back_up(store: Store, empty: Store, around: tuple[Rest, Keys]) -> None:
    rest, names = around
    backup = await tried_backup(store)
    try:
        if fault := await restore_fault(backup, empty):
            raise TrialFailedError(fault)
    finally:
        await rest.command("DEL", *names_restored(backup, names))


async def _sign_in(trial: Outside, catalog: Catalog, booking_id: str) -> None:
    """In and out again, past the password: nobody's is known here. What staff may do is tried meanwhile."""
    store = trial.store
    attempt = Attempt(VERSION, VERSION, "", epoch_ms(trial.clock.now()))
    if await store.try_sign_in(attempt) != Go():
        raise TrialFailedError("sign_in_try: the first guess was too many")
    opened = await store.open_session(NewSession(VERSION, "owner", "", attempt))
    if await store.session(VERSION, attempt.now) != opened:
        raise TrialFailedError("open_session: what was opened is not there")
    fault = await catalog_fault(trial, booking_id, VERSION)
    fault = fault or await desk_fault(trial, catalog, booking_id, VERSION)
    fault = fault or await figures_fault(trial, catalog, booking_id, VERSION)
    fault = fault or await teaching_fault(trial, catalog, VERSION)
    fault = fault or await letter_fault(trial, booking_id, VERSION) or await calendly_fault(trial, booking_id)
    if fault:
        raise TrialFailedError(fault)
    await store.close_session(VERSION)
    if await store.session(VERSION, attempt.now) != SessionEnded():
        raise TrialFailedError("close_session: it is still open")


async def _come_in(store: Store, catalog: Catalog, text: str, trial: Outside) -> None:
    attempt = Attempt(VERSION, VERSION, "", epoch_ms(trial.clock.now()))
    fault = await link_fault(store, catalog, attempt) or await dismissal_fault(store, text, VERSION, trial)
    if fault:
        raise TrialFailedError(fault)


def _wish(catalog: Catalog, trial: Outside) -> BookingWish:
    for class_type in catalog.class_types:
        for slot in _free(catalog, trial, class_type):
            return BookingWish(Wish(class_type, ANYONE, (slot,)), CUSTOMER, None, None, "widget", "en", {})
    raise TrialFailedError("the demo studio has no free lesson this week")


def _free(catalog: Catalog, trial: Outside, class_type: str) -> list[str]:
    """Slots of the days after tomorrow, far enough ahead to be moved and cancelled."""
    now = trial.clock.now()
    first = now.astimezone(catalog.zone).date() + timedelta(days=2)
    query = OffersQuery(catalog.class_types[class_type], ANYONE, first, DAYS)
    week = offers(query, [], catalog, epoch_minute(now))
    return [each.id for day in week.values() for each in day if each.available]


def _days(trial: Outside) -> tuple[str, ...]:
    """Today's and yesterday's date in UTC, because the trial may take place around midnight."""
    now = trial.clock.now()
    return now.date().isoformat(), (now - timedelta(days=1)).date().isoformat()


def _names(keys: Keys, catalog: Catalog, trial: Outside, made: list[str]) -> list[str]:
    """All keys that the trial can have written; counting through somebody's whole database would cost them money."""
    return [
        keys.catalog,
        keys.catalog_before,
        keys.events,
        keys.by_start,
        keys.by_created,
        *letter_names(keys, _days(trial)),
        *calendly_names(keys),
        *link_names(keys),
        *map(keys.resends, made),
        keys.session(VERSION),
        keys.teaching_links,
        *map(keys.answer, (VERSION, *CHANGES)),
        keys.customers,
        keys.active,
        keys.words,
        *figure_names(keys, trial),
        *keys.guesses(VERSION, ""),
        keys.tries(trial.keyring.customer(CUSTOMER.email)),
        *map(keys.booking, made),
        *map(keys.changes, made),
        *map(keys.instructor_schedule, catalog.instructors),
        *map(keys.instructor_index, catalog.instructors),
        *map(keys.room_schedule, catalog.rooms),
    ]
