"""/api/bookings  book a lesson, see it, move or correct it, cancel it."""

from http import HTTPStatus

from starlette.responses import Response

from lib.actions.amend_booking import correct_booking, settle_booking
from lib.actions.book_from_calendly import book_from_calendly
from lib.actions.book_lesson import book_lesson
from lib.actions.cancel_booking import cancel_booking
from lib.actions.change_booking import ChangeWish
from lib.actions.customer_data import customer_data, erase_customer
from lib.actions.find_booking import find_booking, find_for_calendar
from lib.actions.look_through import list_bookings
from lib.actions.move_booking import move_booking
from lib.actions.ports import Outside
from lib.web.afterwards import then_send_letters
from lib.web.answers import calendar_answer, json_answer
from lib.web.auth import changing_caller, reading_caller, reading_staff
from lib.web.booking_answers import changed_answer
from lib.web.endpoint import endpoint
from lib.web.links import calendar_key, links_to
from lib.web.messages.booking_pages import BookingPage, page_message
from lib.web.messages.booking_queries import BookingQuery, CancelQuery, ChangeQuery
from lib.web.messages.bookings import (
    BookingChanged,
    BookingCreated,
    BookingList,
    BookingRequest,
    ChangeRequest,
    booking_message,
    changed_message,
    created_message,
    pointing_into_the_body,
)
from lib.web.messages.calendly import (
    CalendlyBookingCreated,
    CalendlyBookingPending,
    CalendlyBookingRequest,
    calendly_created_message,
)
from lib.web.messages.holdings import HoldingsMessage, holdings_message
from lib.web.request import Request


@then_send_letters
async def add(request: Request, outside: Outside) -> Response:
    request.check_headers()
    if request.said("bookingSource") == "calendly":
        return await _add_from_calendly(request, outside)
    wanted = request.read(BookingRequest).wish(request.preferred_language, request.network(outside))
    with pointing_into_the_body():
        booked = await book_lesson(wanted, request.idempotency_key, outside)
    booking = booked.snapshot.booking
    headers = {"location": f"/api/bookings?id={booking.id}", "event-id": booked.snapshot.event_id}
    if booked.repeated:
        headers["idempotency-replayed"] = "true"
    return json_answer(
        BookingCreated, created_message(booking, links_to(booking, outside)), HTTPStatus.CREATED, headers
    )


async def _add_from_calendly(request: Request, outside: Outside) -> Response:
    named = request.read(CalendlyBookingRequest)
    followed = await book_from_calendly(named.invitee_uri, outside)
    if followed is None:
        return json_answer(CalendlyBookingPending, {"pending": True}, HTTPStatus.ACCEPTED)
    headers = {"location": f"/api/bookings?id={followed.booking.id}"}
    headers |= {"event-id": followed.event_id} if followed.event_id else {}
    return json_answer(CalendlyBookingCreated, calendly_created_message(followed.booking), HTTPStatus.CREATED, headers)


async def show(request: Request, outside: Outside) -> Response:
    query = request.ask(BookingQuery)
    if query.format == "data":
        return await _show_data(query, request, outside)
    if not query.id and query.format == "json":
        return await _show_list(query, request, outside)
    if key := calendar_key(request, query):
        booking = await find_for_calendar(query.id, key, outside)
    else:
        booking = await find_booking(query.id, reading_caller(request, outside), outside)
    if query.format == "ics":
        return calendar_answer(booking, outside.calendars.file(booking, await outside.catalogs.current()))
    headers = {"etag": f'"{booking.version}"'}
    return json_answer(BookingList, {"bookings": [booking_message(booking)]}, headers=headers)


async def _show_list(query: BookingQuery, request: Request, outside: Outside) -> Response:
    page = await list_bookings(query.wanted, query.page, reading_staff(request, outside), outside)
    return json_answer(BookingPage, page_message(page))


async def _show_data(query: BookingQuery, request: Request, outside: Outside) -> Response:
    holdings = await customer_data(query.id, reading_caller(request, outside), outside)
    headers = {"content-disposition": 'attachment; filename="my-data.json"'}
    return json_answer(HoldingsMessage, holdings_message(holdings), headers=headers)


@then_send_letters
async def change(request: Request, outside: Outside) -> Response:
    wish = _change_wish(request, outside)
    wanted = request.read(ChangeRequest)
    if wanted.slots:
        return changed_answer(await move_booking(wish, tuple(wanted.slots), outside))
    if wanted.personal_info:
        return changed_answer(await correct_booking(wish, wanted.personal_info.details(), outside))
    return changed_answer(await settle_booking(wish, wanted.status, wanted.payment_status, outside))


@then_send_letters
async def cancel(request: Request, outside: Outside) -> Response:
    wish = _change_wish(request, outside)
    if request.ask(CancelQuery).erase:
        return json_answer(BookingChanged, changed_message(await erase_customer(wish, outside)))
    return changed_answer(await cancel_booking(wish, outside))


def _change_wish(request: Request, outside: Outside) -> ChangeWish:
    caller = changing_caller(request, outside)
    return ChangeWish(request.ask(ChangeQuery).id, caller, request.idempotency_key, request.expected_version)


app = endpoint(GET=show, POST=add, PUT=change, DELETE=cancel)
