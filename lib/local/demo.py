"""The demo studio: that a store of ours which holds no catalogue gets one, so that there is something to book."""

import secrets
from pathlib import Path

CATALOGUE = Path(__file__).with_name("demo_catalog.json")


async def seed_if_empty(url: str, token: str, *, prefix: str) -> None:
    """Save the demo catalogue unless there is one; harmless when repeated."""
    if not CATALOGUE.exists():
        return
    # Imported late: whoever starts a store for a test without a catalogue need not pay for the functions' libraries.
    from lib.gateways.store import Store  # noqa: PLC0415 -- see above

    store = Store(url, token, prefix)
    if await store.load_catalog() is None:
        document = CATALOGUE.read_text(encoding="utf-8")
        await store.save_catalog(document, None, version=secrets.token_hex(8))
