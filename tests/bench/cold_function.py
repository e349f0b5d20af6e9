"""The booking function as the platform built it, begun anew in the platform's own runtime for every single request."""

import contextlib
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path

from lib.local import built_functions, bundle, platform_cli
from lib.local.platform_runtime import running

DOOR = "api/bookings"
# What belongs to a connection or to a length is said anew.
DROPPED = {"host", "connection", "content-length", "transfer-encoding", "accept-encoding", "date", "server"}
CALLERS = count(1)


@dataclass(frozen=True, slots=True)
class BuiltFunction:
    """Laid out in `folder` as on the platform's machine."""

    folder: Path
    python: Path


@contextlib.contextmanager
def built_booking_function() -> Iterator[BuiltFunction]:
    """Built by the platform's own command line. Raises MissingToolError or BuildFailedError."""
    tools = platform_cli.toolbox(platform_cli.cache_folder(bundle.ROOT))
    with tempfile.TemporaryDirectory(prefix="cold-") as scratch:
        project, folder = Path(scratch) / "project", Path(scratch) / "function"
        bundle.copy_tracked(bundle.ROOT, project)
        tools.build(project)
        next(each for each in built_functions.built(project) if each.address == DOOR).materialise(folder)
        # A deployment is compiled while it is built; the command line alone does not do it.
        subprocess.run([str(tools.python), "-m", "compileall", "-q", str(folder)], check=False, capture_output=True)
        yield BuiltFunction(folder, tools.python)


@contextlib.contextmanager
def begun_for_each_request(function: BuiltFunction, settings: Mapping[str, str]) -> Iterator[str]:
    """The address at which every POST finds a function that was not there before."""

    class Cold(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name: value for name, value in self.headers.items() if name.lower() not in DROPPED}
            # Everybody comes from elsewhere, because one address may book only so often.
            headers["x-vercel-forwarded-for"] = f"198.51.100.{next(CALLERS) % 250}"
            with running(function.folder, function.python, settings) as client:
                answer = client.post(self.path, content=body, headers=headers)
                self.send_response(answer.status_code)
                for name, value in answer.headers.items():
                    if name not in DROPPED:
                        self.send_header(name, value)
                self.send_header("content-length", str(len(answer.content)))
                self.end_headers()
                self.wfile.write(answer.content)
                self.wfile.flush()

        def log_message(self, *_words: object) -> None:
            """The table is all that is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Cold)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
