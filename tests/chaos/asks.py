"""What can be asked of the studio, each as the real action, and every way in which that can end as an answer."""

from collections.abc import Awaitable

from lib.actions.amend_booking import correct_booking, settle_booking
from lib.actions.answers import Snapshot
from lib.actions.book_lesson import Booked, BookingWish, book_lesson
from lib.actions.callers import Caller
from lib.actions.cancel_booking import cancel_booking
from lib.actions.change_booking import ChangeWish, Done
from lib.actions.changes import Details
from lib.actions.find_booking import find_booking
from lib.actions.move_booking import move_booking
from lib.actions.outages import Outage, OutcomeUnknown
from lib.actions.ports import Outside
from lib.studio.booking import Booking, PaymentStatus, Person, Status
from lib.studio.refusals import Refusal
from lib.studio.wishes import Wish
from tests.chaos.customers import Answer
from tests.chaos.line import Killed


def person(mark: str) -> Person:
    return Person(f"First-{mark}", f"Last-{mark}", f"{mark}@example.com", f"+1 {mark}", f"Notes {mark}")


async def book(wish: Wish, mark: str, key: str, outside: Outside) -> Answer:
    came: dict[str, object] = {"width": 390, "utm": {"source": "a letter", "campaign": mark.partition("-")[0]}}
    wanted = BookingWish(wish, person(mark), None, "en", "widget", "en", came)
    return await _heard(book_lesson(wanted, key, outside))


async def move(wish: ChangeWish, slots: tuple[str, ...], outside: Outside) -> Answer:
    return await _heard(move_booking(wish, slots, outside))


async def cancel(wish: ChangeWish, outside: Outside) -> Answer:
    return await _heard(cancel_booking(wish, outside))


async def correct(wish: ChangeWish, name: str, outside: Outside) -> Answer:
    return await _heard(correct_booking(wish, Details(first_name=name), outside))


async def settle(wish: ChangeWish, status: Status, outside: Outside) -> Answer:
    return await _heard(settle_booking(wish, status, None, outside))


async def pay(wish: ChangeWish, payment: PaymentStatus, outside: Outside) -> Answer:
    return await _heard(settle_booking(wish, None, payment, outside))


async def see(booking_id: str, caller: Caller, outside: Outside) -> Answer:
    return await _heard(find_booking(booking_id, caller, outside))


async def _heard(call: Awaitable[Booked | Done | Booking]) -> Answer:
    try:
        result = await call
    except Refusal as refusal:
        return Answer("no", type(refusal).__name__)
    except Outage as outage:
        return Answer("open" if isinstance(outage, OutcomeUnknown) else "not_done", str(outage))
    except Killed:
        return Answer("open", "killed")
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is what this looks for
        return Answer("bug", repr(error))
    if isinstance(result, Booking):
        return Answer("yes", snapshot=Snapshot(result, ""))
    return Answer("yes", snapshot=result.snapshot, repeated=result.repeated)
