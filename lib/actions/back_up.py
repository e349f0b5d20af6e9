"""Puts everything that must outlive the store into the vault, under a name that says when."""

from collections.abc import Mapping

from lib.actions.keep_copy import PREFIX as COPIES
from lib.actions.keep_copy import copy_facts
from lib.actions.outages import NotConfigured, VaultUnavailable
from lib.actions.ports import Outside
from lib.studio.values import dataclass

PREFIX, SUFFIX = "backups/", ".jsonl"
# Of a store that has fewer bookings than it had.
SMALLER = "smaller/"


@dataclass(frozen=True, slots=True)
class BackedUp:
    """``count`` is that of its lines; ``was_there``: the newest backup says the same already, and none was written."""

    name: str
    count: int
    sha256: str
    was_there: bool


async def back_up(outside: Outside) -> BackedUp:
    """Never overwrites; may be repeated. Copies of what it holds are removed, and with them who was erased meanwhile.

    Raises an Outage when there is no vault, or the store or the vault failed.
    """
    if not outside.vault.is_configured:
        raise NotConfigured("BACKUP_URL")
    backup = await outside.store.backup()
    ending = f"-{backup.sha256[:8]}{SUFFIX}"
    newest = (await outside.vault.names(PREFIX))[-1:]
    was_there = bool(newest) and newest[0].endswith(ending)
    name = newest[0] if was_there else f"{PREFIX}{outside.clock.now():%Y-%m-%dT%H-%M-%SZ}{ending}"
    versions = {booking.id: booking.version for booking in outside.store.bookings_in(backup.content)}
    if newest and not was_there and len(versions) < await _count(newest[0], outside):
        # Bookings never leave a store: one that has fewer was wiped or lost them, and "latest" must go on to know them.
        await outside.vault.put(f"{SMALLER}{name.removeprefix(PREFIX)}", backup.content)
        raise VaultUnavailable("fewer_bookings")
    if not was_there:
        await outside.vault.put(name, backup.content)
    await _remove_copies(versions, outside)
    return BackedUp(name, backup.count, backup.sha256, was_there)


async def _count(name: str, outside: Outside) -> int:
    return sum(1 for _ in outside.store.bookings_in(await outside.vault.get(name) or b""))


async def _remove_copies(versions: Mapping[str, int], outside: Outside) -> None:
    """Of versions that the backup holds, or has gone beyond."""
    copies = await outside.vault.names(COPIES)
    named = [(name, facts) for name in copies if (facts := copy_facts(name))]
    await outside.vault.remove([name for name, facts in named if facts[1] <= versions.get(facts[0], 0)])
