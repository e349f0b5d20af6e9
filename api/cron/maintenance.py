"""GET /api/cron/maintenance  what has to be seen to once a day, called by the platform."""

from starlette.responses import Response

from lib.actions.maintain import maintain
from lib.actions.ports import Outside
from lib.web.afterwards import then_send_letters
from lib.web.allowances import allowed
from lib.web.answers import json_answer
from lib.web.auth import scheduler
from lib.web.endpoint import endpoint
from lib.web.messages.maintenance import MaintenanceMessage, maintenance_message
from lib.web.request import Request


@allowed(seconds=140)
@then_send_letters
async def run(request: Request, outside: Outside) -> Response:
    scheduler(request, outside)
    return json_answer(MaintenanceMessage, maintenance_message(await maintain(outside)))


app = endpoint(GET=run)
