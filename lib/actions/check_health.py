"""Checks whether the parts work: the store must, everything else may be off."""

from dataclasses import dataclass
from typing import Literal

from lib.actions.outages import Outage
from lib.actions.ports import Outside

Check = Literal["ok", "off", "local", "late", "failing"]


@dataclass(frozen=True, slots=True)
class Health:
    """``down`` means that nothing can be booked; ``degraded`` that something else needs the studio's attention."""

    status: Literal["ok", "degraded", "down"]
    store: Check
    mail: Check
    calendly: Check
    backup: Check


async def check_health(outside: Outside) -> Health:
    """One round trip. Mail, Calendly and backups are not built yet, and say so by being off.

    A store without a catalogue that can be read is failing: nothing can be shown or booked.
    """
    try:
        store: Check = "ok" if await outside.store.catalog() else "failing"
    except Outage:
        store = "failing"
    can_book = store == "ok" and outside.keyring.is_usable
    return Health("ok" if can_book else "down", store, "off", "off", "off")
