"""POST /api/bookings  book a lesson;  GET /api/bookings?id=  the booking that a manage link opens."""

from http import HTTPStatus

from pydantic import TypeAdapter
from starlette.responses import Response

from lib.actions.book_lesson import book_lesson
from lib.actions.find_booking import find_booking
from lib.actions.ports import Outside
from lib.web.answers import calendar_answer, json_answer
from lib.web.endpoint import endpoint
from lib.web.links import links_to, opened, presented_token
from lib.web.messages.bookings import (
    BookingCreated,
    BookingList,
    BookingQuery,
    BookingRequest,
    booking_message,
    created_message,
    pointing_into_the_body,
)
from lib.web.request import Request

CREATED = TypeAdapter(BookingCreated)
FOUND = TypeAdapter(BookingList)


async def add(request: Request, outside: Outside) -> Response:
    wanted = request.read(BookingRequest).wish(request.preferred_language)
    with pointing_into_the_body():
        booked = await book_lesson(wanted, request.idempotency_key, outside)
    booking = booked.snapshot.booking
    headers = {"location": f"/api/bookings?id={booking.id}", "event-id": booked.snapshot.event_id}
    if booked.repeated:
        headers["idempotency-replayed"] = "true"
    return json_answer(CREATED, created_message(booking, links_to(booking, outside)), HTTPStatus.CREATED, headers)


async def show(request: Request, outside: Outside) -> Response:
    query = request.ask(BookingQuery)
    token = presented_token(request, query)
    booking = opened(await find_booking(query.id, outside), token, query, outside.keyring)
    if query.format == "ics":
        return calendar_answer(booking, outside.calendars.file(booking, await outside.catalogs.current()))
    return json_answer(FOUND, {"bookings": [booking_message(booking)]})


app = endpoint(GET=show, POST=add)
