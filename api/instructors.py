"""GET /api/instructors  who teaches what; with the secret of a calendar, an instructor's own lessons."""

from starlette.responses import Response

from lib.actions.ports import Outside
from lib.actions.teaching_calendar import teaching_file
from lib.web.answers import json_answer, teaching_answer
from lib.web.caching import CATALOG_SECONDS, cached_read, public_read
from lib.web.endpoint import endpoint
from lib.web.messages.catalog import InstructorMessage, InstructorsQuery, instructor_messages
from lib.web.request import Request


@public_read
async def show(request: Request, outside: Outside) -> Response:
    secret = request.ask(InstructorsQuery).feed
    if secret is None:
        return await _show_everybody(request, outside)
    return teaching_answer(await teaching_file(secret, request.language, outside))


@cached_read(edge_seconds=60, stale_seconds=600)
async def _show_everybody(request: Request, outside: Outside) -> Response:
    catalog = await outside.catalogs.fresh(CATALOG_SECONDS)
    return json_answer(list[InstructorMessage], instructor_messages(catalog, request.language))


app = endpoint(GET=show)
