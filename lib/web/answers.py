"""Messages as JSON answers."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response

from lib.studio.booking import Booking
from lib.web.messages.shapes import shape


def json_answer(
    form: object,
    message: object,
    status: HTTPStatus = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """``form`` is the message's declared shape; what is not in it does not go out."""
    return Response(shape(form).dump_json(message), status, headers, media_type="application/json")


def teaching_answer(file: bytes) -> Response:
    """Nobody keeps it on the way, and no search engine that comes upon the address lists it."""
    headers = {
        "content-disposition": 'attachment; filename="lessons.ics"',
        "cache-control": "private, no-store",
        "x-robots-tag": "noindex, nofollow, noarchive",
    }
    return Response(file, headers=headers, media_type="text/calendar")


def calendar_answer(booking: Booking, file: bytes) -> Response:
    headers = {"content-disposition": f'attachment; filename="lesson-{booking.confirmation_number.lower()}.ics"'}
    return Response(file, headers=headers, media_type="text/calendar")
