"""GET /api/availability/stream: what is asked, and each event as a message of the stream."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict

from lib.actions.events import Change, EventId
from lib.actions.watch_changes import LookAnew, News, Still
from lib.studio import policy
from lib.studio.catalog import ANYONE
from lib.web.messages.instants import rfc3339, rfc3339_ms
from lib.web.messages.shapes import shape
from lib.web.request import SEND_AN_EVENT_ID


def _event_id(text: str) -> str:
    if EventId.parse(text) is None:
        raise PydanticCustomError("format", SEND_AN_EVENT_ID)
    return text


class StreamQuery(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, defer_build=True)

    instructor: Annotated[str, Field(max_length=200)] = ANYONE
    after: Annotated[str, AfterValidator(_event_id)] | None = None

    @property
    def seen(self) -> EventId | None:
        return EventId.parse(self.after or "")


class EventMessage(TypedDict):
    """Places were taken or left. The interval includes buffers; ``classType`` is empty where nobody knows it."""

    slotId: str
    classType: str
    available: bool
    timestamp: str
    instructor: str
    startsAt: str
    endsAt: str
    remaining: int


# How long a browser waits before it comes back by itself.
OPENING = f"retry: {policy.VIEWING_RETRY_MS}\n\n".encode()


def event_bytes(news: News) -> bytes:
    """As the HTML standard has it (9.2): an event without data is none, but its id is remembered."""
    match news:
        case Still():
            return f": still here\nid: {news.id}\n\n".encode()
        case LookAnew():
            return f"event: resync\nid: {news.id}\ndata: {{}}\n\n".encode()
        case Change():
            return b"id: %b\ndata: %b\n\n" % (str(news.id).encode(), shape(EventMessage).dump_json(_message(news)))


def _message(change: Change) -> EventMessage:
    return {
        "slotId": change.slot_id,
        "classType": change.class_type,
        "available": change.remaining > 0,
        "timestamp": rfc3339_ms(change.at),
        "instructor": change.instructor,
        "startsAt": rfc3339(change.start),
        "endsAt": rfc3339(change.end),
        "remaining": change.remaining,
    }
