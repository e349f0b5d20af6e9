"""GET /api/admin/booking-management: what its addresses say."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from lib.web.messages.availability import Day

View = Literal["problems"]
Cursor = Annotated[str, Field(max_length=200, pattern=r"^[A-Za-z0-9_.:-]*$")]


class ManagementQuery(BaseModel):
    """What staff want to see; each view takes of the rest what it needs."""

    model_config = ConfigDict(strict=True, frozen=True)

    view: View
    id: Annotated[str, Field(max_length=100)] = ""
    date: Day | None = None
    first: Day | None = Field(None, alias="from")
    last: Day | None = Field(None, alias="to")
