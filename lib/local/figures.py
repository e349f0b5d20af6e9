"""`make figures-rebuild`: the studio's figures counted anew from its bookings, while others go on booking."""

import os
import sys

from lib import settings
from lib.actions.outages import Outage
from lib.local.chosen_store import chosen_store
from lib.local.stops import StartRefused, exit_status


async def run() -> int:
    """Raises StartRefused for everything that keeps it from being done."""
    try:
        async with chosen_store(settings.read(os.environ)) as store:
            catalog = await store.catalog()
            if catalog is None:
                raise StartRefused("The store has no settings yet, so there is nothing to count.")
            wrong = await store.recount_figures(catalog.zone)
    except Outage as outage:
        raise StartRefused(f"It failed outside: {type(outage).__name__} ({outage}). Run it again.") from outage
    print(f"Months that were not right and are now: {wrong}." if wrong else "All figures were right.")
    print("What was tried in vain is kept as it is: no booking tells of it.")
    return 0


if __name__ == "__main__":
    sys.exit(exit_status(run))
