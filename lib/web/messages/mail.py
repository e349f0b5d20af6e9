"""/api/send-confirmation."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from typing_extensions import TypedDict

from lib.actions.send_letters import Drained


class ResendRequest(BaseModel):
    """The booking whose confirmation is sent again; ``letter`` names one that was given up instead."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", alias_generator=to_camel, defer_build=True)

    booking_id: Annotated[str, Field(min_length=1, max_length=100)]
    letter: Annotated[str, Field(min_length=1, max_length=160)] | None = None


class QueuedMessage(TypedDict):
    queued: Literal[True]


class ReceivedMessage(TypedDict):
    received: Literal[True]


class DrainedMessage(TypedDict):
    """How many letters went out, how many could not, how many are due and still wait."""

    sent: int
    failed: int
    left: int


def drained_message(drained: Drained) -> DrainedMessage:
    return {"sent": drained.sent, "failed": drained.failed, "left": drained.left}
