"""/api/admin/catalog: what is asked of it, what it answers, and where a document is wrong."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Literal, NotRequired

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from lib.actions.edit_catalog import Edited, Stranded
from lib.actions.see_catalog import SeenCatalog
from lib.studio.catalog_document import BadCatalog
from lib.studio.slot_preview import Preview, PreviewStart
from lib.studio.stranded import Reason
from lib.web.faults import Detail, Fault, invalid
from lib.web.messages.bookings import BookingMessage, Id, booking_message
from lib.web.request import Request

# A document of this size can be wrong in thousands of places; nobody mends more than these at once.
MOST_MISTAKES, LONGEST_POINTER = 200, 300
# A cache on the way may have called it weak; a wildcard would write over what nobody has read.
_TAG = re.compile(r'(?:W/)?"([A-Za-z0-9._-]{1,64})"', re.ASCII)


class CatalogQuery(BaseModel):
    """``part`` is an instructor whose hours alone are meant; ``previous``: as it was before the last edit.

    Whatever else ``dryRun`` says is refused: who means to look must not change anything by a slip.
    """

    model_config = ConfigDict(strict=True, frozen=True, defer_build=True)

    part: Id | None = None
    dry_run: Literal["1"] | None = Field(None, alias="dryRun")
    previous: Literal["1"] | None = None


class CatalogMessage(TypedDict):
    """``version`` is what If-Match has to name. With ``part``: whose hours, and what they do not decide themselves."""

    version: str
    catalog: dict[str, Any]
    instructor: NotRequired[str]
    name: NotRequired[str]
    zone: NotRequired[str]
    closedDays: NotRequired[list[str]]


class StrandedMessage(BookingMessage):
    """``already``: it could not have been booked before the edit either."""

    reasons: list[Reason]
    already: bool


class StartMessage(TypedDict):
    startTime: str
    priceMinor: int


class PreviewLineMessage(TypedDict):
    """What an instructor's day holds of one class type now and then, whatever is booked; only where that differs."""

    date: str
    instructor: str
    classType: str
    before: list[StartMessage]
    after: list[StartMessage]


class PreviewMessage(TypedDict):
    lines: list[PreviewLineMessage]
    isCut: bool


class EditedMessage(CatalogMessage):
    """``strandedCount`` is of all of them, ``stranded`` holds the first; ``preview`` comes with a dry run alone."""

    stranded: list[StrandedMessage]
    strandedCount: int
    preview: PreviewMessage | None


def expected_tag(request: Request) -> str:
    """Raises a Fault where If-Match is missing or names no version."""
    said = (request.header("if-match") or "").strip()
    found = _TAG.fullmatch(said)
    if found is None:
        kind = "format" if said else "missing"
        raise invalid(Detail("header:If-Match", kind, 'Send the version that you have read, such as "4f0c".'))
    return found[1]


@contextmanager
def pointing_at_mistakes() -> Iterator[None]:
    try:
        yield
    except BadCatalog as bad:
        count = len(bad.problems)
        said = f"This has {'one mistake' if count == 1 else f'{count} mistakes'}. Nothing was changed."
        details = tuple(Detail(p.pointer[:LONGEST_POINTER], p.code, p.detail) for p in bad.problems[:MOST_MISTAKES])
        raise Fault(HTTPStatus.BAD_REQUEST, "validation_failed", said, details) from bad


def catalog_message(part: str, seen: SeenCatalog) -> CatalogMessage:
    found: CatalogMessage = {"version": seen.tag, "catalog": dict(seen.content)}
    if part:
        found["instructor"] = part
        found["name"] = seen.catalog.instructor_name(part)
        found["zone"] = seen.catalog.zone.key
        found["closedDays"] = [day.isoformat() for day in sorted(seen.catalog.closed_days)]
    return found


def edited_message(part: str, edited: Edited) -> EditedMessage:
    return {
        **catalog_message(part, edited.content),
        "stranded": list(map(_stranded, edited.stranded)),
        "strandedCount": edited.count,
        "preview": _preview(edited.preview) if edited.preview else None,
    }


def _stranded(stranded: Stranded) -> StrandedMessage:
    return {
        **booking_message(stranded.booking),
        "reasons": list(stranded.reasons),
        "already": stranded.already,
    }


def _preview(preview: Preview) -> PreviewMessage:
    return {
        "lines": [
            {
                "date": line.date.isoformat(),
                "instructor": line.instructor,
                "classType": line.class_type,
                "before": list(map(_start, line.before)),
                "after": list(map(_start, line.after)),
            }
            for line in preview.lines
        ],
        "isCut": preview.is_cut,
    }


def _start(start: PreviewStart) -> StartMessage:
    return {"startTime": start.clock, "priceMinor": start.price_minor}
