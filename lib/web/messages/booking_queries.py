"""/api/bookings: what its addresses say."""

import datetime as dt
import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from lib.actions.desk import Mark, PageQuery
from lib.actions.look_through import Filter, page_query
from lib.studio import policy
from lib.studio.booking import Status
from lib.web.messages.availability import Day

_CURSOR = re.compile(r"([0-9]{1,14})\.([A-Za-z0-9_-]{1,100})", re.ASCII)


class ChangeQuery(BaseModel):
    """Which booking is changed."""

    model_config = ConfigDict(strict=True, frozen=True, defer_build=True)

    id: Annotated[str, Field(min_length=1, max_length=100)]


class CancelQuery(ChangeQuery):
    """Which booking is cancelled, or whose customer is erased."""

    erase: Literal["1"] | None = None


def _page_size(text: str) -> str:
    if not re.fullmatch("[0-9]{1,3}", text, re.ASCII) or not 1 <= int(text) <= policy.DESK_LONGEST_PAGE:
        raise PydanticCustomError("limit", "Must be 1 to {most}.", {"most": policy.DESK_LONGEST_PAGE})
    return text


def _page_mark(text: str) -> str:
    if not _CURSOR.fullmatch(text):
        raise PydanticCustomError("cursor", "Send a nextCursor as it was given to you.")
    return text


def _whole_address(text: str) -> str:
    if text and "@" not in text:
        raise PydanticCustomError("email", "Send a whole e-mail address; parts of one are searched for by POST.")
    return text


class ListQuery(BaseModel):
    """Which bookings staff want to see; dates are the studio's, both inclusive.

    Without ``by`` those of one instructor come by start, all others by creation; the latest first.
    """

    model_config = ConfigDict(strict=True, frozen=True, defer_build=True)

    email: Annotated[str, Field(max_length=254), AfterValidator(_whole_address)] = ""
    instructor: Annotated[str, Field(max_length=40)] = ""
    status: Status | None = None
    first: Day | None = Field(None, alias="startDate")
    last: Day | None = Field(None, alias="endDate")
    by: Literal["created", "start"] | None = None
    limit: Annotated[str, AfterValidator(_page_size)] = str(policy.DESK_PAGE)
    cursor: Annotated[str, AfterValidator(_page_mark)] | None = None

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if self.first and self.last and self.first > self.last:
            raise PydanticCustomError("order", "endDate must not lie before startDate.")
        return self

    @property
    def wanted(self) -> Filter:
        return Filter(
            statuses=frozenset([self.status] if self.status else []),
            instructor=self.instructor,
            email=self.email.strip(),
            first=dt.date.fromisoformat(self.first) if self.first else None,
            last=dt.date.fromisoformat(self.last) if self.last else None,
            by_created=(self.by or ("start" if self.instructor else "created")) == "created",
        )

    @property
    def page(self) -> PageQuery:
        seen = _CURSOR.fullmatch(self.cursor or "")
        return page_query(int(self.limit), Mark(int(seen[1]), seen[2]) if seen else None)


def cursor_of(mark: Mark | None) -> str | None:
    return f"{mark.score}.{mark.booking_id}" if mark else None


class BookingQuery(ListQuery):
    """Which booking, and in which form; without an id, which ones of all."""

    id: Annotated[str, Field(max_length=100)] = ""
    format: Literal["json", "ics", "data"] = "json"
    key: Annotated[str, Field(max_length=100)] | None = None
