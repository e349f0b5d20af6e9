"""GET /api/admin/booking-management  what staff have to see to."""

from pydantic import TypeAdapter
from starlette.responses import Response

from lib.actions.ports import Outside
from lib.actions.see_problems import see_problems
from lib.web.answers import json_answer
from lib.web.auth import reading_staff
from lib.web.endpoint import endpoint
from lib.web.messages.problems import ManagementQuery, ProblemsMessage, problems_message
from lib.web.request import Request

PROBLEMS = TypeAdapter(ProblemsMessage)


async def show(request: Request, outside: Outside) -> Response:
    staff = reading_staff(request, outside)
    request.ask(ManagementQuery)
    return json_answer(PROBLEMS, problems_message(await see_problems(staff, outside)))


app = endpoint(GET=show)
