"""How one request stands in the log: which door, what came of it, how long it took, and what the store had of it."""

import logging
import time

from lib.actions.log_lines import SLOW_REQUEST_MS, Tally, tell

# The addresses of the doors. Whatever else stands in a path was typed by somebody, and is not written down.
ROUTES = frozenset(
    (
        "/api/admin/booking-management",
        "/api/admin/catalog",
        "/api/admin/session",
        "/api/availability",
        "/api/availability/stream",
        "/api/bookings",
        "/api/calendly-webhook",
        "/api/class-types",
        "/api/cron/maintenance",
        "/api/health",
        "/api/instructors",
        "/api/send-confirmation",
    )
)
_VERBS = frozenset(("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"))


class RequestLines:
    """Of one request, from its beginning: a line when it is answered, one more for what came after the answer."""

    def __init__(self, path: str, verb: str, tally: Tally) -> None:
        self._what = {"route": path if path in ROUTES else "other", "verb": verb if verb in _VERBS else "other"}
        self._tally, self._began = tally, time.perf_counter()
        self._trips, self._ms = 0, 0.0

    def answered(self, status: int) -> None:
        took = self._took()
        spent = self._spent()
        tell(logging.INFO, "request", **self._what, status=status, ms=took, **spent)
        if took >= SLOW_REQUEST_MS:
            rest = round(took - spent["storeMs"], 1)
            tell(logging.WARNING, "slow", what="request", **self._what, ms=took, **spent, elsewhereMs=rest)

    def over(self) -> None:
        """Nothing to say where nothing was asked of the store since."""
        if self._tally.trips > self._trips:
            self._began = self._answered
            tell(logging.INFO, "afterwards", **self._what, ms=self._took(), **self._spent())

    def _took(self) -> float:
        self._answered = time.perf_counter()
        return round((self._answered - self._began) * 1000, 1)

    def _spent(self) -> dict[str, float]:
        """Since it was asked last."""
        trips, ms = self._tally.trips - self._trips, self._tally.ms - self._ms
        self._trips, self._ms = self._tally.trips, self._tally.ms
        return {"storeTrips": trips, "storeMs": round(ms, 1)}
