"""`make calendly-setup` as an operator runs it, against a Calendly on this machine."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.support.calendly_state import FakeCalendly
from tests.support.servers import INHERITED

ROOT = Path(__file__).parents[2]
SITE = "https://studio.example"
HOOK = f"{SITE}/api/calendly-webhook"


def set_up(calendly: FakeCalendly, **environment: str) -> subprocess.CompletedProcess[str]:
    known = {name: os.environ[name] for name in INHERITED if name in os.environ}
    given = {"CALENDLY_API_TOKEN": calendly.token, "CALENDLY_BASE_URL": calendly.url, "SITE_URL": SITE}
    done = subprocess.run(
        [sys.executable, "-m", "lib.local.calendly_setup"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**known, **given, **environment},
        timeout=60,
    )
    assert calendly.token not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


def key_of(done: subprocess.CompletedProcess[str]) -> str:
    (line,) = (line for line in done.stdout.splitlines() if line.startswith("CALENDLY_WEBHOOK_SECRET="))
    return line.partition("=")[2]


def mapping_of(done: subprocess.CompletedProcess[str]) -> object:
    return json.loads(done.stdout[done.stdout.index("{\n") :])


def refusal_of(done: subprocess.CompletedProcess[str]) -> str:
    assert (done.returncode, done.stdout) == (1, "")
    return done.stderr.splitlines()[-1]
