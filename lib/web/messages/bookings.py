"""/api/bookings: the wish that comes in, the booking that goes out."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, FiniteFloat, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict

from lib.actions.book_lesson import BookingWish
from lib.actions.changes import Details
from lib.studio import policy
from lib.studio.booking import Booking, PaymentStatus, Person, Source, Status
from lib.studio.catalog import Language
from lib.studio.money import major
from lib.studio.refusals import UnknownClassType, UnknownInstructor
from lib.studio.wishes import Wish
from lib.web.faults import Detail, invalid
from lib.web.messages.instants import rfc3339, rfc3339_ms
from lib.web.messages.text import Email, Label, Name, Notes, Phone

Id = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]
SlotId = Annotated[str, Field(max_length=80)]


class _Message(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", alias_generator=to_camel, defer_build=True)


class PersonalInfo(_Message):
    first_name: Name
    last_name: Name
    email: Email
    phone: Phone | None = None
    notes: Notes | None = None


class Campaign(_Message):
    """Where the visitor came from, by the parameters of the link."""

    source: Label | None = None
    medium: Label | None = None
    campaign: Label | None = None
    content: Label | None = None
    term: Label | None = None


def _nothing(text: str) -> None:
    if text:
        raise PydanticCustomError("not_empty", "Please leave this empty.")


class Context(_Message):
    """What the page measured. ``website`` is a field that people do not see."""

    utm: Campaign | None = None
    width: Annotated[int, Field(ge=0, le=100_000)] | None = None
    elapsed_ms: Annotated[int, Field(ge=0, le=10**12)] | None = None
    website: Annotated[str, AfterValidator(_nothing)] | None = None


class BookingRequest(_Message):
    """The native form. The total is what the page showed; the price is the studio's."""

    class_type: Id
    instructor: Id
    slots: Annotated[list[SlotId], Field(min_length=1, max_length=policy.SLOTS_PER_BOOKING)]
    personal_info: PersonalInfo
    total_amount: FiniteFloat | None = None
    booking_source: Literal["widget", "fallback_form"] = "widget"
    language: Language | None = None
    context: Context | None = None

    def wish(self, preferred: Language, network: str = "") -> BookingWish:
        info = self.personal_info
        measured = self.context.model_dump(exclude_none=True, exclude={"website"}) if self.context else {}
        return BookingWish(
            wish=Wish(self.class_type, self.instructor, tuple(self.slots)),
            person=Person(info.first_name, info.last_name, info.email, info.phone, info.notes),
            stated_total=self.total_amount,
            stated_language=self.language,
            source=self.booking_source,
            language=self.language or preferred,
            context=measured,
            elapsed_ms=self.context.elapsed_ms if self.context else None,
            network=network,
        )


class Corrections(_Message):
    """Parts of the personal details; what is left out stays, an empty phone or empty notes are removed."""

    first_name: Name | None = None
    last_name: Name | None = None
    email: Email | None = None
    phone: Phone | None = None
    notes: Notes | None = None

    def details(self) -> Details:
        removed: dict[str, str] = {name: "" for name in ("phone", "notes") if name in self.model_fields_set}
        return Details(**{**removed, **self.model_dump(exclude_none=True)})


class ChangeRequest(_Message):
    """One change: other slots, corrected details, or what staff say of the lesson and its price."""

    slots: Annotated[list[SlotId], Field(min_length=1, max_length=policy.SLOTS_PER_BOOKING)] | None = None
    personal_info: Corrections | None = None
    status: Literal["completed", "no_show", "confirmed"] | None = None
    payment_status: Literal["paid", "refunded", "waived"] | None = None

    @model_validator(mode="after")
    def _is_one_change(self) -> Self:
        kinds = (self.slots, self.personal_info, self.status or self.payment_status)
        if sum(kind is not None for kind in kinds) != 1:
            raise PydanticCustomError("one_change", "Send slots, or personalInfo, or status and paymentStatus.")
        return self


@contextmanager
def pointing_into_the_body() -> Iterator[None]:
    """What would be an unknown address elsewhere is a mistake in this body."""
    try:
        yield
    except UnknownClassType as refusal:
        raise invalid(Detail("/classType", "unknown_class_type", "There is no such class type.")) from refusal
    except UnknownInstructor as refusal:
        raise invalid(Detail("/instructor", "unknown_instructor", "There is no such instructor.")) from refusal


class PriceLineMessage(TypedDict):
    label: str
    amountMinor: int


class PersonalInfoMessage(TypedDict):
    firstName: str
    lastName: str
    email: str
    phone: str | None
    notes: str | None


class BookingFacts(TypedDict):
    """A booking without a word about who made it."""

    id: str
    status: Status
    confirmationNumber: str
    classType: str
    instructor: str
    slots: list[str]
    startsAt: str
    endsAt: str
    totalAmount: float
    totalAmountMinor: int
    currency: str
    priceLines: list[PriceLineMessage]
    paymentStatus: PaymentStatus
    bookingSource: Source
    language: Language
    version: int
    createdAt: str


class BookingMessage(BookingFacts):
    personalInfo: PersonalInfoMessage


class LinksMessage(TypedDict):
    """The manage token, and the two addresses that carry a key."""

    manageToken: str
    manageUrl: str
    calendarUrl: str


class NewBookingMessage(BookingMessage, LinksMessage):
    """What only its maker is told."""


class BookingChanged(TypedDict):
    success: Literal[True]
    booking: BookingMessage


class BookingCreated(TypedDict):
    success: Literal[True]
    booking: NewBookingMessage


class BookingList(TypedDict):
    bookings: list[BookingMessage]


def booking_message(booking: Booking) -> BookingMessage:
    person = booking.person
    return {
        **booking_facts(booking),
        "personalInfo": {
            "firstName": person.first_name,
            "lastName": person.last_name,
            "email": person.email,
            "phone": person.phone,
            "notes": person.notes,
        },
    }


def booking_facts(booking: Booking) -> BookingFacts:
    terms = booking.terms
    return {
        "id": booking.id,
        "status": booking.status,
        "confirmationNumber": booking.confirmation_number,
        "classType": terms.class_type,
        "instructor": booking.instructor,
        "slots": list(booking.slot_ids),
        "startsAt": rfc3339(booking.slots[0].start),
        "endsAt": rfc3339(booking.slots[-1].end),
        "totalAmount": major(terms.total_minor, terms.currency),
        "totalAmountMinor": terms.total_minor,
        "currency": terms.currency,
        "priceLines": [
            {"label": line.label.in_language(terms.language), "amountMinor": line.amount_minor}
            for line in terms.price_lines
        ],
        "paymentStatus": booking.payment,
        "bookingSource": terms.source,
        "language": terms.language,
        "version": booking.version,
        "createdAt": rfc3339_ms(terms.created),
    }


def changed_message(booking: Booking) -> BookingChanged:
    return {"success": True, "booking": booking_message(booking)}


def created_message(booking: Booking, links: LinksMessage) -> BookingCreated:
    return {"success": True, "booking": {**booking_message(booking), **links}}
