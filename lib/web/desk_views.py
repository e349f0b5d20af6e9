"""What staff may look at, one function a view: the table from which the door of the desk answers."""

from collections.abc import Awaitable, Callable, Mapping

from pydantic import TypeAdapter
from starlette.responses import Response

from lib.actions.callers import Staff
from lib.actions.ports import Outside
from lib.actions.see_problems import see_problems
from lib.web.answers import json_answer
from lib.web.messages.management import ManagementQuery, View
from lib.web.messages.problems import ProblemsMessage, problems_message

PROBLEMS = TypeAdapter(ProblemsMessage)
Shown = Callable[[Staff, ManagementQuery, Outside], Awaitable[Response]]


async def _problems(staff: Staff, _query: ManagementQuery, outside: Outside) -> Response:
    return json_answer(PROBLEMS, problems_message(await see_problems(staff, outside)))


VIEWS: Mapping[View, Shown] = {"problems": _problems}
