"""The channel that wakes the stream's readers: heard over the real gateway, and given up when nothing comes of it."""

import asyncio
from collections.abc import Iterator

import pytest
from starlette.types import Receive, Scope, Send

from lib.actions.outages import StoreUnavailable
from lib.gateways.store import nudges
from lib.gateways.store.nudges import NudgeChannel
from tests.support.raw_store import RawStore
from tests.support.served import served
from tests.support.torn_tls import torn_tls, trusting_anybody
from tests.support.viewers import PATIENCE


async def silent(_scope: Scope, receive: Receive, _send: Send) -> None:
    """Takes the request and never says a word."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def brief(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Confirms, and hangs up."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"data: subscribe,ch,1\n\n"})


@pytest.fixture
def channel(raw: RawStore) -> NudgeChannel:
    return NudgeChannel(raw.url, raw.token, f"{raw.prefix}ev:nudge")


@pytest.fixture
def deaf() -> Iterator[str]:
    with served(silent) as url:
        yield url


async def test_confirmation_and_every_message_is_a_nudge(channel: NudgeChannel, raw: RawStore) -> None:
    nudged = asyncio.Semaphore(0)
    listening = asyncio.create_task(channel.listen(nudged.release))

    async with asyncio.timeout(PATIENCE):
        await nudged.acquire()
        heard = [raw.do("PUBLISH", f"{raw.prefix}ev:nudge", word) for word in ("1-1", "1-2")]
        await nudged.acquire()
        await nudged.acquire()
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)

    assert heard == [1, 1]
    assert nudged.locked()
    assert any(raw.do("PUBSUB", "NUMSUB", f"{raw.prefix}ev:nudge")[1] == 0 for _ in range(2000))


async def test_wrong_token_is_no_subscription_and_is_not_shown(raw: RawStore) -> None:
    with pytest.raises(StoreUnavailable) as refused:
        await NudgeChannel(raw.url, "another-token", "ch").listen(_never)

    assert str(refused.value) == "status_401"


async def test_nobody_there_is_no_subscription() -> None:
    with pytest.raises(StoreUnavailable, match="ConnectError"):
        await NudgeChannel("http://127.0.0.1:9", "t", "ch").listen(_never)


async def test_line_on_which_nobody_speaks_is_given_up(deaf: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nudges, "OPENING", 0.05)

    with pytest.raises(StoreUnavailable, match="TimeoutError"):
        await NudgeChannel(deaf, "t", "ch").listen(_never)


async def test_line_that_ends_was_a_subscription_for_as_long_as_it_lasted() -> None:
    heard: list[str] = []

    with served(brief) as url, pytest.raises(StoreUnavailable, match="ended"):
        await NudgeChannel(url, "t", "ch").listen(lambda: heard.append("nudge"))

    assert heard == ["nudge"]


async def test_broken_record_of_tls_is_an_outage_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nudges, "_trust", trusting_anybody)
    heard: list[str] = []
    confirmed = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n15\r\ndata: subscribe,ch,1\n\r\n"

    with torn_tls(confirmed) as url, pytest.raises(StoreUnavailable, match="SSLError"):
        await NudgeChannel(url, "t", "ch").listen(lambda: heard.append("nudge"))

    assert heard == ["nudge"]


def _never() -> None:
    raise AssertionError("nudged without a subscription")
