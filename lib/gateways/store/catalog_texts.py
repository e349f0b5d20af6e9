"""The catalogue as the store keeps it: a version and a JSON document, read into what the studio works with."""

import json
from functools import lru_cache

from lib.actions.outages import StoreUnavailable
from lib.studio.catalog import Catalog
from lib.studio.catalog_document import BadCatalog, parse


def known_catalog(version: str, document: str) -> Catalog:
    """What staff saved was checked then; one that cannot be read now keeps every door shut that needs it."""
    found = catalog_of(version, document)
    if found is None:
        raise StoreUnavailable("no_catalogue")
    return found


def catalog_of(version: str, document: str) -> Catalog | None:
    """None when nothing was ever saved. Raises StoreUnavailable for what cannot be read."""
    if not version:
        return None
    try:
        return _parsed(version, document)
    except (BadCatalog, ValueError) as error:
        raise StoreUnavailable("catalogue") from error


# Health is asked every minute and brings the document each time; reading it was five sixths of the answer's CPU time.
@lru_cache(maxsize=1)
def _parsed(version: str, document: str) -> Catalog:
    return parse(json.loads(document), version)
