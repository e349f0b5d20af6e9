"""Puts everything that must outlive the store into the vault, under a name that says when."""

from dataclasses import dataclass

from lib.actions.ports import Outside

PREFIX, SUFFIX = "backups/", ".jsonl"


@dataclass(frozen=True, slots=True)
class BackedUp:
    """``count`` is that of its lines; ``was_there``: the same backup was kept in this very second already."""

    name: str
    count: int
    sha256: str
    was_there: bool


async def back_up(outside: Outside) -> BackedUp:
    """Never overwrites; may be repeated. Raises an Outage when there is no vault, or the store or the vault failed."""
    backup = await outside.store.backup()
    moment = outside.clock.now().strftime("%Y-%m-%dT%H-%M-%SZ")
    name = f"{PREFIX}{moment}-{backup.sha256[:8]}{SUFFIX}"
    is_new = await outside.vault.put(name, backup.content)
    return BackedUp(name, backup.count, backup.sha256, was_there=not is_new)
