"""The trail of a booking and the figures as the doctor tries them, on bookings that are thrown away."""

from datetime import timedelta

from lib.actions.changes import Authority
from lib.actions.figure_ports import FiguresQuery
from lib.actions.ports import Outside
from lib.gateways.store.keys import Keys
from lib.studio.catalog import Catalog
from lib.studio.figures import Period, months
from lib.studio.localtime import local_minute

# In the order in which they are tried.
FIGURE_SCRIPTS = ("read_trail", "read_figures", "put_figures")
DAYS_AHEAD = 92


async def figures_fault(trial: Outside, catalog: Catalog, booking_id: str, session: str) -> str:
    """What went wrong, empty if nothing did; ``session`` is the name of one that is open, of the owner."""
    lines = await trial.store.trail(Authority(booking_id, session=session))
    if not isinstance(lines, tuple) or [line.action for line in lines[:2]] != ["booked", "moved"]:
        return "read_trail: what was done to a booking is not told"
    today = local_minute(catalog.zone, int(trial.clock.now().timestamp()) // 60).day
    # It may have been yesterday when the booking was made.
    period = Period(today - timedelta(days=1), today + timedelta(days=DAYS_AHEAD))
    found = await trial.store.figures(FiguresQuery(period, "", visits=True, by_day=True))
    if found.visits.get("made") != 1 or not any(" status:canceled" in name for name in found.lessons):
        return "read_figures: a booking that was made and cancelled does not count"
    if await trial.store.recount_figures(catalog.zone):
        return "put_figures: what was counted step by step is not what is there"
    return ""


def figure_names(keys: Keys, trial: Outside) -> list[str]:
    """All counters that the trial can have written."""
    now = trial.clock.now().date()
    span = months(now - timedelta(days=1), now + timedelta(days=DAYS_AHEAD))
    return [*map(keys.figures, span), *map(keys.visits, span)]
