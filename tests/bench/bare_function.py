"""The least that a function of this site could be: the packages that all of them need, one message, one question."""

import asyncio
import json

import httpx
from pydantic import BaseModel, TypeAdapter
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from upstash_redis import Redis

__all__ = ["TypeAdapter", "app", "httpx", "json"]


class Wish(BaseModel):
    name: str


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Asks the store for one value and answers with it."""
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return
    wish = Wish.model_validate(dict(Request(scope, receive).query_params))
    found = await asyncio.to_thread(Redis.from_env().get, wish.name)
    await Response(json.dumps({"found": found}), media_type="application/json")(scope, receive, send)
