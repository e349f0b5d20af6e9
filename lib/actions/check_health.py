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
    """One round trip. Mail, Calendly and backups are not built yet, and say so by being off."""
    try:
        await outside.store.ping()
    except Outage:
        return Health("down", "failing", "off", "off", "off")
    return Health("ok", "ok", "off", "off", "off")
