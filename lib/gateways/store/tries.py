"""How often the store is asked again, and what it means when it never answered."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from lib.actions.outages import Outage, StoreUnavailable
from lib.studio.values import dataclass

# Seconds between one try and the next.
PAUSES = (0.06, 0.25)

Answer = TypeVar("Answer")


@dataclass(unsafe_hash=True)
class NoAnswer(Exception):  # noqa: N818 -- what one try came to; whether that is an error is decided here
    """``may_be_done``: the store may have executed it all the same. ``is_final``: asking again would help nobody."""

    reason: str
    may_be_done: bool
    is_final: bool = False


async def settled(
    attempt: Callable[[], Awaitable[Answer]], pause: Callable[[float], Awaitable[object]], unclear: type[Outage]
) -> Answer:
    """The first answer. Raises StoreUnavailable when no try can have been executed, ``unclear`` when one may have been.

    A definite no of the last try does not settle what became of an earlier one.
    """
    outcome: type[Outage] = StoreUnavailable
    for seconds in (*PAUSES, None):
        try:
            return await attempt()
        except NoAnswer as failure:
            if failure.may_be_done:
                outcome = unclear
            if failure.is_final or seconds is None:
                raise outcome(failure.reason) from failure
        await pause(seconds)
    raise AssertionError  # the last try either returned or raised
