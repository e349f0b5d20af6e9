"""How large a body and how much time a door is allowed: people ask for little, machines may have more."""

from collections.abc import Awaitable, Callable

from starlette.responses import Response

from lib.actions.ports import Outside
from lib.studio.values import dataclass
from lib.web.request import USUAL_BYTES, Request

# Seconds. The platform ends the shortest of our functions after eight, with an answer that says nothing.
USUAL_SECONDS = 7.0
Door = Callable[[Request, Outside], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Allowed:
    door: Door
    largest_body: int = USUAL_BYTES
    seconds: float = USUAL_SECONDS

    async def __call__(self, request: Request, outside: Outside) -> Response:
        return await self.door(request, outside)


def allowed(*, kilobytes: int = USUAL_BYTES // 1024, seconds: float = USUAL_SECONDS) -> Callable[[Door], Allowed]:
    return lambda door: Allowed(door, kilobytes * 1024, seconds)


def allowance(door: Door) -> Allowed:
    return door if isinstance(door, Allowed) else Allowed(door)
