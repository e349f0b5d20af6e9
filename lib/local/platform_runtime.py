"""How the platform's own runtime starts a built function, and how requests reach it there."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx

START_SECONDS = 30
STOP_SECONDS = 5
# The platform's proxy adds these; the runtime tells requests apart by them.
FROM_PROXY = {
    "x-forwarded-for": "203.0.113.9",
    "x-forwarded-proto": "https",
    "x-vercel-forwarded-for": "203.0.113.9",
    "x-vercel-internal-invocation-id": "bundle",
    "x-vercel-internal-request-id": "1",
}
# What the build writes into every function's configuration.
RUNTIME_ENVIRONMENT = {"PYTHONPATH": "_vendor", "PYTHONDONTWRITEBYTECODE": "1", "VERCEL": "1", "TZ": ":UTC"}


class RuntimeFailedError(Exception):
    """The platform's runtime did not start a function, or the function did not answer as it should."""


@contextlib.contextmanager
def running(folder: Path, python: Path, settings: Mapping[str, str]) -> Iterator[httpx.Client]:
    """A client for the function laid out in ``folder``; the function lives as long as the block."""
    with started(folder, python, settings) as (client, _process_id):
        yield client


@contextlib.contextmanager
def started(folder: Path, python: Path, settings: Mapping[str, str]) -> Iterator[tuple[httpx.Client, int]]:
    """The same, as soon as the function listens, with its process id for who measures it."""
    with (
        tempfile.TemporaryDirectory(prefix="ipc-") as scratch,
        contextlib.closing(socket.socket(socket.AF_UNIX)) as door,
    ):
        door.bind(f"{scratch}/s")
        door.listen()
        door.settimeout(START_SECONDS)
        system = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        environment = {**system, **RUNTIME_ENVIRONMENT, **settings, "HOME": scratch, "VERCEL_IPC_PATH": f"{scratch}/s"}
        process = subprocess.Popen([str(python), "-c", "import vc__handler__python"], cwd=folder, env=environment)
        try:
            address = f"http://127.0.0.1:{_port(door)}"
            with httpx.Client(base_url=address, headers=FROM_PROXY, timeout=START_SECONDS, trust_env=False) as client:
                yield client, process.pid
        finally:
            _end(process)


def _port(door: socket.socket) -> int:
    """Where the function listens: the runtime says so on its socket, among messages that end with a zero byte."""
    try:
        line, _ = door.accept()
        line.settimeout(START_SECONDS)
        said = b""
        while more := line.recv(65_536):
            *messages, said = (said + more).split(b"\0")
            for message in map(json.loads, messages):
                if message["type"] == "server-started":
                    threading.Thread(target=_drain, args=(line,), daemon=True).start()
                    return int(message["payload"]["httpPort"])
                if message["type"] == "unrecoverable-error":
                    raise RuntimeFailedError(str(message["payload"].get("message")))
    except TimeoutError:
        pass
    raise RuntimeFailedError("the platform's runtime did not start the function")


def _drain(line: socket.socket) -> None:
    """Logs come over the same socket; unread, they would stop the function once it is full."""
    line.settimeout(None)
    with contextlib.suppress(OSError), line:
        while line.recv(65_536):
            pass


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
