"""GET /api/availability  what can be booked, and when."""

from pydantic import TypeAdapter
from starlette.responses import Response

from lib.actions.ports import Outside
from lib.actions.show_offers import Days, show_offers
from lib.actions.show_openings import show_openings
from lib.web.afterwards import see_to_letters
from lib.web.answers import json_answer
from lib.web.caching import cached_read
from lib.web.endpoint import endpoint
from lib.web.messages.availability import AvailabilityQuery, GeneralAvailability, Week, general_message, week_message
from lib.web.request import Request

WEEK = TypeAdapter(Week)
GENERAL = TypeAdapter(GeneralAvailability)


@cached_read(edge_seconds=1, stale_seconds=5)
async def show(request: Request, outside: Outside) -> Response:
    query = request.ask(AvailabilityQuery)
    answer, letters_overdue = await (_week if query.days and query.class_type else _general)(query, request, outside)
    if letters_overdue:
        see_to_letters(answer, outside)
    return answer


async def _week(query: AvailabilityQuery, _request: Request, outside: Outside) -> tuple[Response, int]:
    days = Days(query.class_type or "", query.instructor, *(query.days or ()))
    shown = await show_offers(days, outside)
    headers = {"studio-timezone": shown.catalog.zone.key, "event-id": shown.event_id}
    message = week_message(shown.offers, shown.catalog.currency)
    return json_answer(WEEK, message, headers=headers), shown.letters_overdue


async def _general(query: AvailabilityQuery, request: Request, outside: Outside) -> tuple[Response, int]:
    general = await show_openings(query.class_type, query.instructor, outside)
    headers = {"studio-timezone": general.catalog.zone.key, "event-id": general.event_id}
    message = general_message(general.catalog, general.openings, request.language)
    return json_answer(GENERAL, message, headers=headers), general.letters_overdue


app = endpoint(GET=show)
