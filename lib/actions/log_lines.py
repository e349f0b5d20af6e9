"""What the log is told: one JSON object a line, of words that this code chose, and of nothing that anybody sent."""

import json
import logging
import re
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

from lib.actions.outages import Outage
from lib.studio.values import dataclass

Line = Literal["request", "afterwards", "slow", "outage", "bug", "letter", "calendly"]
# Milliseconds from which one call to the outside is worth a line of its own: what its usual answer takes, tenfold.
SLOW_MS = {"store": 500, "mail": 3000, "calendly": 3000, "vault": 5000}
# And all that is done until an answer goes out, whoever takes the time.
SLOW_REQUEST_MS = 2000
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
_log = logging.getLogger("studio")


@dataclass(slots=True)
class Tally:
    """What one request has asked of the store so far. Once it is over, whoever goes on in its name is not counted."""

    request: str
    trips: int = 0
    ms: float = 0.0
    is_over: bool = False


_tally: ContextVar[Tally | None] = ContextVar("tally", default=None)


@contextmanager
def tallied(request: str) -> Iterator[Tally]:
    tally = Tally(request)
    before = _tally.set(tally)
    try:
        yield tally
    finally:
        tally.is_over = True
        _tally.reset(before)


@contextmanager
def timed(whose: str, what: str) -> Iterator[None]:
    """One round trip: ``whose`` is a key of SLOW_MS, ``what`` a name of this code's own."""
    began = time.perf_counter()
    try:
        yield
    finally:
        took = (time.perf_counter() - began) * 1000
        tally = _tally.get()
        if tally and whose == "store":
            tally.trips += 1
            tally.ms += took
        if took >= SLOW_MS[whose]:
            tell(logging.WARNING, "slow", what=f"{whose}.{what}", ms=round(took, 1))


def tell(level: int, line: Line, **fields: object) -> None:
    """With the id of the request in whose course it happens, if it happens in one."""
    if not _log.isEnabledFor(level):
        return
    tally = _tally.get()
    whose = {"request": tally.request} if tally and not tally.is_over else {}
    _log.log(level, "%s", json.dumps({"line": line, **whose, **fields}, separators=(",", ":")))


def tell_outage(outage: Outage, *, where: str) -> None:
    """Its kind and its cause: of neither more than one word, whatever the outside put into it."""
    cause = outage.__cause__
    behind = {"behind": type(cause).__name__} if cause else {}
    tell(logging.WARNING, "outage", where=where, kind=type(outage).__name__, cause=word_of(str(outage)), **behind)


def tell_bug(error: Exception, *, where: str) -> None:
    """Its kind and the places that it went through, without its message: that may quote what somebody sent."""
    places = [f"{each.filename}:{each.lineno} {each.name}" for each in traceback.extract_tb(error.__traceback__)]
    tell(logging.ERROR, "bug", where=where, kind=type(error).__name__, places=places)


def word_of(said: str) -> str:
    return said if _WORD.fullmatch(said) else "unnamed"
