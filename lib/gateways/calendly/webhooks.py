"""The two ways in which a webhook may be signed, and what it says."""

from typing import Literal

from lib.actions.calendly import Ignored, InviteeReport, SignedDelivery, Unreadable
from lib.gateways.calendly.signature import calendly_verdict, keys_of, relay_verdict


class CalendlyWebhooks:
    """Fulfils ports.Webhooks. ``keys`` and ``relay_keys`` are settings: several are separated by commas."""

    def __init__(self, keys: str, relay_keys: str) -> None:
        self._keys, self._relay_keys = keys_of(keys), keys_of(relay_keys)

    @property
    def is_configured(self) -> bool:
        return bool(self._keys)

    def verdict(self, delivery: SignedDelivery) -> Literal["fresh", "stale"] | None:
        """A header of their own tells the studio's relays from Calendly, which knows no such header."""
        if delivery.timestamps:
            return relay_verdict(delivery, self._relay_keys)
        return calendly_verdict(delivery, self._keys)

    def report(self, envelope: object) -> InviteeReport | Ignored | Unreadable:
        from lib.gateways.calendly import protocol  # noqa: PLC0415 -- one door of twelve hears from Calendly

        return protocol.report(envelope)
