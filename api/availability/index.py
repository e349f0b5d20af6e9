"""GET /api/availability  what can be booked, and when."""

from starlette.responses import Response

from lib.actions.ports import Outside
from lib.actions.show_offers import Days, Shown, show_offers
from lib.actions.show_openings import Openings, show_openings
from lib.web.afterwards import see_to_letters
from lib.web.answers import json_answer
from lib.web.caching import cached_read
from lib.web.endpoint import endpoint
from lib.web.messages.availability import AvailabilityQuery, GeneralAvailability, Week, general_message, week_message
from lib.web.request import Request


@cached_read(edge_seconds=1, stale_seconds=5)
async def show(request: Request, outside: Outside) -> Response:
    query = request.ask(AvailabilityQuery)
    if query.days is None or query.class_type is None:
        general = await show_openings(query.class_type, query.instructor, outside)
        return _answer(GeneralAvailability, general_message(general, request.language), general, outside)
    shown = await show_offers(Days(query.class_type, query.instructor, *query.days), outside)
    return _answer(Week, week_message(shown.offers, shown.catalog.currency), shown, outside)


def _answer(form: object, message: object, read: Shown | Openings, outside: Outside) -> Response:
    headers = {"studio-timezone": read.catalog.zone.key, "event-id": read.event_id}
    answer = json_answer(form, message, headers=headers)
    if read.letters_overdue:
        see_to_letters(answer, outside)
    return answer


app = endpoint(GET=show)
