"""GET /api/availability  what can be booked, and when."""

from pydantic import TypeAdapter
from starlette.responses import Response

from lib.actions.ports import Outside
from lib.actions.show_offers import Days, show_offers
from lib.actions.show_openings import show_openings
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
    if query.days is None or query.class_type is None:
        general = await show_openings(query.class_type, query.instructor, outside)
        headers = {"studio-timezone": general.catalog.zone.key, "event-id": general.event_id}
        return json_answer(
            GENERAL, general_message(general.catalog, general.openings, request.language), headers=headers
        )
    shown = await show_offers(Days(query.class_type, query.instructor, *query.days), outside)
    headers = {"studio-timezone": shown.catalog.zone.key, "event-id": shown.event_id}
    return json_answer(WEEK, week_message(shown.offers, shown.catalog.currency), headers=headers)


app = endpoint(GET=show)
