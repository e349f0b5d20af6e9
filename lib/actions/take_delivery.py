"""Takes what Calendly, or a relay of the studio's, has sent: who signed it first, what it says then."""

import logging
from typing import Literal

from lib.actions.calendly import Applied, Ignored, SignedDelivery, Unreadable
from lib.actions.follow_calendly import follow_report
from lib.actions.log_lines import tell
from lib.actions.ports import Outside

Outcome = Literal["applied", "duplicate", "ignored"]


def is_signed(delivery: SignedDelivery, outside: Outside) -> bool:
    """Old ones count as well, as long as Calendly may still be repeating them: applying one twice changes nothing."""
    verdict = outside.webhooks.verdict(delivery)
    if verdict == "stale":
        tell(logging.INFO, "calendly", outcome="signed a while ago")
    return verdict is not None


async def take_delivery(envelope: object, outside: Outside) -> Outcome | Unreadable:
    """Mostly one round trip. Raises an Outage when it was not stored: Calendly sends it again then."""
    report = outside.webhooks.report(envelope)
    match report:
        case Ignored():
            return "ignored"
        case Unreadable():
            return report
        case _:
            return "applied" if isinstance(await follow_report(report, outside), Applied) else "duplicate"
