"""The way to the real store: a few connections, commands in flight on each of them, replies in the order of asking."""

import asyncio
import itertools
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Self, cast
from urllib.parse import unquote, urlsplit

from lib.local.resp import Command, Reply, ReplyError, ReplyReader, written

CONNECTIONS = 3
CONNECT_SECONDS = 3.0


class StoreGone(Exception):  # noqa: N818 -- an outage, said as one
    """The store cannot be reached, or went away before it answered; a command under way may have happened."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a store listens; `password` and `user` as AUTH takes them, empty when it asks for none."""

    host: str
    port: int
    password: str = field(default="", repr=False)
    user: str = "default"
    database: int = 0
    tls: bool = False

    @classmethod
    def from_url(cls, url: str) -> Self:
        """Read `redis://[user:password@]host[:port][/database]`, or `rediss://`; raises ValueError for others."""
        parts = urlsplit(url)
        if parts.scheme not in {"redis", "rediss"} or not parts.hostname:
            raise ValueError("a store's address begins with redis:// or rediss:// and names a host")
        return cls(
            host=parts.hostname,
            port=parts.port or 6379,
            password=unquote(parts.password or ""),
            user=unquote(parts.username or "") or "default",
            database=int(parts.path.strip("/") or 0),
            tls=parts.scheme == "rediss",
        )


class _Batch:
    """Commands that were written together, and the replies that came so far."""

    __slots__ = ("answered", "missing", "replies")

    def __init__(self, missing: int) -> None:
        self.answered: asyncio.Future[list[Reply]] = asyncio.get_running_loop().create_future()
        self.missing = missing
        self.replies: list[Reply] = []


class _Connection(asyncio.Protocol):
    def __init__(self) -> None:
        self._waiting: deque[_Batch] = deque()
        self._reader = ReplyReader()
        self._transport: asyncio.WriteTransport | None = None
        self.lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # asyncio's own promise for TCP; uvloop keeps it without deriving from the class.
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        for reply in self._reader.replies(data):
            batch = self._waiting[0]
            batch.replies.append(reply)
            batch.missing -= 1
            if not batch.missing:
                self._waiting.popleft()
                if not batch.answered.done():
                    batch.answered.set_result(batch.replies)

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = True
        for batch in self._waiting:
            if not batch.answered.done():
                batch.answered.set_exception(StoreGone(f"the store closed the connection ({exc})"))
        self._waiting.clear()

    async def replies(self, commands: Sequence[Command]) -> list[Reply]:
        if self.lost or self._transport is None:
            raise StoreGone("the connection to the store is closed")
        batch = _Batch(len(commands))
        self._waiting.append(batch)
        # One write: nothing of another caller can come between MULTI and EXEC.
        self._transport.write(b"".join(map(written, commands)))
        return await batch.answered

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


async def _connected(address: Address) -> _Connection:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            _, connection = await loop.create_connection(
                _Connection, address.host, address.port, ssl=True if address.tls else None
            )
            await _greet(connection, address)
    except (OSError, TimeoutError) as error:
        raise StoreGone(f"no store answers at {address.host}:{address.port} ({error})") from error
    return connection


def greeting(address: Address) -> list[Command]:
    """What every connection says first; each is answered, and an error to any of them ends it."""
    commands: list[Command] = [[b"PING"]]
    if address.database:
        commands.insert(0, [b"SELECT", b"%d" % address.database])
    if address.password:
        commands.insert(0, [b"AUTH", address.user.encode(), address.password.encode()])
    return commands


async def _greet(connection: _Connection, address: Address) -> None:
    answered = await connection.replies(greeting(address))
    refused = [reply.text for reply in answered if isinstance(reply, ReplyError)]
    if refused:
        connection.close()
        raise StoreGone(f"the store at {address.host}:{address.port} says: {refused[0]}")


class RedisClient:
    """Replies for commands. A lost connection is opened again by the next call; nothing is ever sent twice."""

    def __init__(self, address: Address) -> None:
        self.address: Final = address
        self._slots: list[_Connection | None] = [None] * CONNECTIONS
        self._turn = itertools.cycle(range(CONNECTIONS))
        self._opening = asyncio.Lock()

    async def replies(self, commands: Sequence[Command]) -> list[Reply]:
        """One reply a command; the commands travel together over one connection. Raises StoreGone."""
        turn = next(self._turn)
        connection = self._slots[turn]
        if connection is None or connection.lost:
            async with self._opening:
                connection = self._slots[turn]
                if connection is None or connection.lost:
                    connection = self._slots[turn] = await _connected(self.address)
        return await connection.replies(commands)

    def close(self) -> None:
        """Close every connection; commands under way end with StoreGone."""
        for connection in self._slots:
            if connection is not None:
                connection.close()
