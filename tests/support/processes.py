"""Looks at processes from outside: who started whom, and that all of them have ended."""

import os
import select
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx

from tests.support.servers import RunningStore, Site

SECONDS = 20


def do(store: RunningStore | Site, *command: str) -> Any:
    url = store.store_url if isinstance(store, Site) else store.url
    answer = httpx.post(url, json=command, headers={"Authorization": f"Bearer {store.token}"}, timeout=SECONDS)
    return answer.json()["result"]


def family(pid: int) -> list[int]:
    """A process and all that it started, however deep."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(member for child in children for member in family(int(child)))]


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
