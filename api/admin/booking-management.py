"""/api/admin/booking-management  what staff see of the studio's days, and what they do about it."""

from starlette.responses import Response

from lib.actions.ports import Outside
from lib.web.afterwards import then_send_letters
from lib.web.auth import changing_staff, reading_staff
from lib.web.desk_actions import act
from lib.web.desk_views import VIEWS
from lib.web.endpoint import endpoint
from lib.web.messages.management import ManagementQuery
from lib.web.request import Request


async def show(request: Request, outside: Outside) -> Response:
    staff = reading_staff(request, outside)
    query = request.ask(ManagementQuery)
    return await VIEWS[query.view](staff, query, outside)


@then_send_letters
async def change(request: Request, outside: Outside) -> Response:
    return await act(request, changing_staff(request, outside), outside)


app = endpoint(GET=show, POST=change)
