"""POST /api/calendly-webhook  what Calendly tells of its invitees, signed by it or by a relay of the studio's."""

from starlette.responses import Response

from lib.actions.calendly import Unreadable
from lib.actions.ports import Outside, epoch_ms
from lib.actions.take_delivery import is_signed, take_delivery
from lib.web.afterwards import see_to_letters
from lib.web.allowances import allowed
from lib.web.answers import json_answer
from lib.web.endpoint import endpoint
from lib.web.faults import Detail, invalid, unauthorized
from lib.web.messages.calendly import DeliveryMessage
from lib.web.request import Request


@allowed(kilobytes=256)
async def take(request: Request, outside: Outside) -> Response:
    if not is_signed(request.signed_delivery(epoch_ms(outside.clock.now())), outside):
        raise unauthorized()
    outcome = await take_delivery(request.envelope(), outside)
    if isinstance(outcome, Unreadable):
        raise invalid(Detail("/", "no_envelope", f"This is no delivery of Calendly's present API: {outcome.why}."))
    answer = json_answer(DeliveryMessage, {"received": True, "outcome": outcome})
    if outcome == "applied":
        see_to_letters(answer, outside)
    return answer


app = endpoint(POST=take)
