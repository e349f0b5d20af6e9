"""What the README tells a reader to type does what it says, as pasted, in a copy of the tree."""

import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from lib.local.bundle import copy_tracked
from tests.architecture.documents import page
from tests.architecture.tree import ROOT

pytestmark = pytest.mark.slow
README = page("README.md", (ROOT / "README.md").read_text(encoding="utf-8"))
# Targets that end by themselves: run as they stand, with these answers where they would ask.
ENDS = {
    "admin": {"EMAIL": "owner@book.example.com"},
    "doctor": {},
    "examples": {},
    "help": {},
    "licences": {},
    "openapi": {},
    "secrets": {},
    "sitemap": {},
}
# Targets that nobody runs here, and why.
ELSEWHERE = {
    "audit": "asks the package index",
    "bench": "minutes, and a quiet machine",
    "bundle": "minutes; .ci/run runs it",
    "boot": "minutes, and a quiet machine",
    "calendly-setup": "needs an account at Calendly; tests/unit/local/test_calendly_setup.py has one of our own",
    "catalog": "needs a store; tests/unit/local/test_catalogs_program.py has one",
    "chaos": "minutes; tests/chaos/test_simulation.py is the small form",
    "check": "minutes; .ci/run runs it",
    "drill": "minutes; .ci/run runs it",
    "fuzz-api": "minutes",
    "lock": "asks the package index",
    "page-bench": "minutes, and a quiet machine",
    "replay": "minutes; .ci/run runs it",
    "restore": "needs a backup; tests/unit/local/test_backups_program.py makes one",
    "sbom": "asks the package index",
    "soak": "minutes; .ci/run runs it",
    "store": "tests/unit/local/test_store_program.py starts it",
    "viewers": "ten minutes",
}
# Commands that need more than a tree, although their target ends elsewhere.
WITH_SETTINGS = {
    "make doctor FROM=.env": "needs settings; tests/architecture/test_doctor.py has some",
    "make doctor FROM=.env.production": "needs settings; tests/architecture/test_doctor.py has some",
    "make doctor SITE_URL=https://...": "asks a deployed site; tests/unit/local/test_doctor_site.py has one of our own",
}
# Programs besides make, and why nobody runs them here.
NOT_MAKE = {
    "cd": "says where the rest is typed",
    "cp": "makes a file for somebody's own secrets",
    "done": "ends what the line of grep begins",
    "curl": "talks to a deployed site",
    "export": "sets somebody's own secrets",
    "grep": "reads somebody's own settings; tests/architecture/test_deploy_steps.py pastes it over some",
    "git": "the repository's address is where it is hosted",
    "npm": "installs for the whole machine",
    "mkdir": "makes a place for somebody's own catalogue",
    "npx": "needs an account at Vercel",
    "printf": "in the loop that grep begins",
    "value=${line#*=};": "in the loop that grep begins",
    "vercel": "needs an account at Vercel",
}
STARTS, NARROWED = "run", "test"
# Quick, and found without collecting everything else.
NARROW = "ARGS=tests/unit/studio/test_money.py"


def targets_of(command: str) -> list[str]:
    # What is written where ends the words that make reads.
    words = re.findall(r"""[\w-]+="[^"]*"|\S+""", command.partition(" >")[0])[1:]
    return [word for word in words if "=" not in word and not word.startswith("-")] or ["help"]


def unaccounted(commands: Iterator[str]) -> list[str]:
    """Commands of which nobody has said here whether they can be run."""
    known = {*ENDS, *ELSEWHERE, STARTS, NARROWED}
    makes = (command for command in commands if command.partition(" ")[0] not in NOT_MAKE)
    return [each for each in makes if not (each.startswith("make") and set(targets_of(each)) <= known)]


def typed(*wanted: str) -> list[str]:
    """The README's commands that are for these targets alone, each once."""
    found = (each for each in README.commands if each.startswith("make") and each not in WITH_SETTINGS)
    return sorted({command for command in found if set(targets_of(command)) <= set(wanted)})


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The tree as a reader has it after the set-up; what a command writes stays in here."""
    if subprocess.run([ROOT / ".ci/setup", "dev", "--look"], check=False, capture_output=True).returncode:
        pytest.skip("make test has not set this environment up, and a test installs nothing into it")
    (tmp_path / "home").mkdir()
    place = tmp_path / "sabor-con-flow"
    copy_tracked(ROOT, place)
    (place / ".venv").symlink_to((ROOT / ".venv").resolve())
    return place


def environment(**more: str) -> dict[str, str]:
    """A reader's: an empty home, no settings of ours, and nothing of the make that runs us."""
    left_out = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "ARGS", "PYTHON", "LOCAL", "EMAIL", "CI"}
    return {name: value for name, value in os.environ.items() if name not in left_out} | more


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def paste(command: str, copy: Path, **more: str) -> subprocess.CompletedProcess[str]:
    line = command.replace("https://...", "https://book.example.com")
    return subprocess.run(
        ["sh", "-c", line],
        cwd=copy,
        env=environment(HOME=str(copy.parent / "home"), **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        stdin=subprocess.DEVNULL,
    )


def test_pasted_every_command_is_run_or_it_says_why_not() -> None:
    assert unaccounted(README.commands) == []


def test_pasted_a_command_that_nobody_knows_is_seen() -> None:
    text = '`make walk` `make run`\n```sh\nvercel deploy\nrm -r ~\nmake doctor bench walk\nmake test ARGS="-k x"\n```\n'

    assert unaccounted(page("README.md", text).commands) == ["rm -r ~", "make doctor bench walk", "make walk"]


@pytest.mark.parametrize("command", typed(*ENDS))
def test_pasted_command_does_its_work_and_ends(copy: Path, command: str) -> None:
    more = {name: value for target in targets_of(command) for name, value in ENDS[target].items()}

    done = paste(command, copy, **more)

    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stdout + done.stderr
    assert done.stdout + done.stderr


@pytest.mark.parametrize("command", typed(STARTS))
def test_pasted_site_answers_and_stops(copy: Path, command: str) -> None:
    port = free_port()
    run = subprocess.Popen(
        ["sh", "-c", f"exec {command}"],
        cwd=copy,
        env=environment(HOME=str(copy.parent / "home"), PORT=str(port)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert run.stdout
    try:
        lines = []
        for line in run.stdout:
            lines.append(line)
            if line.startswith("Open "):
                break
        status = httpx.get(f"http://127.0.0.1:{port}/", timeout=30).status_code
        # As at a terminal: make and the site are told alike.
        os.killpg(run.pid, signal.SIGINT)
        rest, _ = run.communicate(timeout=60)
    finally:
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()

    assert status == 200, "".join(lines)
    assert "Traceback" not in rest
    assert (copy / ".local").is_dir()


def test_pasted_tests_run_narrowed(copy: Path) -> None:
    done = paste(f"make test {NARROW}", copy)

    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"\d+ passed", done.stdout)


def test_pasted_command_that_fails_is_seen(copy: Path) -> None:
    shutil.rmtree(copy / "lib/studio")

    done = paste("make doctor", copy)

    assert done.returncode != 0
