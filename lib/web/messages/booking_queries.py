"""/api/bookings: what its addresses say."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class ChangeQuery(BaseModel):
    """Which booking is changed."""

    model_config = ConfigDict(strict=True, frozen=True)

    id: Annotated[str, Field(min_length=1, max_length=100)]


class CancelQuery(ChangeQuery):
    """Which booking is cancelled, or whose customer is erased."""

    erase: Literal["1"] | None = None


class BookingQuery(BaseModel):
    """Which booking, and in which form."""

    model_config = ConfigDict(strict=True, frozen=True)

    id: Annotated[str, Field(max_length=100)] = ""
    format: Literal["json", "ics", "data"] = "json"
    key: Annotated[str, Field(max_length=100)] | None = None
