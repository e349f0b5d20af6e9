"""What staff do at the desk, one function an action: the table from which its door answers."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

from starlette.responses import Response

from lib.actions.amend_booking import settle_booking
from lib.actions.book_by_hand import book_by_hand
from lib.actions.callers import Staff
from lib.actions.cancel_booking import cancel_booking
from lib.actions.change_booking import ChangeWish
from lib.actions.look_through import search_bookings
from lib.actions.move_booking import move_booking
from lib.actions.ports import Outside
from lib.actions.resend_letter import resend_letter
from lib.actions.teaching_calendar import subscription
from lib.web.answers import json_answer
from lib.web.booking_answers import changed_answer
from lib.web.faults import Detail, invalid
from lib.web.messages.bookings import BookingChanged, changed_message, pointing_into_the_body
from lib.web.messages.desk_actions import (
    STATUS_AFTER,
    CalendarLinkAction,
    CancelAction,
    CreateAction,
    FoundBookings,
    OfOneBooking,
    PaymentAction,
    RescheduleAction,
    ResendAction,
    SearchAction,
    SettleAction,
    SubscriptionMessage,
    found_message,
    subscription_message,
)
from lib.web.messages.mail import QueuedMessage
from lib.web.request import Request

Done = Callable[[Request, Staff, Outside], Awaitable[Response]]


async def act(request: Request, staff: Staff, outside: Outside) -> Response:
    """Whatever the body asks for. Raises a Fault for an action that nobody knows."""
    action = request.said("action")
    if not isinstance(action, str) or action not in ACTIONS:
        raise invalid(Detail("/action", "unknown_action", f"Must be one of {', '.join(ACTIONS)}."))
    request.check_headers()
    return await ACTIONS[action](request, staff, outside)


async def _search(request: Request, staff: Staff, outside: Outside) -> Response:
    found = await search_bookings(request.read(SearchAction).q, staff, outside)
    return json_answer(FoundBookings, found_message(found))


async def _create(request: Request, staff: Staff, outside: Outside) -> Response:
    """Without the links: they are the customer's, who gets them by mail."""
    wanted = request.read(CreateAction)
    with pointing_into_the_body():
        booked = await book_by_hand(wanted.wish, request.idempotency_key, staff, outside)
    booking = booked.snapshot.booking
    headers = {"location": f"/api/bookings?id={booking.id}", "event-id": booked.snapshot.event_id}
    headers |= {"idempotency-replayed": "true"} if booked.repeated else {}
    return json_answer(BookingChanged, changed_message(booking), HTTPStatus.CREATED, headers)


async def _cancel(request: Request, staff: Staff, outside: Outside) -> Response:
    wanted = request.read(CancelAction)
    return changed_answer(await cancel_booking(_change(wanted, request, staff, is_told=wanted.tell), outside))


async def _reschedule(request: Request, staff: Staff, outside: Outside) -> Response:
    wanted = request.read(RescheduleAction)
    return changed_answer(await move_booking(_change(wanted, request, staff), tuple(wanted.slots), outside))


async def _settle(request: Request, staff: Staff, outside: Outside) -> Response:
    wanted = request.read(SettleAction)
    change = _change(wanted, request, staff)
    return changed_answer(await settle_booking(change, STATUS_AFTER[wanted.action], None, outside))


async def _set_payment(request: Request, staff: Staff, outside: Outside) -> Response:
    wanted = request.read(PaymentAction)
    change = _change(wanted, request, staff)
    return changed_answer(await settle_booking(change, None, wanted.payment_status, outside))


async def _resend(request: Request, staff: Staff, outside: Outside) -> Response:
    wanted = request.read(ResendAction)
    await resend_letter(wanted.id, wanted.letter, staff, outside)
    return json_answer(QueuedMessage, {"queued": True}, HTTPStatus.ACCEPTED)


async def _calendar_link(request: Request, staff: Staff, outside: Outside) -> Response:
    wanted = request.read(CalendarLinkAction)
    made = await subscription(wanted.instructor, wanted.secret, staff, outside)
    return json_answer(SubscriptionMessage, subscription_message(made))


def _change(wanted: OfOneBooking, request: Request, staff: Staff, *, is_told: bool = True) -> ChangeWish:
    return ChangeWish(wanted.id, staff, request.idempotency_key, request.expected_version, is_told)


ACTIONS: Mapping[str, Done] = {
    "search": _search,
    "create": _create,
    "cancel": _cancel,
    "reschedule": _reschedule,
    "complete": _settle,
    "no_show": _settle,
    "undo": _settle,
    "set_payment": _set_payment,
    "resend": _resend,
    "calendar_link": _calendar_link,
}
