"""Requests to services that are not the studio's: to the host that a setting names, in time, and nowhere else."""

import logging
import re
from functools import cache
from ssl import SSLContext

import httpx

_LABEL = "[A-Za-z0-9-]{1,63}"
_ADDRESS = re.compile(rf"https?://{_LABEL}(\.{_LABEL})*(:[0-9]{{1,4}}|:[1-5][0-9]{{4}}|:6[0-4][0-9]{{3}})?/?")


def is_address(url: str) -> bool:
    """Whether it is one that a setting may name: a host, and nothing behind it."""
    return _ADDRESS.fullmatch(url) is not None


def one_request(connect: float, read: float) -> httpx.AsyncClient:
    """A client for one request; seconds to connect, and between two bytes.

    A connection for each: on one that was kept, the other side may hang up just when a request leaves.
    """
    # At INFO httpx logs addresses, which hold those of people; httpcore logs headers at DEBUG.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    limits = httpx.Timeout(read, connect=connect)
    return httpx.AsyncClient(verify=_trust(), trust_env=False, follow_redirects=False, timeout=limits)


@cache
def _trust() -> SSLContext:
    """Read once a process: the list of authorities takes longer to load than most requests."""
    return httpx.create_ssl_context(trust_env=False)
