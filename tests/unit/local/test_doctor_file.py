"""A file of settings as the doctor reads it: what its readers would take differently is named, and the shell waits."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lib.local.doctor import known_settings
from lib.local.doctor_file import file_findings, shell_findings
from lib.local.env_file import LARGEST, assignments, settings_in
from tests.architecture.tree import ROOT

NAMES = ("JWT_SECRET", "EMAIL_FROM", "SITE_URL")
# Nobody listens there: a site that is asked does not answer, and is in the report by that.
NOWHERE = "http://127.0.0.1:9"


def named(text: str) -> list[str]:
    """Name of each complaint, and its first words."""
    return [f"{each.what} {each.said.split(',')[0]}" for each in file_findings(text, NAMES)]


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("JWT_SECRET=one\nJWT_SECRET=two", True),
        ("JWT_SECRET=one\nexport JWT_SECRET='two'", True),
        ("JWT_SECRET=one\nJWT_SECRET=two\nJWT_SECRET=one", True),
        # A shell has none in the end, and what hands the file over passes the last line over.
        ("JWT_SECRET=one\nJWT_SECRET=", True),
        ("JWT_SECRET=\nJWT_SECRET=one", False),
        ("JWT_SECRET=one\nJWT_SECRET=\"one\"\n JWT_SECRET = 'one'", False),
        ("JWT_SECRET=\nJWT_SECRET=''", False),
        ("JWT_SECRET=one\n# JWT_SECRET=two\nMY_JWT_SECRET=two", False),
        ("OTHER=one\nOTHER=two", False),
    ],
)
def test_name_that_is_set_twice_is_wrong_where_the_values_differ(text: str, *, is_wrong: bool) -> None:
    assert named(text) == (["JWT_SECRET is set more than once"] if is_wrong else [])


@pytest.mark.parametrize(
    ("line", "value", "has_comment"),
    [
        ("a-secret   # `make secrets` prints one", "a-secret", True),
        ("'a secret' # since 2024", "a secret", True),
        ('"a \\" # b" # c', 'a " # b', True),
        ("# nothing yet", "", True),
        ("   # nothing yet", "", True),
        ("a#b", "a#b", False),
        ("#abc", "#abc", False),
        ("'a # b'", "a # b", False),
        ('"a # b"', "a # b", False),
        ('"a"#b', "a#b", False),
        ("Conor O'Hara <c@example.com>", "Conor O'Hara <c@example.com>", False),
        ("Conor O'Hara <c@example.com> # us", "Conor O'Hara <c@example.com>", True),
        ("", "", False),
    ],
)
def test_comment_behind_a_value_is_told_from_a_value(line: str, value: str, *, has_comment: bool) -> None:
    text = f"EMAIL_FROM={line}"

    assert settings_in(text) == {"EMAIL_FROM": value}
    assert named(text) == (["EMAIL_FROM has a comment behind its value"] if has_comment else [])


def test_complaints_name_each_setting_once_and_show_no_value() -> None:
    text = "JWT_SECRET=s3cret-one # a word\nJWT_SECRET=s3cret-two # a word\nSITE_URL=https://a.example # a word"

    found = file_findings(text, NAMES)

    assert [each.what for each in found] == ["JWT_SECRET", "JWT_SECRET", "SITE_URL"]
    assert not any(word in str(each) for each in found for word in ("s3cret", "a.example", "a word"))
    assert not any("s3cret" in repr(each) for each in assignments(text))


@pytest.mark.parametrize("piece", ["'", '"', '\\"', "#", " #", "'\"", '"\\', "\\", "=", "'#\"# "])
def test_hostile_line_is_read_in_no_time(piece: str) -> None:
    began = time.process_time()

    file_findings("JWT_SECRET=" + piece * (LARGEST // len(piece)), NAMES)

    assert time.process_time() - began < 2


def test_shell_is_named_where_it_is_not_as_the_file() -> None:
    shell = {"JWT_SECRET": "s3cret", "SITE_URL": "https://a.example", "EMAIL_FROM": "", "PATH": "/bin", "VERCEL": "1"}

    [found] = shell_findings(shell, {"SITE_URL": "https://b.example", "EMAIL_FROM": "x", "VERCEL": "0"}, NAMES)

    assert (found.verdict, found.what) == ("note", "shell")
    assert "(JWT_SECRET, SITE_URL, VERCEL)" in found.said
    assert shell_findings(shell, {"SITE_URL": "https://a.example", "JWT_SECRET": "s3cret"}, NAMES) == []


def doctor(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    known = {name: value for name, value in os.environ.items() if name not in {*known_settings(), "FROM"}}
    command = [sys.executable, "-m", "lib.local.doctor", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=known | environment, capture_output=True, text=True, check=False, timeout=60
    )


def test_file_counts_and_what_the_shell_has_else_is_passed_over(tmp_path: Path) -> None:
    """As after the steps that export the store, CRON_SECRET and a name of their own for keys."""
    file = tmp_path / "settings.env"
    file.write_text(f"JWT_SECRET=short # of the file\nKV_REST_API_URL={NOWHERE}\nKV_REST_API_TOKEN=none\n")
    exported = {"JWT_SECRET": "long-enough-and-of-the-shell-0123456789", "CRON_SECRET": "of-the-shell-0123456789"}

    done = doctor(FROM=str(file), KEY_PREFIX="other:", KV_REST_API_TOKEN="none", **exported)

    said = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (1, "")
    assert said[0].startswith("wrong JWT_SECRET                   has a comment behind its value")
    assert said[1].startswith("note  shell ")
    assert "(KEY_PREFIX, JWT_SECRET, CRON_SECRET)" in said[1]
    assert "wrong JWT_SECRET                   must be 32 characters" in done.stdout
    [absent] = [line for line in said if line.startswith("ok    not set")]
    assert ("CRON_SECRET" in absent, "KEY_PREFIX" in absent) == (True, True)
    assert not any(value in done.stdout for value in exported.values())


def test_file_without_settings_is_no_deployment_and_not_this_machine(tmp_path: Path) -> None:
    (tmp_path / "empty.env").write_text("# nothing yet\n")

    done = doctor(FROM=str(tmp_path / "empty.env"), JWT_SECRET="long-enough-and-of-the-shell-0123456789")

    assert (done.returncode, "No settings in the environment" in done.stdout) == (1, False)
    assert "wrong JWT_SECRET                   is required when deployed" in done.stdout


@pytest.mark.parametrize("content", [b"JWT_SECRET=a\0b\n", b"\xff\xfeJ\0W\0T\0", b"JWT_SECRET=\xf1andu\n"])
def test_file_that_no_environment_could_hold_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "strange.env").write_bytes(content)

    done = doctor(FROM=str(tmp_path / "strange.env"))

    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (1, "", False)
    assert "strange.env" in done.stderr


def test_address_that_was_typed_is_visited_as_a_stranger_whatever_is_exported() -> None:
    exported = {"CRON_SECRET": "of-the-shell", "KV_REST_API_URL": NOWHERE, "KV_REST_API_TOKEN": "none"}
    arguments = arguments_of_make(f"SITE_URL={NOWHERE}")

    typed = doctor(*arguments, SITE_URL=NOWHERE, VERCEL_ENV="preview", VERCEL_URL="preview.example", **exported)
    found = doctor(SITE_URL=NOWHERE, **exported)

    assert [line.split()[:2] for line in typed.stdout.splitlines() if line[:2] != "ok"][:1] == [["wrong", "site"]]
    assert not any(name in typed.stdout for name in ("CRON_SECRET", "JWT_SECRET", "store"))
    assert "CRON_SECRET" in found.stdout


def test_address_that_is_only_exported_is_not_taken_for_typed() -> None:
    assert arguments_of_make(SITE_URL=NOWHERE) == []


def arguments_of_make(*typed: str, **exported: str) -> list[str]:
    """With what `make doctor` would start the doctor."""
    command = ["make", "-n", "doctor", *typed]
    environment = os.environ | exported
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=20)
    return done.stdout.partition("-m lib.local.doctor")[2].split()
