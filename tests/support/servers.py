"""The store and the site as real processes, found by what they print and ended with the test."""

import contextlib
import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lib.local.stops import LIFE_LINE

ROOT = Path(__file__).parents[2]
SECONDS = 20
# What a process needs of this machine; nothing of a developer's own settings may reach a test.
PYTHONS = ("PYTHONPYCACHEPREFIX", "PYTHONDONTWRITEBYTECODE", "PYTHONWARNINGS")
# The folder is a test's own: see tests/conftest.py.
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR", "SSL_CERT_DIR", *PYTHONS)


class Program:
    """A process of ours: its lines as they come, its end as a status. Dies with the process that made it."""

    def __init__(self, module: str, settings: Mapping[str, str]) -> None:
        environment = {name: os.environ[name] for name in INHERITED if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, LIFE_LINE],
            cwd=ROOT,
            env={**environment, **settings},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.output = ""
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self.process.pid

    def line_with(self, text: str) -> str:
        """The next line that holds `text`; AssertionError with all output when the process ends first."""
        while line := self._lines.get(timeout=SECONDS):
            if text in line:
                return line.strip()
        raise AssertionError(f"ended without saying {text!r}:\n{self.output}")

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal, unless it has ended already, and return the exit status (negative: that signal)."""
        self.process.send_signal(number)
        return self.status()

    def status(self) -> int:
        """The exit status once the process has ended by itself and all of its output is read."""
        try:
            status = self.process.wait(SECONDS)
        finally:
            self.process.kill()
            self._reader.join(SECONDS)
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe is not None:
                    pipe.close()
        return status

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.output += line
            self._lines.put(line)
        self._lines.put("")


@dataclass(frozen=True, slots=True)
class RunningStore:
    """A store behind its gateway; `program` may be ended before the block does."""

    url: str
    token: str
    program: Program

    @property
    def pid(self) -> int:
        return self.program.pid


@dataclass(frozen=True, slots=True)
class Site:
    """The whole site; `store_url` and `token` reach the store below it, past the functions."""

    url: str
    store_url: str
    token: str
    program: Program

    @property
    def pid(self) -> int:
        return self.program.pid

    @property
    def owner(self) -> tuple[str, str]:
        """E-mail address and password, as the site says them when it is started for the first time."""
        said = re.search(r"Owner: (\S+), password (\S+)", self.program.output)
        assert said, self.program.output
        return said[1], said[2]


@contextlib.contextmanager
def program(module: str, data_dir: Path, **settings: str) -> Iterator[Program]:
    """A process of `module` with its data in `data_dir`, on a free port unless PORT is given; ended with the block."""
    started = Program(module, {"DATA_DIR": str(data_dir), "PORT": "0", **settings})
    try:
        yield started
    finally:
        started.end()


@contextlib.contextmanager
def running_store(data_dir: Path, **settings: str) -> Iterator[RunningStore]:
    """A real store, ready to answer; its data stays in `data_dir`."""
    with program("lib.local.store", data_dir, **settings) as started:
        url = started.line_with("Store ready at ").split()[3]
        yield RunningStore(url, settings.get("TOKEN") or kept_token(data_dir), started)


@contextlib.contextmanager
def running_site(data_dir: Path, **settings: str) -> Iterator[Site]:
    """The whole site with a store of its own, as `make run` starts it; settings become its environment."""
    with program("lib.local", data_dir, **settings) as started:
        store_url = started.line_with("Store: http").split()[1]
        # By number: a browser tries the name's IPv6 address first.
        url = started.line_with("Open http").split()[1].replace("localhost", "127.0.0.1")
        yield Site(url, store_url, kept_token(data_dir), started)


@contextlib.contextmanager
def site_beside(site: Site, data_dir: Path, **settings: str) -> Iterator[Site]:
    """One more process with all functions over the same store and secrets, as the platform starts them under load."""
    store = {"KV_REST_API_URL": site.store_url, "KV_REST_API_TOKEN": site.token}
    with program("lib.local", data_dir, **store, **settings) as started:
        url = started.line_with("Open http").split()[1].replace("localhost", "127.0.0.1")
        yield Site(url, site.store_url, site.token, started)


def kept_token(data_dir: Path) -> str:
    """The token that the store in `data_dir` made for itself."""
    token = json.loads((data_dir / "secrets.json").read_text())["store_token"]
    assert isinstance(token, str)
    return token
