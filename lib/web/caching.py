"""Answers that anybody may see: how long caches keep them, and how a reader learns that nothing changed."""

import hashlib
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from starlette.responses import Response

from lib.actions.ports import Outside
from lib.studio.values import dataclass
from lib.web.request import Request

# A catalogue in memory is shown for this long; whoever asks more often gets it without a round trip.
CATALOG_SECONDS = 5

Door = Callable[[Request, Outside], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class PublicRead:
    """A door whose answer is the same for everybody, so that HEAD may be asked of it as well."""

    door: Door

    async def __call__(self, request: Request, outside: Outside) -> Response:
        return await self.door(request, outside)


@dataclass(frozen=True, slots=True)
class CachedRead(PublicRead):
    """One that caches keep. Times are seconds at the edge; browsers always ask again, with the ETag."""

    edge_seconds: int
    stale_seconds: int

    async def __call__(self, request: Request, outside: Outside) -> Response:
        response = await self.door(request, outside)
        etag = f'"{hashlib.sha256(response.body).hexdigest()[:24]}"'
        response.headers["etag"] = etag
        response.headers["cache-control"] = "public, max-age=0, must-revalidate"
        response.headers["cdn-cache-control"] = (
            f"public, max-age={self.edge_seconds}, stale-while-revalidate={self.stale_seconds}"
        )
        known = _known(request)
        return _unchanged(response) if etag in known or "*" in known else response


def public_read(door: Door) -> PublicRead:
    return PublicRead(door)


def cached_read(*, edge_seconds: int, stale_seconds: int) -> Callable[[Door], CachedRead]:
    return lambda door: CachedRead(door, edge_seconds, stale_seconds)


def _known(request: Request) -> list[str]:
    return [tag.strip().removeprefix("W/") for tag in (request.header("if-none-match") or "").split(",")]


def _unchanged(response: Response) -> Response:
    kept = {name: value for name, value in response.headers.items() if not name.startswith("content-")}
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=kept, background=response.background)
