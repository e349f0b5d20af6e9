"""What is done after an answer has gone out: letters that wait are sent, and nobody waits for it."""

from collections.abc import Awaitable, Callable
from functools import partial, wraps

from starlette.background import BackgroundTask
from starlette.responses import Response

from lib.actions.log_lines import tell_bug, tell_outage
from lib.actions.outages import Outage
from lib.actions.ports import Outside
from lib.actions.reconcile_calendly import map_anew
from lib.actions.send_letters import has_takers, send_letters
from lib.web.request import Request

# Seconds in which new letters are taken in hand. The last ones may take all that their providers are given on top of
# it, and a function must live long enough for that (vercel.json).
TAKING_SECONDS = 4.0

Door = Callable[[Request, Outside], Awaitable[Response]]


def then_send_letters(door: Door) -> Door:
    """A door after whose answer the outbox is seen to."""

    @wraps(door)
    async def through(request: Request, outside: Outside) -> Response:
        response = await door(request, outside)
        see_to_letters(response, outside)
        return response

    return through


def see_to_letters(response: Response, outside: Outside) -> None:
    """The platform keeps a function awake for a background task, and for nothing else."""
    if has_takers(outside):
        response.background = _afterwards("letters", partial(send_letters, TAKING_SECONDS, outside))


def see_to_mapping(response: Response, outside: Outside) -> None:
    """What Calendly told of and the catalogue could not place; what this does not come to, the maintenance does."""
    response.background = _afterwards("mapping", partial(map_anew, outside))


def see_to_history(response: Response, outside: Outside) -> None:
    """Whoever sends what is due, as often as they like, also notes how the studio is."""
    from lib.actions.maintain import see_to  # noqa: PLC0415 -- only the scheduler's door pays for all of maintenance

    response.background = BackgroundTask(see_to, "health", outside)


def _afterwards(where: str, work: Callable[[], Awaitable[object]]) -> BackgroundTask:
    """The answer is out: whatever goes wrong here is for the log, and for the next who sees to it."""

    async def done() -> None:
        try:
            await work()
        except Outage as outage:
            tell_outage(outage, where=where)
        except Exception as error:  # noqa: BLE001 -- nobody is left to answer, and the server would log its message
            tell_bug(error, where=where)

    return BackgroundTask(done)
