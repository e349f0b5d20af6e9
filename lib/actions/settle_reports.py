"""Writes down what a provider reports of letters: taken for good, or come back."""

import asyncio

from lib.actions.mail import Delivery, Reported
from lib.actions.outbox import STAFF, Settlement
from lib.actions.ports import Outside

# Round trips side by side; a report may tell of hundreds of letters.
AT_ONCE = 16


async def settle_reports(delivery: Delivery, outside: Outside) -> bool:
    """False for what the provider did not sign. May be repeated, and come in any order. Raises an Outage."""
    reports = outside.receipts.read(delivery)
    if reports is None:
        return False
    settlements = [_settlement(report, delivery.now) for report in _last_words(reports)]
    for at in range(0, len(settlements), AT_ONCE):
        await asyncio.gather(*map(outside.store.settle_letter, settlements[at : at + AT_ONCE]))
    return True


def _last_words(reports: tuple[Reported, ...]) -> list[Reported]:
    """One for each letter, because a provider tells of every step: that it came back outweighs that it was taken.

    A letter by which somebody comes in is forgotten when it is sent, and stays so.
    """
    found: dict[tuple[str, str], Reported] = {}
    for report in reports:
        if report.letter.startswith(f"{STAFF}:"):
            continue
        known = found.get((report.letter, report.message))
        if known is None or report.what == "bounced":
            found[report.letter, report.message] = report
    return list(found.values())


def _settlement(report: Reported, now: int) -> Settlement:
    if report.what == "bounced":
        return Settlement(report.letter, now, "bounced", message=report.message, why="bounced")
    return Settlement(report.letter, now, "sent", by="sendgrid", message=report.message)
