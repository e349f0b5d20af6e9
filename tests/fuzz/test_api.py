"""Every operation of the contract, asked as everybody: `make fuzz-api` asks the same for longer."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.fuzz.__main__ import CONTRACT, Run, fuzz

pytestmark = pytest.mark.alone
WEEK = "GET /api/availability"


def planted(folder: Path, plant: Any) -> Path:
    """The contract with something taken from it."""
    contract = json.loads(CONTRACT.read_text(encoding="utf-8"))
    plant(contract)
    path = folder / "openapi.json"
    path.write_text(json.dumps(contract), encoding="utf-8")
    return path


def without_404(contract: Any) -> None:
    del contract["paths"]["/api/availability"]["get"]["responses"]["404"]


def with_another_member(contract: Any) -> None:
    contract["components"]["schemas"]["GeneralAvailability"]["required"].append("weather")


def test_api_answers_everybody_as_the_contract_says() -> None:
    assert fuzz(Run(examples=2)) == []


@pytest.mark.parametrize("plant", [without_404, with_another_member])
def test_api_an_answer_that_the_contract_does_not_know_is_seen(tmp_path: Path, plant: Any) -> None:
    surprised = fuzz(Run(examples=3, contract=planted(tmp_path, plant), only=WEEK))

    assert surprised == ["nobody"]
