"""What `make doctor` says of other systems that hear of bookings: none of it is required, and half of it is wrong."""

from lib.gateways.webhooks.addresses import faults
from lib.local.findings import Said
from lib.settings import Settings


def webhook_findings(chosen: Settings) -> list[Said]:
    """Verdict, subject and sentence of each; never a value, because the report may be pasted into a ticket."""
    urls, secret = chosen.webhooks.urls, chosen.webhooks.secret
    if not (urls or secret):
        return [("note", "webhooks", "no other system hears of bookings: set OUTGOING_WEBHOOK_URL if one should")]
    # As a deployment would judge them: this machine's own leave is of no use there.
    if wrong := faults(urls, secret, on_platform=True):
        return [("wrong", "webhooks", f"{each}: see docs/webhooks.md") for each in wrong]
    return [("ok", "webhooks", f"tell of bookings, in number: {len(urls.split())}")]
