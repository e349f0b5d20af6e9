"""What may happen to a booking once it was made, as one table that code, scripts, tests and documents read."""

from dataclasses import replace
from typing import Literal

from lib.studio.booking import Status
from lib.studio.catalog import Catalog
from lib.studio.roles import Role
from lib.studio.values import dataclass

Step = Literal["move", "correct", "pay", "cancel", "complete", "miss", "undo"]


@dataclass(frozen=True, slots=True)
class Transition:
    """``after`` is the status that a step leads to; None leaves the booking where it stands."""

    before: tuple[Status, ...]
    after: Status | None


# A step that is not possible from a status is refused; taking a step that leads to where the booking already stands
# changes nothing, so that whoever repeats it gets the same answer.
LIFE_CYCLE: dict[Step, Transition] = {
    "move": Transition(("confirmed",), None),
    "correct": Transition(("confirmed", "completed", "no_show"), None),
    # Money is settled also after a cancellation.
    "pay": Transition(("confirmed", "completed", "no_show", "canceled"), None),
    "cancel": Transition(("confirmed",), "canceled"),
    "complete": Transition(("confirmed",), "completed"),
    "miss": Transition(("confirmed",), "no_show"),
    "undo": Transition(("completed", "no_show"), "confirmed"),
}

# What staff ask for by naming the status.
STEP_TO: dict[Status, Step] = {"completed": "complete", "no_show": "miss", "confirmed": "undo"}


def bookable_by(role: Role, catalog: Catalog) -> Catalog:
    """The catalogue with the notice that this role has to give: staff book and move at the last minute."""
    return catalog if role == "customer" else replace(catalog, rules=replace(catalog.rules, notice_minutes=0))


def changeable_from(now_minute: int, role: Role, catalog: Catalog) -> int:
    """The first epoch minute whose lessons this role may still change; staff may also change what is past."""
    return now_minute + catalog.rules.change_notice_minutes if role == "customer" else 0
