"""What can be had where the studio no longer offers what somebody asked for."""

from contextlib import suppress
from datetime import datetime, time, timedelta

from lib.actions.ports import Outside
from lib.actions.show_offers import Days, show_offers
from lib.studio import policy
from lib.studio.catalog import ANYONE
from lib.studio.localtime import local_minute
from lib.studio.refusals import Refusal
from lib.studio.slot_names import parse_slot_id
from lib.studio.slots import Offer
from lib.studio.wishes import Wish

DAYS = 8


async def offered_instead(wish: Wish, outside: Outside) -> tuple[Offer, ...]:
    """The nearest offers under the catalogue at hand, one or two round trips; none when the class is no longer taught.

    With the same instructor if they still have time for it, else with anyone. May raise an Outage.
    """
    wanted = parse_slot_id(wish.slots[0])
    if wanted is None:
        return ()
    catalog = await outside.catalogs.current()
    today = local_minute(catalog.zone, int(outside.clock.now().timestamp()) // 60).day
    first = max(today, wanted.day - timedelta(days=1))
    near = datetime.combine(wanted.day, time.min) + timedelta(minutes=wanted.minute)
    free: list[Offer] = []
    for instructor in dict.fromkeys((wish.instructor, ANYONE)):
        with suppress(Refusal):
            shown = await show_offers(Days(wish.class_type, instructor, first, DAYS), outside)
            free = [offer for day in shown.offers.values() for offer in day if offer.available]
        if free:
            break
    free.sort(key=lambda offer: (abs(_wall_clock(offer) - near), offer.start))
    return tuple(free[: policy.ALTERNATIVES])


def _wall_clock(offer: Offer) -> datetime:
    """Nearness is what people see on the clock; an hour more or less on two days of the year does not matter."""
    hours, minutes = map(int, offer.start_time.split(":"))
    return datetime.combine(offer.date, time(hours, minutes))
