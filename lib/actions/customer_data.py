"""What is kept about somebody: shown to them on request, and removed on request."""

from collections.abc import Sequence

from lib.actions.callers import Caller, Customer
from lib.actions.change_booking import ChangeWish, permitted
from lib.actions.changes import Erasure, VersionIs
from lib.actions.find_booking import authority_over, opened
from lib.actions.outbox import LetterState
from lib.actions.ports import Outside, epoch_ms
from lib.studio.booking import Booking
from lib.studio.refusals import OtherVersion
from lib.studio.values import dataclass


@dataclass(frozen=True, slots=True)
class Holdings:
    """``is_everything``: all bookings of the customer, not only the one that was asked for."""

    bookings: Sequence[Booking]
    letters: Sequence[LetterState]
    is_everything: bool


async def customer_data(booking_id: str, caller: Caller, outside: Outside) -> Holdings:
    """Three round trips at most. Raises a Refusal or an Outage.

    Anybody can book in the name of an address, so the link that the maker of a booking is given opens what belongs to
    that booking; the link in a mail, and staff, open all that is kept about its customer.
    """
    permitted("see_data", caller)
    reaches_all = _reaches_all(booking_id, caller, outside)
    found = opened(await outside.store.holdings(authority_over(booking_id, caller, outside), everything=reaches_all))
    return Holdings(found, await outside.store.letters_about(found), reaches_all)


async def erase_customer(wish: ChangeWish, outside: Outside) -> Booking:
    """The booking as it is without its customer; what took place, and where, stays. May be repeated.

    Reaches as far as customer_data does. Two round trips at most. Raises a Refusal or an Outage.
    """
    permitted("erase", wish.caller)
    erasure = Erasure(
        authority_over(wish.booking_id, wish.caller, outside),
        everything=_reaches_all(wish.booking_id, wish.caller, outside),
        pseudonym=f"erased-{outside.dice.letters(33)}",
        now=epoch_ms(outside.clock.now()),
        version=wish.version,
    )
    answer = await outside.store.erase(erasure)
    if isinstance(answer, VersionIs):
        raise OtherVersion(answer.version)
    return opened(answer)


def _reaches_all(booking_id: str, caller: Caller, outside: Outside) -> bool:
    return not isinstance(caller, Customer) or outside.keyring.mailed_version(booking_id, caller.token) > 0
