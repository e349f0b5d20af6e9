"""What the doctor says of the plans: this project fits the free one, and what would not fit is named."""

import json
from pathlib import Path

import pytest

from lib.local.doctor_plan import plan_findings
from lib.local.doctor_store import eviction_finding
from tests.architecture.tree import ROOT, plant

CRON = [{"path": "/api/cron/maintenance", "schedule": "0 7 * * *"}]


def planted(root: Path, *, functions: int = 12, package: str = "", **changes: object) -> dict[str, str]:
    """Verdicts of a project like this one."""
    for number in range(functions):
        plant(root, f"api/door{number}.py", "")
    plant(root, "api/_not_one.py", "")
    plant(root, "requirements.txt", f"{package}\n# a comment\n")
    plant(root, "vercel.json", json.dumps({"functions": {"api/*.py": {"maxDuration": 30}}, "crons": CRON} | changes))
    return {each.what: each.verdict for each in plan_findings(root)}


def test_project_fits_the_free_plan() -> None:
    assert {each.verdict for each in plan_findings(ROOT)} == {"ok"}


def test_planted_project_fits(tmp_path: Path) -> None:
    assert set(planted(tmp_path).values()) == {"ok"}


@pytest.mark.parametrize(
    "schedule", ["*/5 * * * *", "0 * * * *", "0 7,19 * * *", "0 7-9 * * *", "* 7 * * *", "", "@daily"]
)
def test_cron_more_often_than_once_a_day_is_told_of(tmp_path: Path, schedule: str) -> None:
    assert planted(tmp_path, crons=[{"path": "/api/x", "schedule": schedule}])["cron"] == "note"


def test_what_does_not_fit_is_wrong(tmp_path: Path) -> None:
    found = planted(tmp_path, functions=13, crons=[])

    assert {what for what, verdict in found.items() if verdict == "wrong"} == {"functions", "cron"}


def test_function_that_may_run_too_long_is_wrong(tmp_path: Path) -> None:
    document = {"functions": {"api/*.py": {"maxDuration": 301}}, "crons": CRON}
    plant(tmp_path, "vercel.json", json.dumps(document))
    plant(tmp_path, "requirements.txt", "")

    assert {each.what: each.verdict for each in plan_findings(tmp_path)}["durations"] == "wrong"


def test_bundle_that_cannot_be_measured_here_is_told_of(tmp_path: Path) -> None:
    assert planted(tmp_path, package="no-such-package-here==1.0")["bundle"] == "note"


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("# Memory\r\nused_memory:1\r\nmaxmemory_policy:noeviction\r\n", "ok"),
        ("# Memory\nmaxmemory_policy:allkeys-random\n", "wrong"),
        ("# Memory\nmaxmemory_policy:volatile-lru", "wrong"),
        ("# Memory\r\n", "note"),
        ("", "note"),
        (None, "note"),
        (["maxmemory_policy:noeviction"], "note"),
        ("maxmemory_policy:" + "x" * 10_000, "note"),
        ("not_maxmemory_policy:noeviction", "note"),
    ],
)
def test_eviction_is_read_from_what_the_store_says(said: object, verdict: str) -> None:
    assert eviction_finding(said).verdict == verdict
