"""GET /api/health  whether the parts work, without a word about what is in them."""

from http import HTTPStatus

from starlette.responses import Response

from lib.actions.check_health import check_health
from lib.actions.ports import Outside
from lib.web.answers import json_answer
from lib.web.caching import public_read
from lib.web.endpoint import endpoint
from lib.web.messages.health import HealthMessage, health_message
from lib.web.problems import RETRY_SOON
from lib.web.request import Request


@public_read
async def show(_request: Request, outside: Outside) -> Response:
    health = await check_health(outside)
    message = health_message(health, outside.version)
    if health.status == "down":
        return json_answer(HealthMessage, message, HTTPStatus.SERVICE_UNAVAILABLE, RETRY_SOON)
    return json_answer(HealthMessage, message)


app = endpoint(GET=show)
