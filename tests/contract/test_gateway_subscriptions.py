"""The gateway's subscriptions: the wire format of Upstash, and nothing left behind when a listener goes."""

from collections.abc import Iterator

import httpx
import pytest

from lib.local.gateway import Gateway
from lib.local.redis_client import Address, RedisClient
from tests.support.servers import RunningStore

SSE = {"Accept": "text/event-stream"}


@pytest.fixture
def http(server: RunningStore) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {server.token}"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=20) as client:
        yield client


@pytest.fixture
def channel(request: pytest.FixtureRequest) -> str:
    """A channel of this test alone."""
    return f"t:{request.node.name}"


def listeners(http: httpx.Client, channel: str) -> int:
    return int(http.post("/", json=["PUBSUB", "NUMSUB", channel]).json()["result"][1])


def all_gone(http: httpx.Client, channel: str) -> bool:
    """Asked until it is so; each time is a round trip to the store, which needs as long to notice."""
    return any(listeners(http, channel) == 0 for _ in range(2000))


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_subscription_is_confirmed_and_brings_every_message_in_order(
    http: httpx.Client, channel: str, method: str
) -> None:
    said = ["hello", "with, commas", "dos\nlíneas", "1-2"]

    with http.stream(method, f"/subscribe/{channel}", headers=SSE) as stream:
        lines = stream.iter_lines()
        first = next(lines), next(lines)
        heard = [http.post("/", json=["PUBLISH", channel, word]).json()["result"] for word in said]
        told = [next(lines) for _ in range(9)]

    assert (stream.status_code, stream.headers["content-type"]) == (200, "text/event-stream")
    assert first == (f"data: subscribe,{channel},1", "")
    assert heard == [1, 1, 1, 1]
    assert told == [
        *(f"data: message,{channel},hello", ""),
        *(f"data: message,{channel},with, commas", ""),
        *(f"data: message,{channel},dos", "data: líneas", ""),
        *(f"data: message,{channel},1-2", ""),
    ]


def test_channel_may_hold_what_a_path_may_not(http: httpx.Client, channel: str) -> None:
    with http.stream("POST", f"/subscribe/{channel}%2Fa%20b", headers=SSE) as stream:
        confirmed = next(stream.iter_lines())

    assert confirmed == f"data: subscribe,{channel}/a b,1"


def test_subscription_ends_when_its_listener_goes_away(http: httpx.Client, channel: str) -> None:
    with http.stream("POST", f"/subscribe/{channel}", headers=SSE) as stream:
        # Kept, because dropping the iterator hangs up.
        lines = stream.iter_lines()
        next(lines)
        here = listeners(http, channel)

    assert here == 1
    assert all_gone(http, channel)


@pytest.mark.parametrize(
    ("method", "given", "status"),
    [("POST", {"Authorization": "Bearer wrong"}, 401), ("POST", {"Authorization": ""}, 401), ("DELETE", {}, 405)],
)
def test_subscription_is_refused_as_every_request_is(
    http: httpx.Client, channel: str, method: str, given: dict[str, str], status: int
) -> None:
    answer = http.request(method, f"/subscribe/{channel}", headers=SSE | given)

    assert (answer.status_code, list(answer.json())) == (status, ["error"])
    assert listeners(http, channel) == 0


@pytest.mark.parametrize("path", ["/subscribe", "/subscribe/", "/subscribe/a/b"])
def test_subscription_to_no_channel_is_a_command_that_is_not_offered(http: httpx.Client, path: str) -> None:
    answer = http.post(path, headers=SSE)

    assert (answer.status_code, list(answer.json())) == (400, ["error"])


async def test_subscription_to_a_store_that_is_gone_is_the_page_of_a_proxy(channel: str) -> None:
    gateway = Gateway(RedisClient(Address("127.0.0.1", 9)), token="t", boot="b")
    headers = {"Authorization": "Bearer t"}

    async with httpx.AsyncClient(transport=httpx.ASGITransport(gateway), base_url="http://store") as client:
        answer = await client.post(f"/subscribe/{channel}", headers=headers)

    assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html")
