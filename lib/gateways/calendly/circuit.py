"""When not to ask at all: who failed several times in a row is left alone for a while, and then tried once."""

import time
from collections.abc import Callable

# Failures in a row, and seconds.
FAILURES, PAUSE = 3, 30.0


class Circuit:
    """Of one process. Answers that say no are answers; only silence and the other side's own failures count."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._until = 0.0

    def admits(self) -> bool:
        """Whether to ask now. The one try after a pause begins another pause, so that nobody waits for its answer."""
        if self._failures < FAILURES:
            return True
        now = self._clock()
        if now < self._until:
            return False
        self._until = now + PAUSE
        return True

    def worked(self) -> None:
        self._failures = 0

    def failed(self) -> None:
        self._failures += 1
        self._until = self._clock() + PAUSE
