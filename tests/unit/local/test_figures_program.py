"""`make figures-rebuild` as an operator uses it."""

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest

from tests.architecture.tree import ROOT
from tests.support.processes import do
from tests.support.servers import running_site, running_store

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are watched in Linux's own way"),
]


def rebuilt(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lib.local.figures"],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_what_is_wrong_is_put_right_and_what_is_right_stays(tmp_path: Path) -> None:
    with running_site(tmp_path) as site, httpx.Client(base_url=site.url, timeout=30) as client:
        openings = client.get("/api/availability").json()["instructors"]
        soon = min(each["nextAvailable"] for each in openings)[:10]
        # What is free right now may be too soon in a moment.
        day = str(date.fromisoformat(soon) + timedelta(days=2))
        kind = client.get("/api/class-types").json()[0]["id"]
        week = client.get("/api/availability", params={"classType": kind, "week": day}).json()
        slot = next(slot["id"] for slots in week.values() for slot in slots if slot["available"])
        person = {"firstName": "Rosa", "lastName": "Vega", "email": "rosa@localhost.example"}
        wish = {"classType": kind, "instructor": "any", "slots": [slot], "personalInfo": person}
        assert client.post("/api/bookings", json=wish).status_code == 201
        store = {"KV_REST_API_URL": site.store_url, "KV_REST_API_TOKEN": site.token}
        right = rebuilt(**store)
        do(site, "DEL", f"fg:{slot.split('_')[1][:7]}")
        wrong = rebuilt(**store)
        again = rebuilt(**store)

    assert [done.returncode for done in (right, wrong, again)] == [0, 0, 0]
    assert "All figures were right." in right.stdout
    assert "Months that were not right and are now: 1." in wrong.stdout
    assert "All figures were right." in again.stdout


def test_store_without_settings_is_told_in_words(tmp_path: Path) -> None:
    with running_store(tmp_path) as store:
        done = rebuilt(KV_REST_API_URL=store.url, KV_REST_API_TOKEN=store.token, KEY_PREFIX="nobody:")

    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "nothing to count" in done.stderr


def test_store_that_is_away_is_told_in_words() -> None:
    done = rebuilt(KV_REST_API_URL="http://127.0.0.1:9", KV_REST_API_TOKEN="none")

    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "Run it again." in done.stderr
