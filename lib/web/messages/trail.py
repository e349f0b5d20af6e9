"""GET /api/admin/booking-management?view=audit."""

from collections.abc import Sequence
from typing import NotRequired

from typing_extensions import TypedDict

from lib.studio.trail import Difference, Line
from lib.web.messages.instants import rfc3339_ms
from lib.web.messages.shapes import shape


class WordChanged(TypedDict):
    """``before`` is null for a booking that was not there."""

    before: str | None
    after: str


class SlotsChanged(TypedDict):
    """Names of slots without the instructor, as in their ids: the studio's own date and wall clock."""

    before: list[str]
    after: list[str]


class ChangesMessage(TypedDict):
    """What is different; ``parts`` says which of the customer's details are other ones, never what they are."""

    status: NotRequired[WordChanged]
    payment: NotRequired[WordChanged]
    instructor: NotRequired[WordChanged]
    slots: NotRequired[SlotsChanged]
    parts: NotRequired[list[str]]


class LineMessage(TypedDict):
    """One step. ``who`` is customer, owner, instructor:<id>, calendly or system.

    ``action`` is one of booked, imposed, moved, corrected, canceled, completed, no_show, undone, payment, resent,
    erased, mirrored, turned_away.
    """

    at: str
    who: str
    action: str
    changes: ChangesMessage


class TrailMessage(TypedDict):
    """Who did what to a booking, the oldest first."""

    lines: list[LineMessage]


def trail_message(lines: Sequence[Line]) -> TrailMessage:
    return {"lines": list(map(_line, lines))}


def _line(line: Line) -> LineMessage:
    changes: dict[str, object] = {each.what: _change(each) for each in line.differences}
    if line.parts:
        changes["parts"] = list(line.parts)
    said = shape(ChangesMessage).validate_python(changes)
    return {"at": rfc3339_ms(line.at), "who": line.who, "action": line.action, "changes": said}


def _change(each: Difference) -> WordChanged | SlotsChanged:
    if each.what == "slots":
        return {"before": _names(each.before), "after": _names(each.after)}
    return {"before": each.before or None, "after": each.after}


def _names(text: str) -> list[str]:
    return text.split(",") if text else []
