"""Who watches at the moment: places for viewers, limited for one process and for one network address."""

from collections import Counter
from collections.abc import Callable
from dataclasses import field

from lib.studio import policy
from lib.studio.refusals import TooManyViewers
from lib.studio.values import dataclass


@dataclass(frozen=True, slots=True)
class ViewingLimits:
    most: int = policy.VIEWERS_PER_PROCESS
    most_per_network: int = policy.VIEWERS_PER_ADDRESS
    seconds: float = policy.VIEWING_SECONDS
    beat_seconds: float = policy.VIEWING_BEAT_SECONDS


@dataclass(slots=True)
class Viewers:
    """Of one process. Places are taken and left between two awaits, so that no lock is needed."""

    limits: ViewingLimits = ViewingLimits()
    _by_network: Counter[str] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        return self._by_network.total()

    def take(self, network: str) -> Callable[[], None]:
        """Answers with the way to leave again, which may be gone twice. ``network`` is empty where nobody knows it.

        Raises TooManyViewers.
        """
        is_crowd = bool(network) and self._by_network[network] >= self.limits.most_per_network
        if is_crowd or self.count >= self.limits.most:
            raise TooManyViewers(policy.VIEWERS_WAIT_SECONDS)
        self._by_network[network] += 1
        has_left = False

        def leave() -> None:
            nonlocal has_left
            if not has_left:
                has_left = True
                # Nothing is remembered of who has gone.
                self._by_network[network] -= 1
                self._by_network += Counter()

        return leave
