"""Sends a booking's confirmation once more, or a letter that was given up, because staff ask for it."""

from lib.actions.answers import Limited
from lib.actions.callers import Staff
from lib.actions.changes import SessionEnded, StatusIs, Unopened
from lib.actions.find_booking import authority_over
from lib.actions.outbox import NotDead, Queued
from lib.actions.ports import Outside, epoch_ms
from lib.studio.refusals import NotAllowedNow, NotDeadLetter, SignedOut, TooManyTries, UnknownBooking


async def resend_letter(booking_id: str, letter: str | None, staff: Staff, outside: Outside) -> None:
    """One round trip; it goes to the booking's own address, whoever asks. Raises a Refusal or an Outage."""
    authority = authority_over(booking_id, staff, outside)
    if letter is not None and not letter.startswith(f"{authority.booking_id}:"):
        raise NotDeadLetter
    match await outside.store.resend(authority, epoch_ms(outside.clock.now()), letter):
        case Queued():
            return
        case Limited(seconds):
            raise TooManyTries(seconds)
        case Unopened():
            raise UnknownBooking
        case SessionEnded():
            raise SignedOut
        case StatusIs(status):
            raise NotAllowedNow(status)
        case NotDead():
            raise NotDeadLetter
