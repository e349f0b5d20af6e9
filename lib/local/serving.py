"""How an ASGI application is served to this machine alone: the socket, the server and a quick end."""

import asyncio
import contextlib
import errno
import socket
from collections.abc import AsyncIterator, Iterator, Mapping

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.local.stops import StartRefused

HOST = "127.0.0.1"
LAST_PORT = 65_535
# Ctrl-C waits no longer for what is still being answered.
GRACE_SECONDS = 1


def listener(port: int, *, setting: str = "PORT") -> socket.socket:
    """A socket on `port`, 0 for any free one; raises StartRefused when another program has it."""
    # The protocol is named because asyncio switches Nagle's delay off (48 ms a call) only where it reads "TCP".
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((HOST, port))
        found.listen(1024)
    except OSError as error:
        found.close()
        if error.errno != errno.EADDRINUSE:
            raise StartRefused(f"Port {port} cannot be used: {error.strerror}.") from error
        raise StartRefused(
            f"Port {port} is in use by another program; end it, or choose another with {setting}=..."
        ) from error
    return found


def chosen_port(environment: Mapping[str, str], otherwise: int) -> int:
    """What PORT says; raises StartRefused for what is no port."""
    said = environment.get("PORT") or str(otherwise)
    if not (said.isascii() and said.isdecimal() and int(said[:6]) <= LAST_PORT):
        raise StartRefused(f"PORT={said[:20]} is no port; choose a number up to {LAST_PORT}.")
    return int(said)


def port_of(found: socket.socket) -> int:
    return int(found.getsockname()[1])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.answering = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.answering.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone: the program around us decides what ends first."""
        yield


class _UntilStopped:
    """An application to which everybody seems to hang up when it stops: a stream would outlast every grace."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.stopping = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_whole = False

        async def receive_until_stopped() -> Message:
            nonlocal is_whole
            # What is asked is heard to its end; only who waits for what comes after it is told to go.
            message = await (self._received(receive) if is_whole else receive())
            is_whole = not message.get("more_body", False)
            return message

        await self._app(scope, receive_until_stopped, send)

    async def _received(self, receive: Receive) -> Message:
        tasks = asyncio.ensure_future(receive()), asyncio.create_task(self.stopping.wait())
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            return tasks[0].result() if tasks[0].done() else {"type": "http.disconnect"}
        finally:
            for task in tasks:
                task.cancel()


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, found: socket.socket) -> AsyncIterator[None]:
    """Serve `app` on a socket while the block runs."""
    until_stopped = _UntilStopped(app)
    config = uvicorn.Config(
        until_stopped,
        access_log=False,  # it would hold query strings
        log_level="warning",
        lifespan="off",
        proxy_headers=False,  # whoever calls may claim to be anybody; the peer is what counts
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_keep_alive=75,  # longer than the clients' 60 s, so that it is they who hang up
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[found]))
    try:
        await server.answering.wait()
        yield
    finally:
        until_stopped.stopping.set()
        server.should_exit = True
        await task
        found.close()
