"""Looks at processes from outside: who started whom, and that all of them have ended."""

import os
import select
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.support.servers import RunningStore, Site

SECONDS = 20


def do(store: RunningStore | Site, *command: str) -> Any:
    url = store.store_url if isinstance(store, Site) else store.url
    answer = httpx.post(url, json=command, headers={"Authorization": f"Bearer {store.token}"}, timeout=SECONDS)
    return answer.json()["result"]


def complaints(stderr: str) -> str:
    """What a program wrote there; that a call was slow is the machine's."""
    return "".join(line for line in stderr.splitlines(keepends=True) if not line.startswith('{"line":"slow"'))


def family(pid: int) -> list[int]:
    """A process and all that it started, however deep."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(member for child in children for member in family(int(child)))]


@dataclass(frozen=True, slots=True)
class Descriptors:
    """What a process holds open: lines of its visitors, lines to its store, and all else."""

    visitors: int
    store: int
    others: int


def descriptors(site: Site) -> Descriptors:
    held = list(_held(site.pid))
    visitors = {socket for socket, here, _ in _lines(site.pid) if here == urlsplit(site.url).port}
    store = {socket for socket, _, there in _lines(site.pid) if there == urlsplit(site.store_url).port}
    of_visitors, to_store = (sum(each in lines for each in held) for lines in (visitors, store))
    return Descriptors(of_visitors, to_store, len(held) - of_visitors - to_store)


def _held(pid: int) -> Iterator[str]:
    for each in Path(f"/proc/{pid}/fd").iterdir():
        # One that was closed since it was listed is not held.
        with suppress(FileNotFoundError):
            yield str(each.readlink())


def _lines(pid: int) -> list[tuple[str, int, int]]:
    """Connections over IPv4: what a descriptor of it is called, its port here and there (proc_net_tcp)."""
    rows = [line.split() for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]]
    return [(f"socket:[{row[9]}]", _port(row[1]), _port(row[2])) for row in rows]


def _port(end: str) -> int:
    return int(end.rpartition(":")[2], 16)


def resident_bytes(pid: int) -> int:
    """What of a process stands in memory now."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


class Watch:
    """Waits for processes to end; made while they live, so that no number can be taken by another."""

    def __init__(self, pids: Sequence[int]) -> None:
        self._handles = [os.pidfd_open(pid) for pid in pids]

    def all_ended(self) -> bool:
        ended = [bool(select.select([handle], [], [], SECONDS)[0]) for handle in self._handles]
        for handle in self._handles:
            os.close(handle)
        return all(ended)


def store_server(store: RunningStore | Site) -> int:
    info = dict(line.split(":", 1) for line in do(store, "INFO", "server").splitlines() if ":" in line)
    return int(info["process_id"])
