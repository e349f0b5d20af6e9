"""GET /api/cron/maintenance."""

from collections.abc import Iterable

from typing_extensions import TypedDict

from lib.actions.maintain import PartReport
from lib.actions.upkeep import Part, PartOutcome


class PartMessage(TypedDict):
    """``took`` is in milliseconds."""

    name: Part
    outcome: PartOutcome
    took: int


class MaintenanceMessage(TypedDict):
    parts: list[PartMessage]


def maintenance_message(parts: Iterable[PartReport]) -> MaintenanceMessage:
    return {"parts": [{"name": each.name, "outcome": each.outcome, "took": each.took} for each in parts]}
