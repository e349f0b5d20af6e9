"""GET /api/health  whether the parts work, without a word about what is in them."""

from http import HTTPStatus

from pydantic import TypeAdapter
from starlette.responses import Response

from lib.actions.check_health import check_health
from lib.actions.ports import Outside
from lib.web.answers import json_answer
from lib.web.endpoint import endpoint
from lib.web.messages.health import HealthMessage, health_message
from lib.web.request import Request

HEALTH = TypeAdapter(HealthMessage)


async def show(_request: Request, outside: Outside) -> Response:
    health = await check_health(outside)
    status = HTTPStatus.SERVICE_UNAVAILABLE if health.status == "down" else HTTPStatus.OK
    return json_answer(HEALTH, health_message(health, outside.version), status)


app = endpoint(GET=show)
