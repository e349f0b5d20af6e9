"""What docs/operations.md names exists, and its commands do what it says when they are run as they stand."""

import json
import os
import re
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import httpx
import pytest

from lib.actions.log_lines import SLOW_MS, Line
from lib.local.admin import LOCAL_EMAIL
from lib.local.doctor import known_settings
from lib.web.request_lines import ROUTES
from tests.architecture.tree import ROOT
from tests.support.servers import running_site

PAGE = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE, flags=re.DOTALL)
# Given on the command line of a target, or to the shell by who reads.
ELSEWHERE = {"LOG", "FROM", "TO", "REPLACE", "DELETE", "TOKEN", "OWNER", "PASSWORD", "BOOKING", "ERR"}


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))


def strange(page: str) -> set[str]:
    """What a page of this kind names and nobody has."""
    ticked = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", page, flags=re.DOTALL))
    made = {word for text in ticked for word in re.findall(r"^make ([a-z-]+)", text)} - targets()
    files = {text for text in ticked if re.fullmatch(r"(lib|docs|tests|api)/[\w./-]+", text)}
    names = {text for text in ticked for text in re.findall(r"\b[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)*\b(?==|$)", text)}
    routes = {text for text in ticked if text.startswith("/api/")}
    pages = {text for text in ticked if text.startswith("/admin/")}
    return {
        *made,
        *(file for file in files if not (ROOT / file).exists()),
        *(names - set(known_settings()) - ELSEWHERE - {"POST", "WRONGPASS"}),
        *(routes - ROUTES),
        *(each for each in pages if not (ROOT / f"public{each}.html").exists()),
    }


def test_runbook_names_only_what_there_is() -> None:
    assert strange(PAGE) == set()


def test_runbook_a_planted_mistake_is_seen() -> None:
    page = "`make nothing` `lib/nowhere.py` `NO_SETTING` `NO_OTHER=1` `/api/nobody` `/admin/nothing`"

    assert strange(page) == {"nothing", "lib/nowhere.py", "NO_SETTING", "NO_OTHER", "/api/nobody", "/admin/nothing"}


def test_runbook_explains_every_line_of_the_log_that_an_operator_meets() -> None:
    section = PAGE.partition("\n## The log\n")[2].partition("\n## ")[0]
    explained = set(re.findall(r"^\| `(\w+)` \|", section, flags=re.MULTILINE)) - {"line"}

    assert explained == set(get_args(Line))
    assert set(re.findall(r"`(\w+)\.\w+`", section)) == SLOW_MS.keys()


def test_runbook_says_how_each_secret_is_changed() -> None:
    section = PAGE.partition("\n## Change a secret\n")[2].partition("\n## ")[0]
    told = set(re.findall(r"^\| `(\w+)` \|", section, flags=re.MULTILINE))

    words = ("SECRET", "TOKEN", "_KEY", "_HASH")
    secrets = {name for name in known_settings() if any(word in name for word in words)}
    # The other name of the same; what changes with its neighbour; what Amazon hands out by itself.
    beside = {"UPSTASH_REDIS_REST_TOKEN", "AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN"}
    assert told == secrets - beside


@pytest.mark.slow
def test_runbook_commands_do_what_they_say(tmp_path: Path) -> None:
    with running_site(tmp_path) as site:
        kept = json.loads((tmp_path / "secrets.json").read_text())
        password = re.search(r"password (\S+)", site.program.output)
        assert password
        given = {
            "SITE_URL": site.url,
            "CRON_SECRET": kept["cron_secret"],
            "OWNER": LOCAL_EMAIL,
            "PASSWORD": password[1],
            "BOOKING": booked(site.url),
        }
        script = "set -eu\n" + "\necho '##'\n".join(BLOCKS)

        done = subprocess.run(
            ["sh", "-c", script], env=os.environ | given, capture_output=True, text=True, check=False, timeout=120
        )

    assert (done.returncode, done.stderr) == (0, "")
    signed_in, maintained, sent, queued, erased = (part.strip() for part in done.stdout.split("##"))
    assert signed_in == ""
    assert {part["outcome"] for part in json.loads(maintained)["parts"]} == {"done", "off"}
    assert json.loads(sent).keys() == {"sent", "failed", "left"}
    assert json.loads(queued) == {"queued": True}
    assert json.loads(erased)["booking"]["personalInfo"]["email"] == ""


def booked(url: str) -> str:
    """Whatever the demo studio has free first, two days on: what is free right now may be too soon in a moment."""
    day = date.fromisoformat(soon(url)) + timedelta(days=2)
    week = httpx.get(f"{url}/api/availability?classType=salsa-private&week={day}", timeout=30).json()
    [slot, *_] = [slot["id"] for day in week.values() for slot in day if slot["available"]]
    person = {"firstName": "Rosa", "lastName": "Vega", "email": "rosa@example.com"}
    wish = {"classType": "salsa-private", "instructor": "any", "slots": [slot], "personalInfo": person}
    answer = httpx.post(f"{url}/api/bookings", json=wish, timeout=30)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["booking"]["id"])


def soon(url: str) -> str:
    """The day on which somebody is free next, or the one after it; a week holds more than one."""
    said = httpx.get(f"{url}/api/availability", timeout=30).json()
    return min(str(each["nextAvailable"])[:10] for each in said["instructors"] if each["nextAvailable"])
