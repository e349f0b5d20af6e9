"""How what nobody but the studio may read is kept: AES-GCM, bound to the name under which it stands."""

import base64
import json
import secrets
from collections.abc import Mapping

# Bytes; NIST SP 800-38D, 8.2.2: random ones of this size are safe for four thousand million messages under one key.
NONCE = 12


def sealed(content: Mapping[str, object], key: bytes, name: str) -> str:
    """Another text each time; ``name`` is that of the key of the store."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 -- only who asks Calendly pays

    nonce = secrets.token_bytes(NONCE)
    secret = AESGCM(key).encrypt(nonce, json.dumps(content).encode(), name.encode())
    return base64.urlsafe_b64encode(nonce + secret).decode()


def opened(text: str, key: bytes, name: str) -> Mapping[str, object] | None:
    """None for what was sealed with another key, under another name, or not by us."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 -- as above
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 -- as above

    try:
        raw = base64.urlsafe_b64decode(text)
        found = json.loads(AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], name.encode()))
    except (InvalidTag, ValueError):
        return None
    return found if isinstance(found, dict) else None
