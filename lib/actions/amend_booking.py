"""Corrects what is written in a booking: who comes, whether they came, whether they paid."""

from dataclasses import astuple, replace

from lib.actions.change_booking import ChangeWish, Done, done, permitted, planned
from lib.actions.changes import Amend, Details
from lib.actions.ports import Outside
from lib.studio.booking import PaymentStatus, Status
from lib.studio.life_cycle import STEP_TO


async def correct_booking(wish: ChangeWish, details: Details, outside: Outside) -> Done:
    """One round trip. Another e-mail address ends the old link and sends a confirmation with a new one.

    Raises StaffOnly when a customer names an address, other Refusals, or an Outage.
    """
    permitted("correct" if details.email is None else "correct_email", wish.caller)
    customer = outside.keyring.customer(details.email) if details.email is not None else ""
    change = planned(wish, "correct", astuple(details), outside)
    amended = Amend(change, replace(details, customer=customer))
    return done(await outside.store.amend(amended), await outside.catalogs.current())


async def settle_booking(
    wish: ChangeWish, status: Status | None, payment: PaymentStatus | None, outside: Outside
) -> Done:
    """One round trip. For staff: what became of the lesson, and of its price. Raises a Refusal or an Outage."""
    permitted("settle", wish.caller)
    step = STEP_TO[status] if status else "pay"
    change = planned(wish, step, (status, payment), outside)
    return done(await outside.store.amend(Amend(change, payment=payment)), await outside.catalogs.current())
