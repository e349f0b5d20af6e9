"""What Calendly's refusals mean: its status, how long to wait, and the few words of an error that decide anything."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import field

from lib.actions.mail import Refused, Rejected, Throttled
from lib.studio.values import dataclass

# Milliseconds. Calendly says how many seconds are left (nothing else is documented); its longest window is a day, but
# looking in once an hour costs nothing, and a number that means something else then costs an hour at most.
SHORTEST_WAIT, USUAL_WAIT, LONGEST_WAIT = 1_000, 60_000, 3_600_000
_FILLED = re.compile("already[_ ]filled", re.IGNORECASE)
_SECONDS = re.compile("[0-9]{1,15}")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that came whole and is no failure of theirs; ``body`` is empty where there was no JSON object.

    ``at`` is when it came, in epoch milliseconds.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: Mapping[str, object] = field(repr=False)
    at: int

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300  # noqa: PLR2004 -- RFC 9110, 15.3


def setback(reply: Reply) -> Rejected | Throttled | Refused:
    """Of a reply that is no success. No reason quotes a body, which may hold a name."""
    reason = f"calendly {reply.status}"
    match reply.status // 100, reply.status:
        case _, 429:
            return Throttled(reason, _until(reply))
        # The token, its scopes, the plan or the address is wrong, whatever is asked.
        case (3, _) | (_, 401 | 403 | 404):
            return Refused(reason)
    return Rejected(reason)


def is_absent(reply: Reply) -> bool:
    """Whether Calendly itself says that there is no such thing, or that it is another organisation's.

    What stands in front of it answers with the same status and a page; that says nothing about a booking. A token that
    lacks a scope gets 403 for everything.
    """
    is_said_by_calendly = "title" in reply.body or "message" in reply.body
    return reply.status in {403, 404} and is_said_by_calendly and not _lacks_scope(reply)


def is_filled(reply: Reply) -> bool:
    """Whether the time was given to somebody else; the word was seen in different places of the error."""
    said = (each.get(name) for each in _complaints(reply) for name in ("title", "message", "parameter", "code"))
    return reply.status in {400, 409, 422} and any(isinstance(word, str) and _FILLED.search(word) for word in said)


def _lacks_scope(reply: Reply) -> bool:
    return any("required_scopes" in each for each in _complaints(reply))


def _complaints(reply: Reply) -> Iterator[Mapping[str, object]]:
    """The error as a whole, and each of its details."""
    yield reply.body
    details = reply.body.get("details")
    yield from (each for each in (details if isinstance(details, list) else []) if isinstance(each, Mapping))


def _until(reply: Reply) -> int:
    said = reply.headers.get("x-ratelimit-reset", "")
    wait = int(said) * 1000 if _SECONDS.fullmatch(said) else USUAL_WAIT
    return reply.at + min(max(wait, SHORTEST_WAIT), LONGEST_WAIT)
