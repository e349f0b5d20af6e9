"""A bad network on the way to the store: counts what passes, and loses what a test tells it to lose."""

from __future__ import annotations

import threading
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Literal

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator

# pass: nothing happens; lost_before: the request never arrives; lost_after: it is done, its answer never arrives;
# page: it is done, and a proxy's error page comes back; late: it hangs until the test lets it go.
# drip: the answer comes byte by byte, each one in time, the whole of it never.
# quota: it is not done, and the store says why; broken: it is done, and something in between says that it failed.
Fate = Literal["pass", "lost_before", "lost_after", "page", "late", "drip", "quota", "broken"]

# Status and body that take the place of the store's own.
INSTEAD: dict[Fate, tuple[int, bytes]] = {
    "page": (502, b"<html>502</html>"),
    "quota": (400, b'{"error": "ERR max requests limit exceeded. Limit: 500000, Usage: 500000"}'),
    "broken": (500, b'{"error": "internal"}'),
}


@dataclass
class Network:
    """``fates`` are used up in order, then everything passes; ``bodies`` is what arrived at the proxy."""

    url: str = ""
    fates: deque[Fate] = field(default_factory=deque)
    bodies: list[bytes] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def requests(self) -> int:
        return len(self.bodies)

    def next_fate(self, body: bytes) -> Fate:
        with self.lock:
            self.bodies.append(body)
            return self.fates.popleft() if self.fates else "pass"


@contextmanager
def bad_network(upstream: str) -> Iterator[Network]:
    network = Network()
    with httpx.Client(base_url=upstream, timeout=10) as client:

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Two small writes and a delayed acknowledgement would otherwise cost 40 ms each time.
            disable_nagle_algorithm = True
            wbufsize = -1

            def do_POST(self) -> None:
                _pass_on(self, client, network)

            def log_message(self, *_words: object) -> None:
                """A test's network has nothing to say."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        network.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield network
        finally:
            network.let_go.set()
            server.shutdown()
            server.server_close()
            thread.join()


def _pass_on(handler: BaseHTTPRequestHandler, client: httpx.Client, network: Network) -> None:
    body = handler.rfile.read(int(handler.headers.get("content-length", "0")))
    if handler.path.startswith("/subscribe/"):
        # A line that stays open does not get through here: whoever waits for nudges has to look for themselves.
        _answer(handler, *INSTEAD["page"])
        return
    network.paths.append(handler.path)
    fate = network.next_fate(body)
    if fate == "lost_before":
        handler.close_connection = True
        return
    if fate == "quota":
        _answer(handler, *INSTEAD["quota"])
        return
    if fate == "late":
        network.let_go.wait(30)
    kept = {name: value for name, value in handler.headers.items() if name.lower() not in {"host", "connection"}}
    answer = client.post(handler.path, content=body, headers=kept)
    if fate == "lost_after":
        handler.close_connection = True
        return
    status, content = INSTEAD.get(fate, (answer.status_code, answer.content))
    _answer(handler, status, b"" if fate == "drip" else content, length=len(content))
    if fate == "drip":
        _drip(handler, content, network)


def _answer(handler: BaseHTTPRequestHandler, status: int, content: bytes, length: int | None = None) -> None:
    handler.send_response(status)
    handler.send_header("content-type", "text/html" if content.startswith(b"<") else "application/json")
    handler.send_header("content-length", str(len(content) if length is None else length))
    handler.end_headers()
    handler.wfile.write(content)


def _drip(handler: BaseHTTPRequestHandler, content: bytes, network: Network) -> None:
    with suppress(OSError):
        for number in range(len(content)):
            handler.wfile.write(content[number : number + 1])
            handler.wfile.flush()
            if network.let_go.wait(0.3):
                return
