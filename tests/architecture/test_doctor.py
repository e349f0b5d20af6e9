"""The doctor knows every setting and every script, and never says a secret aloud."""

import os
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lib.actions.ports import Outside
from lib.gateways.clock import SystemClock
from lib.gateways.store.rest import Rest
from lib.local.doctor import Finding, known_settings, setting_findings, skew_finding
from lib.local.script_trial import SCRIPTS, try_scripts
from tests.architecture.test_settings import names_read
from tests.architecture.tree import ROOT
from tests.support.servers import RunningStore

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

    assert findings == [
        Finding("ok", "JWT_SECRET", "set"),
        Finding("note", "owner", "nobody can sign in; `make admin` prints what is missing"),
        Finding("wrong", "store", "required when deployed, and not set"),
        Finding("wrong", "length of JWT_SECRET", "5 bytes, 32 are needed"),
    ]


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

    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[0] for line in done.stdout.splitlines()[1:5]] == ["ok", "ok", "ok", "ok"]


def test_doctor_calls_a_store_wrong_that_does_not_answer() -> None:
    away = {"KV_REST_API_URL": "http://127.0.0.1:9", "KV_REST_API_TOKEN": "none", "JWT_SECRET": SECRET}
    command = [sys.executable, "-m", "lib.local.doctor"]

    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | away, capture_output=True, text=True, check=False, timeout=60
    )

    assert (done.returncode, done.stderr) == (1, "")
    assert "wrong store reachable" in done.stdout


async def test_doctor_leaves_nothing_behind(server: RunningStore, world: Outside) -> None:
    await try_scripts(server.url, server.token, replace(world, clock=SystemClock()))

    with closing(Rest(server.url, server.token)) as rest:
        assert await rest.command("KEYS", "doctor:*") == []
