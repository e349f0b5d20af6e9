"""What every change of a booking is answered with, whichever door it came through."""

from starlette.responses import Response

from lib.actions.change_booking import Done
from lib.web.answers import json_answer
from lib.web.messages.bookings import BookingChanged, changed_message


def changed_answer(done: Done) -> Response:
    booking, event = done.snapshot.booking, done.snapshot.event_id
    headers = {"etag": f'"{booking.version}"', **({"event-id": event} if event else {})}
    if done.repeated:
        headers["idempotency-replayed"] = "true"
    return json_answer(BookingChanged, changed_message(booking), headers=headers)
