"""The outbox, maintenance and a customer's data as the doctor tries them, on bookings that are thrown away."""

from lib.actions.callers import Customer
from lib.actions.change_booking import ChangeWish
from lib.actions.changes import Authority
from lib.actions.customer_data import customer_data, erase_customer
from lib.actions.outbox import Lease, NotDead, Settlement
from lib.actions.ports import Outside, Store, epoch_ms
from lib.actions.upkeep import Report, Turn
from lib.gateways.store.keys import Keys

# In the order in which they are tried.
LETTER_SCRIPTS = (
    "lease_letters",
    "recipients",
    "settle_letter",
    "resend",
    "maintain",
    "pulse",
    "trim_letters",
    "holdings",
    "erase",
)
TRIAL = "doctor"
MINUTE_MS = 60_000


async def letter_fault(trial: Outside, booking_id: str, session: str) -> str:
    """What went wrong, empty if nothing did; ``session`` is the name of one that is open, of the owner."""
    store, now = trial.store, epoch_ms(trial.clock.now())
    leased = await store.lease_letters(Lease(TRIAL, now, now + MINUTE_MS, 8, now))
    if not leased.letters:
        return "lease_letters: nothing waits after a booking"
    if booking_id not in await store.recipients([booking_id], now):
        return "recipients: the booking is not there"
    for waiting in leased.letters:
        if not await store.settle_letter(Settlement(waiting.letter, now, "sent", TRIAL, by=TRIAL, message=TRIAL)):
            return "settle_letter: somebody else has what was just handed out"
    letter = leased.letters[0].letter
    if await store.resend(Authority(booking_id, session=session), now, letter) != NotDead():
        return "resend: a letter that was sent is sent again"
    return await _upkeep_fault(store, now) or await _customer_fault(trial, booking_id)


async def _upkeep_fault(store: Store, now: int) -> str:
    turn = Turn("trimming", TRIAL, now, now + MINUTE_MS)
    report = Report(now, "done", {"letters": 0})
    if not (await store.take_turn(turn) and await store.report(turn, report)):
        return "maintain: a turn that nobody had was not given"
    if (await store.pulse(now)).reports.get("trimming") != report:
        return "pulse: what was reported is not there"
    if not await store.trim_letters(now + 1, 100):
        return "trim_letters: what was sent is not forgotten"
    return ""


async def _customer_fault(trial: Outside, booking_id: str) -> str:
    customer = Customer(trial.keyring.mailed_token(booking_id, 1))
    if not (await customer_data(booking_id, customer, trial)).bookings:
        return "holdings: nothing is kept about who booked"
    if (await erase_customer(ChangeWish(booking_id, customer), trial)).person.email:
        return "erase: who booked is still there"
    return ""


def letter_names(keys: Keys, days: tuple[str, ...]) -> list[str]:
    """All keys that the trial can have written beside those of bookings."""
    return [*keys.outbox, keys.maintenance, *map(keys.mails, days)]
