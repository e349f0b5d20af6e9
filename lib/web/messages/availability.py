"""GET /api/availability: what is asked, the slots of some days, and the general form."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict

from lib.actions.show_openings import Openings
from lib.studio import policy
from lib.studio.catalog import ANYONE, Catalog, Language
from lib.studio.first_look import FirstLook
from lib.studio.money import major
from lib.studio.slots import Offer
from lib.web.messages.instants import clock, rfc3339


def _day(text: str) -> str:
    """Only YYYY-MM-DD: Python reads week dates and dates without hyphens as well."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text or not policy.FIRST_YEAR <= day.year <= policy.LAST_YEAR:
        raise PydanticCustomError("date", "Must be a date YYYY-MM-DD that exists, from 2000 to 2099.")
    return text


Day = Annotated[str, AfterValidator(_day), Field(json_schema_extra={"format": "date"})]
Id = Annotated[str, Field(max_length=200)]


class AvailabilityQuery(BaseModel):
    """A date wins over a week; without either the general form is meant."""

    model_config = ConfigDict(strict=True, frozen=True, defer_build=True)

    class_type: Id | None = Field(None, alias="classType")
    instructor: Id = ANYONE
    week: Day | None = None
    date: Day | None = None

    @model_validator(mode="after")
    def _days_need_a_class(self) -> "AvailabilityQuery":
        if self.class_type is None and (self.date or self.week):
            raise PydanticCustomError("missing", "classType is required with a date or a week.")
        return self

    @property
    def days(self) -> tuple[dt.date, int] | None:
        """First day and number of days, or None for the general form."""
        first = self.date or self.week
        return (dt.date.fromisoformat(first), 1 if self.date else 7) if first else None


class SlotMessage(TypedDict):
    """One start; times and date are the studio's wall clock."""

    id: str
    date: str
    startTime: str
    endTime: str
    startsAt: str
    endsAt: str
    available: bool
    instructor: str
    classType: str
    capacity: int
    remaining: int
    price: float
    priceMinor: int


Week = dict[str, list[SlotMessage]]


class SeveralSlotsMessage(TypedDict):
    """A rule for bookings of several slots: one of ``percent`` (of their sum) and ``amountMinor`` is set.

    Conditions that are empty or null always hold; weekdays count from Monday, 0, and must hold for every slot.
    """

    label: str
    slotsAtLeast: int
    percent: int | None
    amountMinor: int | None
    classTypes: list[str]
    instructor: str | None
    weekdays: list[int]
    opens: str | None
    closes: str | None


class RulesMessage(TypedDict):
    noticeMinutes: int
    changeNoticeMinutes: int
    horizonDays: int
    slotsPerBooking: int
    severalSlots: list[SeveralSlotsMessage]


class CalendlyMessage(TypedDict):
    mode: Literal["off", "fallback", "first"]
    url: str | None


class OpeningMessage(TypedDict):
    id: str
    openSlots: int
    nextAvailable: str | None


class FirstWeekMessage(TypedDict):
    """The days from ``week`` on, as they are answered to who asks for this class type and this instructor."""

    classType: str
    instructor: str
    week: str
    days: Week


class GeneralAvailability(TypedDict):
    """``today`` is the date in ``timezone`` at the moment of the answer."""

    timezone: str
    today: str
    rules: RulesMessage
    calendly: CalendlyMessage
    instructors: list[OpeningMessage]
    first: FirstWeekMessage | None


def week_message(offers: Mapping[dt.date, Iterable[Offer]], currency: str) -> Week:
    return {day.isoformat(): slot_messages(of_day, currency) for day, of_day in offers.items()}


def _first_week(first: FirstLook, currency: str) -> FirstWeekMessage:
    query = first.query
    return {
        "classType": query.class_type.id,
        "instructor": query.instructor,
        "week": query.first.isoformat(),
        "days": week_message(first.offers, currency),
    }


def slot_messages(offers: Iterable[Offer], currency: str) -> list[SlotMessage]:
    prices: dict[int, float] = {}
    return [_slot(offer, prices, currency) for offer in offers]


def _slot(offer: Offer, prices: dict[int, float], currency: str) -> SlotMessage:
    """``prices`` remembers amounts already written: a week has hundreds of slots and a handful of prices."""
    price = prices.get(offer.price_minor)
    if price is None:
        price = prices[offer.price_minor] = major(offer.price_minor, currency)
    return {
        "id": offer.id,
        "date": offer.date.isoformat(),
        "startTime": offer.start_time,
        "endTime": offer.end_time,
        "startsAt": rfc3339(offer.start),
        "endsAt": rfc3339(offer.end),
        "available": offer.available,
        "instructor": offer.instructor,
        "classType": offer.class_type,
        "capacity": offer.capacity,
        "remaining": offer.remaining,
        "price": price,
        "priceMinor": offer.price_minor,
    }


def _several_slots(catalog: Catalog, language: Language) -> list[SeveralSlotsMessage]:
    return [
        {
            "label": rule.label.in_language(language),
            "slotsAtLeast": rule.slots_at_least,
            "percent": rule.percent,
            "amountMinor": rule.amount_minor,
            "classTypes": list(rule.class_types),
            "instructor": rule.instructor,
            "weekdays": list(rule.weekdays),
            "opens": clock(rule.hours.opens) if rule.hours else None,
            "closes": clock(rule.hours.closes) if rule.hours else None,
        }
        for rule in catalog.price_rules
        if rule.slots_at_least is not None
    ]


def general_message(found: Openings, language: Language) -> GeneralAvailability:
    """The rules are what the page needs to show the sum that the studio will name; the studio's own word counts."""
    catalog, first = found.catalog, found.first
    rules = catalog.rules
    return {
        "timezone": catalog.zone.key,
        "today": found.today.isoformat(),
        "rules": {
            "noticeMinutes": rules.notice_minutes,
            "changeNoticeMinutes": rules.change_notice_minutes,
            "horizonDays": rules.horizon_days,
            "slotsPerBooking": policy.SLOTS_PER_BOOKING,
            "severalSlots": _several_slots(catalog, language),
        },
        "calendly": {"mode": catalog.calendly.mode, "url": catalog.calendly.url},
        "instructors": [
            {
                "id": opening.instructor,
                "openSlots": opening.open_slots,
                "nextAvailable": None if opening.next_start is None else rfc3339(opening.next_start),
            }
            for opening in found.openings
        ],
        "first": _first_week(first, catalog.currency) if first else None,
    }
