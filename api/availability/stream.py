"""GET /api/availability/stream  what changes, as it changes."""

from starlette.responses import Response

from lib.actions.ports import Outside
from lib.actions.watch_changes import WatchWish, watch_changes
from lib.web.caching import public_read
from lib.web.endpoint import endpoint
from lib.web.messages.events import OPENING, StreamQuery, event_bytes
from lib.web.request import Request
from lib.web.streaming import EventStream


@public_read
async def show(request: Request, outside: Outside) -> Response:
    query = request.ask(StreamQuery)
    wish = WatchWish(query.instructor, request.last_event_id or query.seen, request.network(outside))
    return EventStream(await watch_changes(wish, outside), OPENING, event_bytes)


app = endpoint(GET=show)
