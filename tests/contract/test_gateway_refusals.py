"""The gateway says no as Upstash does: without the token, to other methods, to what is too large or not offered."""

from collections.abc import Iterator

import httpx
import pytest

from tests.support.servers import RunningStore

UNAUTHORIZED = {"error": "WRONGPASS invalid or missing auth token"}
NOT_OFFERED = "ERR Command is not available: '{}'. See https://upstash.com/docs/redis/overall/compatibility for details"
MEGABYTES_10 = 10 * 1024 * 1024


@pytest.fixture
def http(server: RunningStore) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {server.token}"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=20) as client:
        yield client


@pytest.fixture
def stranger(server: RunningStore) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=20) as client:
        yield client


@pytest.fixture
def key(request: pytest.FixtureRequest) -> str:
    """A key of this test alone."""
    return f"gateway:{request.node.name}"


@pytest.mark.parametrize("path", ["/", "/GET/k", "/pipeline", "/multi-exec", "/no/such/thing", "/%00"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize("given", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eDp5"}])
def test_route_is_closed_without_the_token(
    stranger: httpx.Client, path: str, *, method: str, given: dict[str, str]
) -> None:
    answer = stranger.request(method, path, headers=given)

    assert (answer.status_code, answer.json()) == (401, UNAUTHORIZED)


@pytest.mark.parametrize("parameter", ["", "?_token", "?_token=", "?_token=wrong", "?token=x"])
def test_route_is_closed_with_a_wrong_parameter(stranger: httpx.Client, parameter: str) -> None:
    answer = stranger.post(f"/pipeline{parameter}", json=[["PING"]])

    assert (answer.status_code, answer.json()) == (401, UNAUTHORIZED)


def test_token_may_come_as_a_parameter(stranger: httpx.Client, server: RunningStore, key: str) -> None:
    answers = [
        stranger.post(f"/?_token={server.token}", json=["SET", key, "v"]).json(),
        stranger.get(f"/GET/{key}?_token={server.token}").json(),
        stranger.post(f"/pipeline?_token={server.token}", json=[["PING"]]).json(),
        stranger.post(f"/multi-exec?_token={server.token}", json=[["PING"]]).json(),
    ]

    assert answers == [{"result": "OK"}, {"result": "v"}, [{"result": "PONG"}], [{"result": "PONG"}]]


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "OPTIONS"])
def test_method_that_is_not_known_is_refused(http: httpx.Client, method: str) -> None:
    answer = http.request(method, "/PING")

    assert (answer.status_code, answer.json()) == (405, {"error": "ERR method not allowed"})


@pytest.mark.parametrize("path", ["/", "/pipeline", "/multi-exec"])
@pytest.mark.parametrize("body", ["", "{", "[]", "{}", '"PING"', "[[]]", '[["GET",{}]]', "[" * 100_000])
def test_body_without_a_command_is_refused(http: httpx.Client, path: str, body: str) -> None:
    answer = http.post(path, content=body)

    assert (answer.status_code, list(answer.json())) == (400, ["error"])


def test_unknown_command_is_refused_in_the_stores_words(http: httpx.Client) -> None:
    answer = http.get("/NOSUCH/a")

    assert (answer.status_code, answer.json()) == (
        400,
        {"error": "ERR unknown command 'NOSUCH', with args beginning with: 'a' "},
    )


@pytest.mark.parametrize(
    "command",
    [
        *(["BLPOP", "k", 0], ["bzpopmin", "k", 0], ["XREAD", "BLOCK", 0, "STREAMS", "k", "$"], ["WAIT", 0, 0]),
        *(["WATCH", "k"], ["MULTI"], ["EXEC"], ["SELECT", 1], ["AUTH", "x"], ["SUBSCRIBE", "c"], ["MONITOR"]),
        *(["CONFIG", "GET", "*"], ["SHUTDOWN"], ["DEBUG", "SLEEP", 0], ["ACL", "LIST"], ["REPLICAOF", "h", 1]),
    ],
    ids=lambda command: command[0],
)
def test_command_that_upstash_does_not_offer_is_refused(http: httpx.Client, command: list[str]) -> None:
    answer = http.post("/", json=command)

    assert (answer.status_code, answer.json()) == (400, {"error": NOT_OFFERED.format(command[0].upper())})


def test_request_may_hold_ten_megabytes_and_no_more(http: httpx.Client, key: str) -> None:
    frame = len(f'["SET","{key}",""]')

    fits = http.post("/", content=f'["SET","{key}","{"x" * (MEGABYTES_10 - frame)}"]')
    too_large = http.post("/", content=f'["SET","{key}","{"x" * (MEGABYTES_10 - frame + 1)}"]')

    assert (fits.status_code, fits.json()) == (200, {"result": "OK"})
    assert too_large.status_code == 413
    assert too_large.json() == {
        "error": f"ERR max request size exceeded. Limit: {MEGABYTES_10} bytes, Actual: {MEGABYTES_10 + 1} bytes"
    }


def test_key_may_be_32_kilobytes_and_no_more(http: httpx.Client) -> None:
    fits = http.post("/", json=["SET", "k" * 32768, "v" * 40000])
    too_long = http.post("/", json=["SET", "k" * 32769, "v"])

    assert fits.json() == {"result": "OK"}
    assert (too_long.status_code, too_long.json()) == (
        400,
        {"error": "ERR max key size exceeded. Limit: 32768 bytes, Actual: 32769 bytes"},
    )
