"""A folder of this machine as the place for backups: whole files or none, which only their user can read."""

import asyncio
import os
import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from lib.actions.outages import VaultUnavailable

# How files begin that are being written.
UNFINISHED = ".unfinished-"

Answer = TypeVar("Answer")


class FolderVault:
    """Fulfils ports.Vault. Names become paths below the folder; none leads out of it."""

    is_configured = True
    is_local = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, name: str, content: bytes) -> bool:
        return await _done(partial(self._put, name, content))

    async def get(self, name: str) -> bytes | None:
        return await _done(partial(self._get, name))

    async def names(self, prefix: str) -> list[str]:
        return await _done(partial(self._names, prefix))

    async def remove(self, names: list[str]) -> None:
        await _done(partial(self._remove, names))

    def _put(self, name: str, content: bytes) -> bool:
        place = self._place(name)
        self._make_way(place)
        fresh = self._folder / f"{UNFINISHED}{secrets.token_hex(8)}"
        try:
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            # Unlike renaming, this never takes the place of what is there.
            place.hardlink_to(fresh)
        except FileExistsError:
            return False
        finally:
            fresh.unlink(missing_ok=True)
        return True

    def _make_way(self, place: Path) -> None:
        """Each on its own, because the mode holds for the last folder of a path alone."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in reversed(place.relative_to(self._folder).parents):
            (self._folder / folder).mkdir(mode=0o700, exist_ok=True)

    def _get(self, name: str) -> bytes | None:
        try:
            return self._place(name).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def _names(self, prefix: str) -> list[str]:
        found = (path.relative_to(self._folder).as_posix() for path in self._folder.rglob("*") if path.is_file())
        return sorted(name for name in found if name.startswith(prefix) and not name.startswith(UNFINISHED))

    def _remove(self, names: list[str]) -> None:
        for name in names:
            self._place(name).unlink(missing_ok=True)

    def _place(self, name: str) -> Path:
        if "\0" in name or any(part in {"", ".", ".."} for part in name.split("/")):
            raise VaultUnavailable("name")
        return self._folder / name


async def _done(call: Callable[[], Answer]) -> Answer:
    try:
        return await asyncio.to_thread(call)
    except OSError as error:
        raise VaultUnavailable(type(error).__name__) from error
