"""`make export`, `make import` and `make restore`: all that a store holds as a file, and back into an empty store."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from pathlib import Path

from lib import settings
from lib.actions.back_up import PREFIX
from lib.actions.outages import NotConfigured, Outage
from lib.gateways.store.backup_lines import BookingLine, CatalogLine, LetterLine, SentLine
from lib.gateways.store.backup_texts import BadBackup, SoundBackup, sound
from lib.gateways.store.restores import Occupied
from lib.gateways.vault import FolderVault, S3Vault, vault_for
from lib.local.chosen_store import chosen_store, data_dir, is_elsewhere
from lib.local.stops import StartRefused, exit_status
from lib.settings import Settings

LATEST = "latest"
USAGE = "Say what: export TO=<file>, import FROM=<file>, or restore FROM=<file, s3://bucket/name, name or latest>."
GOES_ON = "Run the same command again and it goes on; until it is through, nothing can be booked."


async def run(arguments: list[str]) -> int:
    """Raises StartRefused for everything that keeps it from being done, with a sentence that says what was done."""
    match arguments:
        case [verb, place] if verb in VERBS and place:
            pass
        case _:
            raise StartRefused(USAGE)
    chosen = settings.read(os.environ)
    try:
        await VERBS[verb](place, chosen)
    except NotConfigured as missing:
        raise StartRefused(f"{missing.setting} is missing or cannot be used.") from missing
    except Outage as outage:
        raise StartRefused(f"It failed outside: {type(outage).__name__} ({outage}). Nothing was written.") from outage
    return 0


async def _export(place: str, chosen: Settings) -> None:
    async with chosen_store(chosen) as store:
        backup = await store.backup()
    file = _file(place)
    if not await FolderVault(file.parent).put(file.name, backup.content):
        raise StartRefused(f"{file} is there already; nothing was written.")
    try:
        checked = sound(backup.content)
    except BadBackup as bad:
        raise StartRefused(f"{file} is written, and this release could not restore it: {bad}.") from bad
    print(f"Written to {file}: {_told(checked)}.")
    print("It holds names and addresses: whoever has it has your customers.")


async def _import(place: str, chosen: Settings) -> None:
    await _put_back(_from_file(_file(place)), place, chosen)


async def _restore(place: str, chosen: Settings) -> None:
    if place != LATEST and "://" not in place and _file(place).is_file():
        await _import(place, chosen)
        return
    name, content = await (_from_bucket(place) if "://" in place else _from_vault(place, chosen))
    if content is None:
        raise StartRefused(f"There is no backup called {name}. Nothing was changed.")
    await _put_back(content, name, chosen)


def _file(place: str) -> Path:
    return Path(place).expanduser().absolute()


def _from_file(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise StartRefused(f"{file} cannot be read: {error.strerror}. Nothing was changed.") from error


async def _from_bucket(url: str) -> tuple[str, bytes | None]:
    bucket, _, name = url.rpartition("/")
    with closing(S3Vault(bucket)) as vault:
        return url, await vault.get(name) if name else None


async def _from_vault(name: str, chosen: Settings) -> tuple[str, bytes | None]:
    """Out of the place where backups of this store are kept; names may be given with or without their beginning."""
    kept = None if is_elsewhere(chosen) else data_dir() / "backups"
    vault = vault_for(chosen.backup_url, kept)
    if name == LATEST:
        names = await vault.names(PREFIX)
        if not names:
            raise StartRefused("There is no backup yet. Nothing was changed.")
        name = names[-1]
    full = PREFIX + name.removeprefix(PREFIX)
    return full, await vault.get(full)


async def _put_back(content: bytes, name: str, chosen: Settings) -> None:
    try:
        backup = sound(content)
    except BadBackup as bad:
        raise StartRefused(f"{name} cannot be restored: {bad}. Nothing was changed.") from bad
    async with chosen_store(chosen) as store:
        try:
            done = await store.restore(backup)
        except (Outage, asyncio.CancelledError) as broken:
            raise StartRefused(f"It stopped half-way: {broken!r}. {GOES_ON}") from broken
    if isinstance(done, Occupied):
        raise StartRefused(
            f"The store holds {done.bookings} bookings, and a backup goes into an empty one only. Nothing was changed."
        )
    print(f"Restored from {name}: {_told(backup)}.")
    print(f"New in the store: {done.bookings} bookings, {done.letters} letters; the rest was there.")
    print("Letters that waited count as given up, so that nothing old goes out by itself; reminders go out in time.")
    print("Links that customers have go on to work where JWT_SECRET is the one of that time.")
    print("Whoever was erased after that backup is back: erase them again (docs/operations.md, Erase a person).")


def _told(backup: SoundBackup) -> str:
    """Figures and the sum, nothing of what stands in it."""
    names = {BookingLine: "bookings", LetterLine: "letters that waited or were given up", SentLine: "that were sent"}
    counts = [f"{backup.counts.get(kind, 0)} {name}" for kind, name in names.items()]
    catalog = "the catalogue" if backup.counts.get(CatalogLine) else "no catalogue"
    return f"{', '.join(counts)}, {catalog}; sha256 {backup.sha256}"


VERBS: Mapping[str, Callable[[str, Settings], Awaitable[None]]] = {
    "export": _export,
    "import": _import,
    "restore": _restore,
}

if __name__ == "__main__":
    sys.exit(exit_status(lambda: run(sys.argv[1:])))
