"""The SDK has neither deadlines nor a way to set them, so its client is replaced: this is the seam that is pinned."""

from importlib.metadata import version

import httpx
import pytest

from lib.gateways.store import Store
from lib.gateways.store.rest import CONNECT, READ, TOTAL


@pytest.fixture
def store_deadlines() -> None:
    """Those that everybody has."""


def test_sdk_is_the_version_whose_inside_we_know() -> None:
    assert version("upstash-redis") == "1.8.0"


def test_client_inside_has_our_deadlines_and_no_tries_of_its_own(store: Store) -> None:
    http = store._rest._redis._http

    assert http._client.timeout == httpx.Timeout(READ, connect=CONNECT)
    assert http._retries == 0
    assert CONNECT + READ < TOTAL < 4
