"""What SendGrid reports of letters: read only when it is signed with the key that belongs to the studio's account."""

import json

from lib.actions.mail import Delivery, Reported
from lib.actions.outages import NotConfigured


class SendGridReceipts:
    """Fulfils ports.Receipts."""

    def __init__(self, public_key: str) -> None:
        self._public_key = public_key

    def read(self, delivery: Delivery) -> tuple[Reported, ...] | None:
        """What cannot be read, though signed, reports nothing: SendGrid would only send the same again."""
        if not self._public_key:
            raise NotConfigured("SENDGRID_EVENT_KEY")
        from lib.gateways.mail import events  # noqa: PLC0415 -- one door of twelve hears from SendGrid

        if not events.verified(delivery, self._public_key):
            return None
        try:
            said = json.loads(delivery.body)
        except (ValueError, RecursionError):
            return ()
        return tuple(events.facts(said))
