"""GET /api/admin/booking-management  what staff see of the studio's days, and what they have to see to."""

from starlette.responses import Response

from lib.actions.ports import Outside
from lib.web.auth import reading_staff
from lib.web.desk_views import VIEWS
from lib.web.endpoint import endpoint
from lib.web.messages.management import ManagementQuery
from lib.web.request import Request


async def show(request: Request, outside: Outside) -> Response:
    staff = reading_staff(request, outside)
    query = request.ask(ManagementQuery)
    return await VIEWS[query.view](staff, query, outside)


app = endpoint(GET=show)
