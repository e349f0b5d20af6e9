"""The catalogue as a request's body, for who reads the contract: the door hands it on as it came."""

from typing import Any

from pydantic import RootModel


class CatalogDocument(RootModel[dict[str, Any]]):
    """The whole document, or with ``part`` week, breaks and exceptions; lib/studio/catalog_document.py reads it."""
