"""`make catalog`: the studio's settings as a file, and back, checked as a whole before anything is written."""

import asyncio
import json
import os
import secrets
import sys
from dataclasses import replace
from pathlib import Path

from lib import settings, wiring
from lib.actions.outages import Outage
from lib.actions.reconcile_calendly import map_anew
from lib.gateways.store import CachedCatalogs, Store
from lib.local.chosen_store import chosen_store, data_dir
from lib.local.kept_secrets import kept
from lib.local.stops import StartRefused, exit_status
from lib.settings import Settings
from lib.studio.catalog_document import BadCatalog, parse

USAGE = "Say what: TO=<file> writes the settings there, FROM=<file> puts them in place of the present ones."
# A catalogue of a hundred classes has a tenth of it; the door for the desk takes no more either.
LARGEST = 256 * 1024


async def run(arguments: list[str]) -> int:
    """Raises StartRefused for everything that keeps it from being done, with a sentence that says what was done."""
    chosen = settings.read(os.environ)
    try:
        match arguments:
            case ["to", place] if place:
                await _write(_file(place), chosen)
            case ["from", place] if place:
                await _save(_read(_file(place), chosen), chosen)
            case _:
                raise StartRefused(USAGE)
    except Outage as outage:
        raise StartRefused(f"It failed outside: {type(outage).__name__} ({outage}).") from outage
    return 0


def _file(place: str) -> Path:
    return Path(place).expanduser().absolute()


async def _write(file: Path, chosen: Settings) -> None:
    async with chosen_store(chosen) as store:
        present = await store.load_catalog()
    if present is None:
        raise StartRefused("The store has no settings yet; nothing was written.")
    text = json.dumps(json.loads(present[1]), ensure_ascii=False, indent=2) + "\n"
    try:
        await asyncio.to_thread(file.write_text, text, encoding="utf-8")
    except OSError as error:
        raise StartRefused(f"{file} cannot be written: {error.strerror}.") from error
    print(f"Written to {file}. Change it and put it back with FROM={file}.")


def _read(file: Path, chosen: Settings) -> str:
    """The document as it is kept. Raises StartRefused with every mistake that it has."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise StartRefused(f"{file} cannot be read: {error.strerror}.") from error
    if len(raw) > LARGEST:
        raise StartRefused(f"{file} has more than {LARGEST // 1024} KB.")
    try:
        document = json.loads(raw.decode())
        if not isinstance(document, dict):
            raise StartRefused(f"{file} holds no JSON object.")
        parse(document, "new", chosen.admin_email)
        return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except BadCatalog as bad:
        mistakes = "".join(f"\n  {each.pointer or '/'}: {each.detail}" for each in bad.problems)
        raise StartRefused(f"{file} is no catalogue, and nothing was changed:{mistakes}") from bad
    except (ValueError, RecursionError) as error:
        raise StartRefused(f"{file} is no JSON in UTF-8: {error}. Nothing was changed.") from error


async def _save(document: str, chosen: Settings) -> None:
    async with chosen_store(chosen) as store:
        present = await store.load_catalog()
        if not await store.save_catalog(document, present[0] if present else None, secrets.token_hex(8)):
            raise StartRefused("Somebody else changed the settings just now; nothing was changed. Look at them again.")
        print("The new settings are in force.")
        await _map_anew(store)


async def _map_anew(store: Store) -> None:
    """What came from Calendly and had no place here may have one by now; if not here, then at the next maintenance."""
    os.environ["JWT_SECRET"] = os.environ.get("JWT_SECRET") or kept(data_dir(), "jwt_secret") or ""
    world = replace(wiring.outside(), store=store, catalogs=CachedCatalogs(store))
    if world.keyring.is_usable and (placed := await map_anew(world)):
        print(f"Bookings of Calendly's that have a place now: {placed}.")


if __name__ == "__main__":
    sys.exit(exit_status(lambda: run(sys.argv[1:])))
