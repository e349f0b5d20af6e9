"""POST /api/admin/booking-management: what staff do, each action with the fields of the matching call."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict

from lib.actions.book_lesson import BookingWish
from lib.actions.look_through import Found
from lib.actions.teaching_calendar import Subscription
from lib.studio import policy
from lib.studio.booking import Person, Status
from lib.studio.catalog import Language
from lib.studio.search_words import beginnings
from lib.studio.wishes import Wish
from lib.web.messages.bookings import BookingMessage, Id, PersonalInfo, SlotId, booking_message
from lib.web.messages.text import one_line

Settling = Literal["complete", "no_show", "undo"]
STATUS_AFTER: dict[Settling, Status] = {"complete": "completed", "no_show": "no_show", "undo": "confirmed"}


class _Action(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", alias_generator=to_camel, defer_build=True)


def _finds_something(words: str) -> str:
    if not beginnings(words):
        raise PydanticCustomError("too_little", "Please write at least two letters, or three digits.")
    return words


class SearchAction(_Action):
    """By the beginning of a name, an address, a telephone or confirmation number; never in an address."""

    action: Literal["search"]
    q: Annotated[str, Field(max_length=120), AfterValidator(one_line), AfterValidator(_finds_something)]


class CreateAction(_Action):
    """A booking for somebody at the desk or on the telephone."""

    action: Literal["create"]
    class_type: Id
    instructor: Id
    slots: Annotated[list[SlotId], Field(min_length=1, max_length=policy.SLOTS_PER_BOOKING)]
    personal_info: PersonalInfo
    language: Language = "en"

    @property
    def wish(self) -> BookingWish:
        info = self.personal_info
        return BookingWish(
            wish=Wish(self.class_type, self.instructor, tuple(self.slots)),
            person=Person(info.first_name, info.last_name, info.email, info.phone, info.notes),
            stated_total=None,
            stated_language=self.language,
            source="desk",
            language=self.language,
            context={},
        )


class OfOneBooking(_Action):
    """What is done to a booking."""

    id: Annotated[str, Field(min_length=1, max_length=100)]


class CancelAction(OfOneBooking):
    """``tell`` is False when the customer knows already and gets no letter."""

    action: Literal["cancel"]
    tell: bool = True


class RescheduleAction(OfOneBooking):
    """Other slots: same class type, same number, same price."""

    action: Literal["reschedule"]
    slots: Annotated[list[SlotId], Field(min_length=1, max_length=policy.SLOTS_PER_BOOKING)]


class SettleAction(OfOneBooking):
    """What became of the lesson; ``undo`` takes that back."""

    action: Settling


class PaymentAction(OfOneBooking):
    """What became of the price."""

    action: Literal["set_payment"]
    payment_status: Literal["paid", "refunded", "waived"]


class ResendAction(OfOneBooking):
    """The confirmation once more; ``letter`` names one that was given up instead."""

    action: Literal["resend"]
    letter: Annotated[str, Field(min_length=1, max_length=160)] | None = None


class CalendarLinkAction(_Action):
    """The secret address of an instructor's calendar; those who teach need not say whose.

    ``instead`` is a ``feedUrl`` that shall open nothing any more: if it is the present one, another takes its place.
    """

    action: Literal["calendar_link"]
    instructor: Annotated[str, Field(max_length=40)] = ""
    instead: Annotated[str, Field(max_length=400)] = ""

    @property
    def secret(self) -> str:
        return self.instead.rpartition("feed=")[2]


DeskAction = (
    SearchAction
    | CreateAction
    | CancelAction
    | RescheduleAction
    | SettleAction
    | PaymentAction
    | ResendAction
    | CalendarLinkAction
)


class SubscriptionMessage(TypedDict):
    """Whoever knows one of the addresses reads the lessons; ``webcalUrl`` is for calendars on the same device."""

    instructor: str
    feedUrl: str
    webcalUrl: str


class FoundBookings(TypedDict):
    """The latest lessons first; with ``hasMore`` somebody should be named more closely."""

    bookings: list[BookingMessage]
    nextCursor: None
    hasMore: bool


def subscription_message(made: Subscription) -> SubscriptionMessage:
    return {"instructor": made.instructor, "feedUrl": made.url, "webcalUrl": made.webcal}


def found_message(found: Found) -> FoundBookings:
    return {"bookings": list(map(booking_message, found.bookings)), "nextCursor": None, "hasMore": found.has_more}
