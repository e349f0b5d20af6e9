"""One POST to the store, with httpx's errors and without what else its client does."""

import json

import httpx
import pytest

from lib.gateways.store.direct import DirectClient

URL = "http://store.example"
DEADLINES = httpx.Timeout(1.5, connect=0.8)


class Store(httpx.BaseTransport):
    """Answers everything alike, and keeps what it was asked."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self.asked: list[httpx.Request] = []
        self.is_closed = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return self.answer

    def close(self) -> None:
        self.is_closed = True


def test_post_carries_command_headers_and_deadlines() -> None:
    store = Store(httpx.Response(200, json={"result": "PONG"}))

    answer = DirectClient(store, DEADLINES).post(URL, headers={"Authorization": "Bearer t"}, json=["PING"])

    [request] = store.asked
    assert answer.json() == {"result": "PONG"}
    assert (request.method, str(request.url), json.loads(request.content)) == ("POST", URL, ["PING"])
    assert request.extensions["timeout"] == DEADLINES.as_dict()
    assert {name: request.headers[name] for name in ("authorization", "accept-encoding", "content-type", "host")} == {
        "authorization": "Bearer t",
        "accept-encoding": "gzip, deflate",
        "content-type": "application/json",
        "host": "store.example",
    }


def test_answer_that_says_no_is_an_answer() -> None:
    store = Store(httpx.Response(400, json={"error": "ERR max requests limit exceeded"}))

    assert DirectClient(store, DEADLINES).post(URL, headers={}, json=["PING"]).status_code == 400


@pytest.mark.parametrize("status", [500, 502, 503])
def test_answer_that_says_that_the_server_failed_is_an_error(status: int) -> None:
    store = Store(httpx.Response(status, json={"error": "internal"}))

    with pytest.raises(httpx.HTTPStatusError):
        DirectClient(store, DEADLINES).post(URL, headers={}, json=["PING"])


def test_redirect_is_not_followed_and_cookie_not_kept() -> None:
    elsewhere = {"location": "http://elsewhere.example", "set-cookie": "a=b"}
    store = Store(httpx.Response(302, headers=elsewhere))
    client = DirectClient(store, DEADLINES)

    statuses = [client.post(URL, headers={}, json=["PING"]).status_code for _ in range(2)]

    assert statuses == [302, 302]
    assert [(str(request.url), request.headers.get("cookie")) for request in store.asked] == [(URL, None)] * 2


def test_closing_closes_the_connections() -> None:
    store = Store(httpx.Response(200))

    DirectClient(store, DEADLINES).close()

    assert store.is_closed
