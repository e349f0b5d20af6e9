"""The doctor knows every setting and every script, and never says a secret aloud."""

import json
import os
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lib.actions.ports import Outside
from lib.gateways.clock import SystemClock
from lib.gateways.store.rest import Rest
from lib.local.doctor import known_settings
from lib.local.doctor_settings import FORMS, setting_findings
from lib.local.doctor_store import skew_finding
from lib.local.findings import Finding
from lib.local.script_trial import SCRIPTS, try_scripts
from tests.architecture.test_settings import names_read
from tests.architecture.tree import ROOT
from tests.support.processes import complaints
from tests.support.servers import RunningStore, running_site

SECRET = "a-secret-of-thirty-two-characters"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_doctor_knows_every_setting() -> None:
    assert set(known_settings()) == names_read(ROOT)


def test_doctor_never_says_a_value() -> None:
    environment = dict.fromkeys(known_settings(), SECRET)

    report = "\n".join(map(str, setting_findings(environment, known_settings())))

    assert "JWT_SECRET" in report
    assert SECRET not in report


def test_doctor_calls_a_short_secret_wrong() -> None:
    findings = setting_findings({"JWT_SECRET": "short"}, ("JWT_SECRET",))

    wrong = "must be 32 characters or more that nobody can guess, without blanks: `make secrets`"
    none = "is required when deployed, and none is named"
    how = "connect one in the platform's marketplace, or set KV_REST_API_URL and KV_REST_API_TOKEN"
    assert findings == [
        Finding("wrong", "JWT_SECRET", wrong),
        Finding("wrong", "store", f"{none}: {how}"),
        Finding("note", "owner", "nobody can sign in; `make admin` prints what is missing"),
    ]


def test_doctor_knows_the_form_of_every_setting() -> None:
    assert set(known_settings()) - FORMS.keys() == {"DATA_DIR"}


@pytest.mark.parametrize("said", ["", "is not set", "is wrong: nobody knows why", "is away"])
def test_doctor_says_nothing_bad_without_what_to_do(said: str) -> None:
    assert Finding("ok", "store", said)
    for verdict in ("note", "wrong"):
        with pytest.raises(ValueError, match="what to do"):
            Finding(verdict, "store", said)


@pytest.mark.parametrize(("seconds", "verdict"), [(0, "ok"), (15, "ok"), (15.1, "wrong"), (-3600, "wrong")])
def test_doctor_calls_clocks_wrong_that_the_claim_would_not_forgive(seconds: float, verdict: str) -> None:
    finding = skew_finding(NOW, NOW + timedelta(seconds=seconds))

    assert finding.verdict == verdict


def test_doctor_tries_every_script_there_is() -> None:
    scripts = {path.stem for path in (ROOT / "lib/gateways/store/lua").glob("*.lua")}

    assert set(SCRIPTS) == scripts


def test_doctor_without_settings_finds_what_the_house_brings_in_order() -> None:
    environment = {name: value for name, value in os.environ.items() if name not in known_settings()}
    command = [sys.executable, "-m", "lib.local.doctor"]

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)

    assert (done.returncode, complaints(done.stderr)) == (0, "")
    assert [line.split()[0] for line in done.stdout.splitlines()[1:5]] == ["ok", "ok", "ok", "ok"]


def test_doctor_calls_a_store_wrong_that_does_not_answer() -> None:
    away = {"KV_REST_API_URL": "http://127.0.0.1:9", "KV_REST_API_TOKEN": "none", "JWT_SECRET": SECRET}
    command = [sys.executable, "-m", "lib.local.doctor"]

    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | away, capture_output=True, text=True, check=False, timeout=60
    )

    assert (done.returncode, complaints(done.stderr)) == (1, "")
    assert "wrong store reachable" in done.stdout


@pytest.mark.slow
def test_doctor_looks_at_a_file_of_settings_and_at_the_site_that_it_names(tmp_path: Path) -> None:
    with running_site(tmp_path / "data") as site:
        made = json.loads((tmp_path / "data" / "secrets.json").read_text())
        chosen = {"KV_REST_API_URL": site.store_url, "KV_REST_API_TOKEN": site.token, "JWT_SECRET": made["jwt_secret"]}
        lines = [f"{name}={value}" for name, value in (chosen | {"SITE_URL": site.url, "OTHER": "x"}).items()]
        (tmp_path / "settings.env").write_text("\n".join(lines))

        done = doctor(FROM=str(tmp_path / "settings.env"))

    said = done.stdout.splitlines()
    assert (done.returncode, complaints(done.stderr), said[-1]) == (0, "", "Everything that is required is there.")
    for subject in ("JWT_SECRET", "store reachable", "eviction", "health of store", "desk", "scheduler's door"):
        assert any(line.startswith(f"ok    {subject} ") for line in said), subject
    assert made["jwt_secret"] not in done.stdout


def test_doctor_asked_for_a_site_alone_says_nothing_of_settings() -> None:
    done = doctor(SITE_URL="http://127.0.0.1:9")

    assert (done.returncode, done.stderr) == (1, "")
    assert [line.split()[:2] for line in done.stdout.splitlines() if line.startswith("wrong")] == [["wrong", "site"]]
    assert "JWT_SECRET" not in done.stdout


@pytest.mark.parametrize("place", ["/nowhere/.env", "/", "/dev/null"])
def test_doctor_without_its_file_says_so(place: str) -> None:
    done = doctor(FROM=place)

    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (1, "", False)


def doctor(**environment: str) -> subprocess.CompletedProcess[str]:
    """Of an environment that says nothing else."""
    known = {name: value for name, value in os.environ.items() if name not in {*known_settings(), "FROM"}}
    command = [sys.executable, "-m", "lib.local.doctor"]
    return subprocess.run(
        command, cwd=ROOT, env=known | environment, capture_output=True, text=True, check=False, timeout=60
    )


async def test_doctor_leaves_nothing_behind(server: RunningStore, world: Outside) -> None:
    await try_scripts(server.url, server.token, replace(world, clock=SystemClock()))

    with closing(Rest(server.url, server.token)) as rest:
        assert await rest.command("KEYS", "doctor:*") == []


class EveryLookASecond:
    """A clock that is a second further on each time that it is asked."""

    def __init__(self, first: datetime) -> None:
        self._next = first

    def now(self) -> datetime:
        now, self._next = self._next, self._next + timedelta(seconds=1)
        return now


@pytest.mark.parametrize("asked_before", [2, 5, 8, 20])
async def test_doctor_looks_over_midnight(server: RunningStore, world: Outside, asked_before: int) -> None:
    midnight = datetime(2030, 6, 4, 4, 0, tzinfo=UTC)
    clock = EveryLookASecond(midnight - timedelta(seconds=asked_before))

    await try_scripts(server.url, server.token, replace(world, clock=clock))
