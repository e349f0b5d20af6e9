"""Cancels a booking: its places are free again, and whoever repeats it gets the same answer."""

from lib.actions.change_booking import ChangeWish, Done, done, permitted, planned
from lib.actions.changes import Cancel
from lib.actions.ports import Outside
from lib.studio.life_cycle import changeable_from


async def cancel_booking(wish: ChangeWish, outside: Outside) -> Done:
    """One round trip. Raises a Refusal of the studio or an Outage."""
    permitted("cancel", wish.caller)
    catalog = await outside.catalogs.current()
    change = planned(wish, "cancel", None, outside)
    earliest = changeable_from(change.now // 60_000, wish.caller.role, catalog)
    return done(await outside.store.cancel(Cancel(change, earliest), catalog), catalog)
