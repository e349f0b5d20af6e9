"""How bad the line between the functions and the store is, and what becomes of one request on it."""

import random
from dataclasses import dataclass
from typing import Literal

# delivered: all is well. refused: it never left. quota: the store says no before it begins. lost_before: it never
# arrives. lost_after: it is done, its answer is not heard. late: everybody gives up, and it is done long after.
Fate = Literal["delivered", "refused", "quota", "lost_before", "lost_after", "late"]


@dataclass(frozen=True, slots=True)
class Weather:
    """Chances, each of one request; ``killed`` is that of one wait: the process ends while it waits.

    ``stale``: a read is answered from a past state. ``latest``: seconds after which a late request may still come.
    """

    name: str
    refused: float = 0.0
    quota: float = 0.0
    lost_before: float = 0.0
    lost_after: float = 0.0
    late: float = 0.0
    killed: float = 0.0
    stale: float = 0.0
    latest: float = 70.0

    def fate(self, rng: random.Random) -> Fate:
        thrown = rng.random()
        chances: tuple[tuple[Fate, float], ...] = (
            ("refused", self.refused),
            ("quota", self.quota),
            ("lost_before", self.lost_before),
            ("lost_after", self.lost_after),
            ("late", self.late),
        )
        for name, chance in chances:
            if thrown < chance:
                return name
            thrown -= chance
        return "delivered"


CALM = Weather("calm")
RAIN = Weather("rain", 0.03, 0.005, 0.03, 0.03, 0.02, 0.01, stale=0.05)
STORM = Weather("storm", 0.10, 0.02, 0.12, 0.15, 0.12, 0.04, stale=0.2)
DEAF = Weather("deaf", lost_after=0.4)
GHOSTS = Weather("ghosts", lost_before=0.05, late=0.35, latest=40)
WEATHERS = (CALM, RAIN, RAIN, STORM, STORM, DEAF, GHOSTS)
