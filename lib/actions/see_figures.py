"""What the studio's days came to, for any period: two round trips, however many bookings there are."""

from datetime import date, timedelta

from lib.actions.callers import Staff
from lib.actions.change_booking import permitted
from lib.actions.figure_ports import FiguresQuery
from lib.actions.ports import Outside, epoch_minute
from lib.actions.sign_in import who_am_i
from lib.studio import policy
from lib.studio.catalog import Catalog
from lib.studio.figures import Period
from lib.studio.localtime import local_minute
from lib.studio.roles import scope
from lib.studio.summary import Summary, summary
from lib.studio.values import dataclass


@dataclass(frozen=True, slots=True)
class Seen:
    catalog: Catalog
    summary: Summary


async def see_figures(first: date | None, last: date | None, staff: Staff, outside: Outside) -> Seen:
    """Of this month where nothing is said; an instructor's own lessons only. Raises SignedOut or an Outage."""
    permitted("see_figures", staff)
    catalog = await outside.catalogs.current()
    today = local_minute(catalog.zone, epoch_minute(outside.clock.now())).day
    period = _period(first, last, today)
    await who_am_i(staff, outside)
    is_everybodys = scope("see_figures", staff.role) == "everything"
    by_day = (period.last - period.first).days < policy.COURSE_BY_DAY
    query = FiguresQuery(period, "" if is_everybodys else staff.instructor, is_everybodys, by_day)
    figures = await outside.store.figures(query)
    return Seen(catalog, summary(figures, period, query.instructor, catalog))


def _period(first: date | None, last: date | None, today: date) -> Period:
    """A month where not both ends are said."""
    begins = first or (last or today).replace(day=1)
    ends = last or (begins.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return Period(begins, ends)
