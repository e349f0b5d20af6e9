"""Bodies that a door hands on as they came, for who reads the contract; no function loads this file."""

from typing import Any

from pydantic import RootModel


class CatalogDocument(RootModel[dict[str, Any]]):
    """The whole document, or with ``part`` week, breaks and exceptions; lib/studio/catalog_document.py reads it."""


class ProviderReport(RootModel[list[dict[str, Any]]]):
    """What SendGrid says became of letters; lib/gateways/mail/receipts.py reads it."""


class DeliveryEnvelope(RootModel[dict[str, Any]]):
    """``event``, ``created_at`` and ``payload`` as Calendly's API v2 sends them; lib/gateways/calendly reads it."""
