"""The store as the site's child: started, found by the line it prints, started again when it dies, ended with us."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lib.local.kept_secrets import kept_secret
from lib.local.stops import LIFE_LINE, StartRefused, end_of
from lib.local.store import READY

ROOT: Final = Path(__file__).resolve().parents[2]
RESTART_PAUSE_SECONDS: Final = 0.3


@dataclass(frozen=True, slots=True)
class StoreAtWork:
    url: str
    token: str = field(repr=False)
    description: str


@contextlib.asynccontextmanager
async def store_process(data_dir: Path) -> AsyncIterator[StoreAtWork]:
    """A store that is there while the block runs; its address stays the same when it has to be started again."""
    token = kept_secret(data_dir, "store_token")
    process, store = await _started(data_dir, token=token, port=0)
    child = _Child(process)
    keeper = asyncio.create_task(_kept_alive(child, store, data_dir))
    try:
        yield store
    finally:
        keeper.cancel()
        await asyncio.gather(keeper, return_exceptions=True)
        # Not left to the keeper: a block that waits for nothing is over before that has begun.
        await end_of(child.process)


@dataclass(slots=True)
class _Child:
    """The store's process, a new one whenever it had to be started again."""

    process: asyncio.subprocess.Process


async def _kept_alive(child: _Child, store: StoreAtWork, data_dir: Path) -> None:
    port = int(store.url.rpartition(":")[2])
    while True:
        await child.process.wait()
        await end_of(child.process)
        print("The store has ended; starting it again.", file=sys.stderr, flush=True)
        while True:
            try:
                child.process, _ = await _started(data_dir, token=store.token, port=port)
                print("The store is back.", file=sys.stderr, flush=True)
                break
            except StartRefused:
                await asyncio.sleep(RESTART_PAUSE_SECONDS)


async def _started(data_dir: Path, *, token: str, port: int) -> tuple[asyncio.subprocess.Process, StoreAtWork]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "lib.local.store", LIFE_LINE,
        cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "DATA_DIR": str(data_dir), "TOKEN": token, "PORT": str(port)},
        start_new_session=True,  # Ctrl-C is for us; the store ends after the site
    )  # fmt: skip
    try:
        url, description = await _announced(process)
    except BaseException:
        await end_of(process)
        raise
    return process, StoreAtWork(url, token, description)


async def _announced(process: asyncio.subprocess.Process) -> tuple[str, str]:
    assert process.stdout is not None  # noqa: S101 -- a pipe was asked for
    line = (await process.stdout.readline()).decode().strip()
    if not line.startswith(READY):
        raise StartRefused("Without its store the site does not start.")
    url, _, description = line.removeprefix(READY).partition(" ")
    return url, description.strip("()")
