"""Time that only passes when something is waited for: coroutines and calls, in an order that one seed decides."""

import heapq
import random
from collections.abc import Callable, Coroutine, Generator
from types import coroutine
from typing import Any

Task = Coroutine[Any, Any, None]


@coroutine
def _until(moment: float) -> Generator[float, None, None]:
    yield moment


class Scheduler:
    """``now`` is in epoch seconds. Nothing here is concurrent: between two waits a coroutine runs alone."""

    def __init__(self, rng: random.Random, now: float) -> None:
        self.now = now
        self._rng = rng
        self._waiting: list[tuple[float, float, Callable[[], object]]] = []

    async def sleep(self, seconds: float) -> None:
        await _until(self.now + seconds)

    def later(self, seconds: float, call: Callable[[], object]) -> None:
        """What falls on the same instant happens in an order that the seed decides, too."""
        heapq.heappush(self._waiting, (self.now + seconds, self._rng.random(), call))

    def start(self, task: Task, after: float = 0.0) -> None:
        self.later(after, lambda: self._step(task))

    def run(self) -> None:
        """Until nobody waits any more."""
        while self._waiting:
            moment, _, call = heapq.heappop(self._waiting)
            self.now = max(self.now, moment)
            call()

    def _step(self, task: Task) -> None:
        try:
            moment = task.send(None)
        except StopIteration:
            return
        self.later(moment - self.now, lambda: self._step(task))
