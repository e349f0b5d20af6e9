"""GET /api/class-types  what the studio teaches, with prices."""

from starlette.responses import Response

from lib.actions.ports import Outside
from lib.web.answers import json_answer
from lib.web.caching import CATALOG_SECONDS, cached_read
from lib.web.endpoint import endpoint
from lib.web.messages.catalog import ClassTypeMessage, class_type_messages
from lib.web.request import Request


@cached_read(edge_seconds=60, stale_seconds=600)
async def show(request: Request, outside: Outside) -> Response:
    catalog = await outside.catalogs.fresh(CATALOG_SECONDS)
    return json_answer(list[ClassTypeMessage], class_type_messages(catalog, request.language))


app = endpoint(GET=show)
