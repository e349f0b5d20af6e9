"""/api/send-confirmation  send what is due, send one again, hear from the provider what became of it."""

from http import HTTPStatus

from starlette.responses import Response

from lib.actions.ports import Outside, epoch_ms
from lib.actions.resend_letter import resend_letter
from lib.actions.send_letters import send_letters
from lib.actions.settle_reports import settle_reports
from lib.web.afterwards import see_to_history, see_to_letters
from lib.web.allowances import allowed
from lib.web.answers import json_answer
from lib.web.auth import changing_staff, scheduler
from lib.web.endpoint import endpoint
from lib.web.faults import unauthorized
from lib.web.messages.mail import DrainedMessage, QueuedMessage, ReceivedMessage, ResendRequest, drained_message
from lib.web.request import Request

# Seconds; whoever asks is a machine that has time.
TAKING_SECONDS = 20.0


@allowed(seconds=50)
async def send_due(request: Request, outside: Outside) -> Response:
    scheduler(request, outside)
    answer = json_answer(DrainedMessage, drained_message(await send_letters(TAKING_SECONDS, outside)))
    see_to_history(answer, outside)
    return answer


@allowed(kilobytes=256, seconds=50)
async def send_again(request: Request, outside: Outside) -> Response:
    if delivery := request.provider_report(epoch_ms(outside.clock.now())):
        if not await settle_reports(delivery, outside):
            raise unauthorized()
        return json_answer(QueuedMessage | ReceivedMessage, {"received": True})
    staff = changing_staff(request, outside)
    wanted = request.read(ResendRequest)
    await resend_letter(wanted.booking_id, wanted.letter, staff, outside)
    answer = json_answer(QueuedMessage | ReceivedMessage, {"queued": True}, HTTPStatus.ACCEPTED)
    see_to_letters(answer, outside)
    return answer


app = endpoint(GET=send_due, POST=send_again)
