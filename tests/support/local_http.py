"""An HTTP server on this machine for as long as a test needs it: many at once, silent, untroubled by who hangs up."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Seconds between two bytes: each one in time, the whole never.
PAUSE = 0.3


@contextmanager
def served(respond: Callable[[Handler], None]) -> Iterator[str]:
    """Its address; ``respond`` is called for each request, whatever its method."""
    server = _Server(respond)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Provider(Protocol):
    """``gone_astray`` holds the headers of requests that came to ``elsewhere``; ``let_go`` ends all waiting."""

    url: str
    elsewhere: str
    gone_astray: list[dict[str, str]]
    let_go: threading.Event


@contextmanager
def provider(fake: Provider, respond: Callable[[Handler], None], foreign: Callable[[Handler], None]) -> Iterator[None]:
    """``fake`` at its address, and beside it another host, to which nothing of ours must ever come."""

    def elsewhere(handler: Handler) -> None:
        fake.gone_astray.append(dict(handler.headers))
        foreign(handler)

    with served(respond) as fake.url, served(elsewhere) as fake.elsewhere:
        try:
            yield
        finally:
            fake.let_go.set()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Two small writes and a delayed acknowledgement would otherwise cost 40 ms each time.
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def do_GET(self) -> None:
        self.server.respond(self)

    def do_POST(self) -> None:
        self.server.respond(self)

    def do_DELETE(self) -> None:
        self.server.respond(self)

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        """Underscores in the names of headers become hyphens."""
        self.send_response(status)
        for name, value in {"Content_Type": "application/json", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def drip(self, content: bytes, let_go: threading.Event) -> None:
        with suppress(OSError):
            for number in range(len(content)):
                self.wfile.write(content[number : number + 1])
                self.wfile.flush()
                if let_go.wait(PAUSE):
                    return

    def log_message(self, *_words: object) -> None:
        """A test's network has nothing to say."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # Crowds: five waiting connections, as is usual, would be refused ones.
    request_queue_size = 256

    def __init__(self, respond: Callable[[Handler], None]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.respond = respond

    def handle_error(self, *_: object) -> None:
        """Callers who hang up are what is tested here."""
