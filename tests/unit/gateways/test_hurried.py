"""An answer that drips is given up as a whole, however quick each of its bytes is."""

from collections.abc import Iterator

import httpx
import pytest

from lib.gateways.store.hurried import WHOLE_ANSWER, HurriedTransport


class Drip(httpx.SyncByteStream):
    def __iter__(self) -> Iterator[bytes]:
        while True:
            yield b"x"


def test_dripping_answer_ends_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter(range(100))
    monkeypatch.setattr("time.monotonic", lambda: float(next(ticks)))
    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", lambda *_: httpx.Response(200, stream=Drip()))
    received: list[bytes] = []

    with (
        HurriedTransport() as transport,
        pytest.raises(httpx.ReadTimeout),
    ):
        received.extend(transport.handle_request(httpx.Request("GET", "http://store.example")).iter_raw(1))

    assert len(received) <= WHOLE_ANSWER + 1
