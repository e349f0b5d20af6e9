"""One POST to one store and nothing else: cookies, redirects and sign-ins cost a third of a call in httpx's client."""

import httpx

# Upstash compresses long answers for who can read them.
_READABLE = {"accept-encoding": "gzip, deflate"}


class DirectClient:
    """Stands where the SDK has its ``httpx.Client``. Safe to share between threads, as its transport is."""

    def __init__(self, transport: httpx.BaseTransport, timeout: httpx.Timeout) -> None:
        self.timeout = timeout
        self._transport = transport
        self._extensions = {"timeout": timeout.as_dict()}
        self._addresses: dict[str, httpx.URL] = {}

    def post(self, url: str, *, headers: dict[str, str], json: object) -> httpx.Response:
        """The whole answer. Raises httpx's errors, also for an answer that says that the server failed."""
        address = self._addresses.get(url) or self._addresses.setdefault(url, httpx.URL(url))
        request = httpx.Request("POST", address, headers=_READABLE | headers, json=json, extensions=self._extensions)
        response = self._transport.handle_request(request)
        response.request = request
        try:
            response.read()
        finally:
            response.close()
        if response.is_server_error:
            # A gateway that fails may have done it first; the SDK would take the text of its error for the answer.
            response.raise_for_status()
        return response

    def close(self) -> None:
        self._transport.close()
