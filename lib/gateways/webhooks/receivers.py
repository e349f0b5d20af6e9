"""Carries what happened to other systems: signed, in time, to the address that was looked at, and no further."""

import asyncio
import socket
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Literal

import httpx

from lib.actions.mail import WEBHOOK, Announcement, Outcome, Refused, Rejected, Sent, Unreached
from lib.gateways.outgoing import one_request
from lib.gateways.webhooks.addresses import is_public, mark_of
from lib.gateways.webhooks.messages import body_of, signature_of

# Seconds. TOTAL holds for one delivery, however many addresses its host has and however slowly its answer drips.
CONNECT, TOTAL = 2.0, 5.0
_ALWAYS = {
    "User-Agent": "sabor-con-flow-booking/1",
    "Content-Type": "application/json",
    "Accept": "*/*",
    "Accept-Encoding": "identity",
}


class HttpReceivers:
    """Fulfils post_ports.Receivers for addresses that were found usable (addresses.py).

    ``public_only``: none that is reached may be inside of anybody's network, ours above all.
    """

    state: Literal["live"] = "live"

    def __init__(self, urls: Sequence[str], secret: str, *, public_only: bool) -> None:
        self._urls = {mark_of(url): httpx.URL(url) for url in urls}
        self._secret = secret
        self._public_only = public_only

    @property
    def marks(self) -> tuple[str, ...]:
        return tuple(self._urls)

    async def tell(self, mark: str, announcement: Announcement) -> Outcome:
        """Reasons name the host and never the whole address, which may be all that keeps strangers out."""
        url = self._urls.get(mark)
        if url is None:
            return Unreached(f"{WEBHOOK} not set")
        body = body_of(announcement)
        signed = {"Webhook-Signature": signature_of(body, self._secret, announcement.now)}
        try:
            async with asyncio.timeout(TOTAL):
                return await self._posted(url, body, signed)
        except TimeoutError:
            return Unreached(f"{WEBHOOK} timeout {url.host}")
        except (httpx.HTTPError, OSError) as error:
            return Unreached(f"{WEBHOOK} {type(error).__name__} {url.host}")

    async def _posted(self, url: httpx.URL, body: bytes, signed: Mapping[str, str]) -> Outcome:
        addresses = await _addresses(url)
        if self._public_only and not all(map(is_public, addresses)):
            return Refused(f"{WEBHOOK} address not public {url.host}")
        for address in addresses[:-1]:
            try:
                return outcome_of(await _status(url, address, body, signed), url.host)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                # A host may have an address that cannot be reached from here, and another one that can.
                continue
        return outcome_of(await _status(url, addresses[-1], body, signed), url.host)


async def _addresses(url: httpx.URL) -> list[str]:
    """Of the host, at this moment, the best first. Raises OSError."""
    port = url.port or {"https": 443, "http": 80}[url.scheme]
    found = await asyncio.get_running_loop().getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


async def _status(url: httpx.URL, address: str, body: bytes, signed: Mapping[str, str]) -> int:
    """Goes to the address that was looked at: asked for its name again, a host may say another one.

    The certificate has to be of the host nevertheless. Of the answer nothing but its status is read.
    """
    headers = {**_ALWAYS, **signed, "Host": url.netloc.decode()}
    named = {"sni_hostname": url.host}
    async with (
        one_request(CONNECT, TOTAL) as client,
        client.stream("POST", url.copy_with(host=address), content=body, headers=headers, extensions=named) as answer,
    ):
        return answer.status_code


def outcome_of(status: int, host: str) -> Outcome:
    """2xx has it, 410 will never have any; who sends us elsewhere or turns us away has to be seen to by somebody."""
    if HTTPStatus(200) <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Sent(WEBHOOK, str(status))
    reason = f"{WEBHOOK} {status} {host}"
    if status == HTTPStatus.GONE:
        return Rejected(reason)
    is_busy = status in {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
    return Unreached(reason) if is_busy or status >= HTTPStatus.INTERNAL_SERVER_ERROR else Refused(reason)
