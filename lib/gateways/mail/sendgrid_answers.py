"""What SendGrid's answers mean: its status, what its headers name, and which part of a letter it found wrong."""

import json
import re
from collections.abc import Mapping

from lib.actions.mail import Outcome, Refused, Rejected, Sent, Throttled, Unreached
from lib.studio.values import dataclass

LONGEST_WAIT_MS = 24 * 3600 * 1000
# What may be named in a reason; all else that an error says may hold an address.
_FIELDS = frozenset(("personalizations", "from", "reply_to", "subject", "content", "attachments", "headers"))
_WORD = re.compile("[!-~]{1,200}")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with the methods that the SDK expects of urllib's."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""

    def getcode(self) -> int:
        return self.status

    def info(self) -> Mapping[str, str]:
        return self.headers

    def read(self) -> bytes:
        return self.body


def outcome_of(answer: Answer, now_ms: int) -> Outcome:
    reason = f"sendgrid {answer.status} {_field(answer.body)}".rstrip()
    match answer.status // 100, answer.status:
        case 2, _:
            name = answer.headers.get("x-message-id", "")
            return Sent("sendgrid", name if _WORD.fullmatch(name) else "")
        case _, 429:
            return Throttled(reason, _until(answer.headers, now_ms))
        # The key, the account or the address is wrong, whatever is sent.
        case (3, _) | (_, 401 | 403 | 404 | 405):
            return Refused(reason)
        # It did not wait for the whole request, so it has not taken it.
        case (5, _) | (_, 408):
            return Unreached(reason)
    return Rejected(reason)


def _until(headers: Mapping[str, str], now_ms: int) -> int:
    """The epoch second of X-RateLimit-Reset, or the seconds of Retry-After from now; 0 for neither."""
    for name, start in (("x-ratelimit-reset", 0), ("retry-after", now_ms)):
        said = headers.get(name, "")
        until = start + int(said) * 1000 if re.fullmatch("[0-9]{1,15}", said) else 0
        if until > now_ms:
            return min(until, now_ms + LONGEST_WAIT_MS)
    return 0


def _field(complaint: bytes) -> str:
    """What was found wrong, in our own words."""
    try:
        field = str(json.loads(complaint)["errors"][0]["field"]).partition(".")[0]
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""
    return field if field in _FIELDS else ""
