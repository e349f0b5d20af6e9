"""What Calendly tells us of its invitees, and what the page tells us of Calendly."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict

from lib.actions.take_delivery import Outcome
from lib.studio.booking import Booking
from lib.web.messages.bookings import BookingFacts, booking_facts

_MEETING = r"https://api\.calendly\.com/scheduled_events/[A-Za-z0-9-]{1,255}"


class DeliveryMessage(TypedDict):
    """``duplicate``: all of it was known; ``ignored``: it is about nothing that is kept here."""

    received: Literal[True]
    outcome: Outcome


class CalendlyBookingRequest(BaseModel):
    """What the embedded page names. Calendly itself is asked about it, so whatever else is said here is passed over."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore", alias_generator=to_camel, defer_build=True)

    booking_source: Literal["calendly"]
    calendly_event_uri: Annotated[str, Field(pattern=f"^{_MEETING}$")]
    invitee_uri: Annotated[str, Field(pattern=f"^{_MEETING}/invitees/[A-Za-z0-9-]{{1,255}}$")]

    @model_validator(mode="after")
    def _belong_together(self) -> Self:
        if not self.invitee_uri.startswith(f"{self.calendly_event_uri}/invitees/"):
            raise PydanticCustomError("other_event", "The invitee belongs to another event.")
        return self


class CalendlyBookingCreated(TypedDict):
    success: Literal[True]
    booking: BookingFacts


class CalendlyBookingPending(TypedDict):
    """Calendly cannot be asked at the moment; it will tell us of the booking itself."""

    pending: Literal[True]


def calendly_created_message(booking: Booking) -> CalendlyBookingCreated:
    """Anybody may know the address of an invitee, so nothing personal is said to whoever names it."""
    return {"success": True, "booking": booking_facts(booking)}
