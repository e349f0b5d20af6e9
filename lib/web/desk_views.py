"""What staff may look at, one function a view: the table from which the door of the desk answers."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.responses import Response

from lib.actions.callers import Staff
from lib.actions.look_through import every_booking, list_bookings, see_days
from lib.actions.ports import Outside
from lib.actions.see_figures import see_figures
from lib.actions.see_problems import see_problems
from lib.actions.see_trail import see_trail
from lib.web.answers import json_answer
from lib.web.csv_answer import csv_answer
from lib.web.messages.booking_pages import BookingPage, page_message
from lib.web.messages.management import DayMessage, ManagementQuery, View, day_message
from lib.web.messages.problems import ProblemsMessage, problems_message
from lib.web.messages.summary import SummaryMessage, summary_message
from lib.web.messages.trail import TrailMessage, trail_message

Shown = Callable[[Staff, ManagementQuery, Outside], Awaitable[Response]]


async def _problems(staff: Staff, _query: ManagementQuery, outside: Outside) -> Response:
    return json_answer(ProblemsMessage, problems_message(await see_problems(staff, outside)))


async def _list(staff: Staff, query: ManagementQuery, outside: Outside) -> Response:
    if query.format == "csv":
        return csv_answer(await every_booking(query.wanted, staff, outside), await outside.catalogs.current())
    return json_answer(BookingPage, page_message(await list_bookings(query.wanted, query.page, staff, outside)))


async def _day(staff: Staff, query: ManagementQuery, outside: Outside) -> Response:
    lessons = await see_days(query.day, int(query.days), staff, outside)
    return json_answer(DayMessage, day_message(query, lessons, await outside.catalogs.current()))


async def _summary(staff: Staff, query: ManagementQuery, outside: Outside) -> Response:
    return json_answer(SummaryMessage, summary_message(await see_figures(*query.period, staff, outside)))


async def _audit(staff: Staff, query: ManagementQuery, outside: Outside) -> Response:
    return json_answer(TrailMessage, trail_message(await see_trail(query.id, staff, outside)))


VIEWS: Mapping[View, Shown] = {
    "list": _list,
    "day": _day,
    "summary": _summary,
    "audit": _audit,
    "problems": _problems,
}
