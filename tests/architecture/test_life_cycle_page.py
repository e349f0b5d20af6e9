"""docs/life-cycle.md says what lib/studio/life_cycle.py and lib/studio/roles.py say, row for row."""

from lib.studio.life_cycle import LIFE_CYCLE, Step, Transition
from lib.studio.roles import ROLES, Operation, Role
from tests.architecture.tree import ROOT

PAGE = ROOT / "docs/life-cycle.md"


def step_row(step: Step, transition: Transition) -> str:
    return f"| {step} | {', '.join(transition.before)} | {transition.after or 'as it was'} |"


def right_row(operation: Operation, scopes: dict[Role, str]) -> str:
    roles: tuple[Role, ...] = ("customer", "instructor", "owner")
    return f"| {operation} | " + " | ".join(scopes.get(role, "no").replace("_", " ") for role in roles) + " |"


def rows() -> list[str]:
    steps = [step_row(step, transition) for step, transition in LIFE_CYCLE.items()]
    return [*steps, *(right_row(operation, dict(scopes)) for operation, scopes in ROLES.items())]


def test_page_has_every_row_and_no_other() -> None:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]

    assert [line for line in lines if not line.startswith(("| step", "| right"))] == rows()
