"""A transport that limits a whole answer, not only the pause between two of its bytes."""

import time
from collections.abc import Iterator

import httpx

# Seconds for one answer from its first byte on. httpx's own limits start anew with every byte, so that a store which
# drips would hold a thread long after everybody gave up on it.
WHOLE_ANSWER = 3.0


class HurriedTransport(httpx.HTTPTransport):
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        if isinstance(response.stream, httpx.SyncByteStream):
            response.stream = _HurriedStream(response.stream)
        return response


class _HurriedStream(httpx.SyncByteStream):
    def __init__(self, stream: httpx.SyncByteStream) -> None:
        self._stream = stream
        self._give_up = time.monotonic() + WHOLE_ANSWER

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._stream:
            yield chunk
            if time.monotonic() > self._give_up:
                raise httpx.ReadTimeout("the answer drips")

    def close(self) -> None:
        self._stream.close()
