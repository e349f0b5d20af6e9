"""The gateway: Upstash's REST protocol in front of a real store, so that the same client works here and there."""

import hmac
import itertools
import json
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from starlette.types import Receive, Scope, Send

from lib.local import rest_forms
from lib.local.key_lock import KeyLock
from lib.local.redis_client import RedisClient, StoreGone
from lib.local.resp import Command, Reply, ReplyError
from lib.local.subscriptions import channel_of, subscription
from lib.local.upstash_limits import KEY_BYTES, command_refusal, key_refusal, request_refusal

UNAUTHORIZED: Final = "WRONGPASS invalid or missing auth token"
NOT_ALLOWED: Final = "ERR method not allowed"
DISCARDED: Final = "EXECABORT Transaction discarded because of previous errors."
METHODS: Final = {"GET", "HEAD", "POST", "PUT"}


@dataclass(frozen=True, slots=True)
class Request:
    """What arrived, its body read; `segments` are the path's, still percent-encoded."""

    method: str
    segments: tuple[str, ...]
    query: str
    headers: dict[bytes, bytes]
    body: bytes

    @property
    def wants_base64(self) -> bool:
        return self.headers.get(b"upstash-encoding", b"").lower() == b"base64"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    content_type: bytes = b"application/json"

    @classmethod
    def of(cls, status: int, document: rest_forms.Json) -> "Answer":
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        return cls(status, text.encode(errors="surrogatepass"))


# A store that has gone looks as it does behind a real front: a page of the proxy, no JSON, outcome unknown.
BAD_GATEWAY: Final = Answer(502, b"<html><h1>502 Bad Gateway</h1></html>", b"text/html")


class Gateway:
    """An ASGI application that answers as Upstash does; `boot` names this start in the sync tokens."""

    def __init__(self, client: RedisClient, *, token: str, boot: str) -> None:
        self._client = client
        self._token = token.encode()
        self._boot = boot
        self._counter = itertools.count(1)
        self._key_lock = KeyLock()
        self._routes: dict[str, Callable[[Request], Awaitable[Answer]]] = {
            "": self._command_of_body,
            "pipeline": self._pipeline,
            "multi-exec": self._transaction,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body, size = await _body(receive)
        raw_path: bytes = scope["raw_path"]
        request = Request(
            method=scope["method"],
            segments=tuple(raw_path.decode("latin-1").lstrip("/").split("/")),
            query=scope["query_string"].decode("latin-1"),
            headers=dict(scope["headers"]),
            body=body,
        )
        answer = self._refused(request, size)
        if answer is None and (channel := channel_of(request.segments)):
            try:
                await subscription(self._client.address, channel, receive=receive, send=send)
            except StoreGone:
                answer = BAD_GATEWAY
            else:
                return
        answer = answer or await self._answer(request)
        headers = [
            (b"content-type", answer.content_type),
            (b"content-length", b"%d" % len(answer.body)),
            (b"upstash-sync-token", f"{self._boot}.{next(self._counter)}".encode()),
        ]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    def _refused(self, request: Request, size: int) -> Answer | None:
        if not self._authorized(request):
            return Answer.of(401, {"error": UNAUTHORIZED})
        if request.method not in METHODS:
            return Answer.of(405, {"error": NOT_ALLOWED})
        if too_large := request_refusal(size):
            return Answer.of(413, {"error": too_large})
        return None

    async def _answer(self, request: Request) -> Answer:
        route = self._routes.get(request.segments[0], self._command_of_path)
        try:
            return await route(request)
        except rest_forms.Malformed as malformed:
            return Answer.of(400, {"error": str(malformed)})
        except StoreGone:
            return BAD_GATEWAY

    def _authorized(self, request: Request) -> bool:
        scheme, _, given = request.headers.get(b"authorization", b"").partition(b" ")
        if scheme.lower() != b"bearer":
            given = _token_parameter(request.query)
        return hmac.compare_digest(given.strip(), self._token)

    async def _command_of_body(self, request: Request) -> Answer:
        return await self._single(rest_forms.command_in_json(request.body), request)

    async def _command_of_path(self, request: Request) -> Answer:
        command = rest_forms.command_in_path(request.segments, query=request.query, body=request.body)
        return await self._single(command, request)

    async def _single(self, command: Command, request: Request) -> Answer:
        [reply] = await self._replies([command])
        status = 400 if isinstance(reply, ReplyError) else 200
        return Answer.of(status, rest_forms.item(reply, base64_strings=request.wants_base64))

    async def _pipeline(self, request: Request) -> Answer:
        return _items(await self._replies(rest_forms.commands_in_json(request.body)), request)

    async def _transaction(self, request: Request) -> Answer:
        commands = rest_forms.commands_in_json(request.body)
        if any([await self._refusal(command) for command in commands]):
            return Answer.of(400, {"error": DISCARDED})
        prepared = map(self._key_lock.prepared, commands)
        outcome = (await self._client.replies([[b"MULTI"], *prepared, [b"EXEC"]]))[-1]
        if not isinstance(outcome, list):
            return Answer.of(400, {"error": outcome.text if isinstance(outcome, ReplyError) else DISCARDED})
        return _items(map(self._key_lock.original, outcome), request)

    async def _replies(self, commands: Sequence[Command]) -> list[Reply]:
        """One reply a command; what is not offered is answered here and never reaches the store."""
        refusals = [await self._refusal(command) for command in commands]
        allowed = [self._key_lock.prepared(c) for c, text in zip(commands, refusals, strict=True) if text is None]
        answered = iter(await self._client.replies(allowed) if allowed else [])
        return [self._key_lock.original(next(answered)) if text is None else ReplyError(text) for text in refusals]

    async def _refusal(self, command: Command) -> str | None:
        if refused := command_refusal(command):
            return refused
        if all(len(word) <= KEY_BYTES for word in command):
            return None
        [keys] = await self._client.replies([[b"COMMAND", b"GETKEYS", *self._key_lock.prepared(command)]])
        sizes = [len(key) for key in keys if isinstance(key, bytes)] if isinstance(keys, list) else []
        return key_refusal(max(sizes, default=0))


def _items(replies: Iterable[Reply], request: Request) -> Answer:
    return Answer.of(200, [rest_forms.item(reply, base64_strings=request.wants_base64) for reply in replies])


def _token_parameter(query: str) -> bytes:
    if rest_forms.TOKEN_PARAMETER not in query:
        return b""
    return (dict(rest_forms.pairs(query)).get(rest_forms.TOKEN_PARAMETER) or "").encode()


async def _body(receive: Receive) -> tuple[bytes, int]:
    """The body and its size; of a body that is too large only the size, but read to its end so that it is answered."""
    chunks: list[bytes] = []
    size = 0
    more = True
    while more:
        message = await receive()
        chunk: bytes = message.get("body", b"")
        size += len(chunk)
        if request_refusal(size) is None:
            chunks.append(chunk)
        more = message.get("more_body", False)
    return b"".join(chunks), size
