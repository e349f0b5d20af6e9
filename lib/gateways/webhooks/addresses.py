"""Which addresses may be told of bookings: as the operator writes them, and as the network has them."""

import hashlib
import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# More would make each booking cost more than it does by itself.
MOST = 3
SHORTEST_SECRET = 32
_LONGEST, _LAST_PORT = 2000, 65_535
_LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# RFC 3986 without user, password and fragment; names of other scripts in their ASCII form.
_ADDRESS = re.compile(
    rf"(?P<scheme>https?)://(?P<host>{_LABEL}(\.{_LABEL})*)(:(?P<port>[0-9]{{1,5}}))?"
    r"(/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?(\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?"
)
_THIS_MACHINE = frozenset(("localhost", "127.0.0.1"))
# Where addresses are that belong to one place in the world (RFC 4291, 2.4), and what there and elsewhere is none of it:
# for protocols and documents, by IANA's registries, of which each Python knows another edition.
_UNICAST = IPv6Network("2000::/3")
_NOWHERE: tuple[IPv4Network | IPv6Network, ...] = (
    *(IPv4Network(net) for net in ("192.0.0.0/24", "192.88.99.0/24")),
    *(IPv6Network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")),
)


def mark_of(url: str) -> str:
    """By which what waits for an address finds it again; it gives nothing of the address away."""
    return hashlib.sha256(url.encode()).hexdigest()[:8]


def faults(urls: str, secret: str, *, on_platform: bool) -> tuple[str, ...]:
    """What is wrong with the two settings, in sentences without their values; empty when they can be used."""
    found, given = [], urls.split()
    if not given:
        found.append("OUTGOING_WEBHOOK_URL is not set, and the secret alone tells nobody anything")
    if not secret:
        found.append("OUTGOING_WEBHOOK_SECRET is not set, so nobody could know what is ours")
    elif len(secret) < SHORTEST_SECRET:
        found.append(f"OUTGOING_WEBHOOK_SECRET needs {SHORTEST_SECRET} characters or more")
    if len(given) > MOST or len(set(given)) < len(given):
        found.append(f"OUTGOING_WEBHOOK_URL may hold {MOST} different addresses")
    wrong = [str(n) for n, url in enumerate(given, 1) if not _is_usable(url, on_platform=on_platform)]
    if wrong:
        found.append(f"OUTGOING_WEBHOOK_URL: no https address without user and password: number {', '.join(wrong)}")
    return tuple(found)


def _is_usable(url: str, *, on_platform: bool) -> bool:
    """Plain HTTP is for a program on the same machine, and a deployed function has none beside it."""
    found = _ADDRESS.fullmatch(url)
    if found is None or len(url) > _LONGEST or not 0 < int(found["port"] or "443") <= _LAST_PORT:
        return False
    return found["scheme"] == "https" or (not on_platform and found["host"] in _THIS_MACHINE)


def is_public(address: str) -> bool:
    """Whether an address of the network is one that anybody in the world may reach: nobody's own house.

    What is packed into IPv6 is judged by what it is packed from, and what a translator would unpack is not reached.
    """
    try:
        found: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            found = found.ipv4_mapped
        elif found not in _UNICAST:
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved or any(found in net for net in _NOWHERE))
