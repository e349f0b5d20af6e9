"""How the studio is, in one look, and the turns in which its maintenance is done."""

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from lib.studio.catalog import Catalog
from lib.studio.values import dataclass

Part = Literal["letters", "calendly", "backup", "losses", "trimming", "health"]
PartOutcome = Literal["done", "off", "busy", "failed", "late"]


@dataclass(frozen=True, slots=True)
class Report:
    """What one part of the maintenance came to; ``said`` are its figures, nothing personal among them."""

    at: int
    outcome: PartOutcome
    said: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_unwell(self) -> bool:
        """Whether the part was begun and did not come to its end."""
        return self.outcome in {"failed", "late"}


@dataclass(frozen=True, slots=True)
class Turn:
    """One caller's turn at a part, until it has reported or the time is over; epoch milliseconds."""

    part: Part
    token: str
    now: int
    until: int


@dataclass(frozen=True, slots=True)
class Pulse:
    """``catalog`` is None when nothing was ever saved; ``due_since`` when the first of the due letters fell due.

    ``dead_letters`` and ``dead_webhooks`` count those given up lately; ``reports`` are the newest of each part of the
    maintenance.
    """

    catalog: Catalog | None
    letters_due: int
    due_since: int | None
    dead_letters: int
    reports: Mapping[str, Report]
    dead_webhooks: int = 0


def why_unkept(pulse: Pulse) -> str:
    """Why the last backup, or the comparison with it, did not succeed; empty when both did or are off."""
    for report in (pulse.reports.get(part) for part in ("backup", "losses")):
        if report and report.is_unwell:
            known = report.said.get("cause") or report.said.get("why")
            return str(known) if report.outcome == "failed" else "timeout"
    return ""
