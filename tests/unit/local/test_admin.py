"""Who owns the site: made up once for this machine, asked for a deployment, never kept in plain text."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lib.gateways.passwords import ArgonPasswords, hashed, is_weaker_than_today
from lib.local.admin import local_owner, made_up_password, objection
from lib.local.doctor_settings import setting_findings

ROOT = Path(__file__).parents[3]


def admin(folder: Path, said: str, **environment: str) -> subprocess.CompletedProcess[str]:
    known = {name: value for name, value in os.environ.items() if name not in {"LOCAL", "EMAIL"}}
    return subprocess.run(
        [sys.executable, "-m", "lib.local.admin"],
        input=said,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**known, "DATA_DIR": str(folder), **environment},
    )


async def test_prints_two_lines_that_let_the_owner_in(tmp_path: Path) -> None:
    done = admin(tmp_path, "a long enough passphrase\n", EMAIL="eva@example.com")

    email, password_hash = (line.partition("=")[2].strip("'") for line in done.stdout.splitlines())
    assert (done.returncode, email) == (0, "eva@example.com")
    assert await ArgonPasswords().matches("a long enough passphrase", password_hash)
    assert not await ArgonPasswords().matches("a long enough passphrase ", password_hash)
    assert "passphrase" not in done.stdout + done.stderr


async def test_makes_one_up_when_none_is_given(tmp_path: Path) -> None:
    done = admin(tmp_path, "\n", EMAIL="eva@example.com")

    said = done.stderr.splitlines()[0].removeprefix("The password is ")
    assert await ArgonPasswords().matches(said, done.stdout.splitlines()[1].partition("=")[2].strip("'"))


@pytest.mark.parametrize(("email", "password"), [("eva", "a long enough passphrase"), ("eva@example.com", "short")])
def test_what_cannot_be_is_refused(tmp_path: Path, email: str, password: str) -> None:
    done = admin(tmp_path, f"{password}\n", EMAIL=email)

    assert (done.returncode, done.stdout) == (1, "")


@pytest.mark.parametrize("password", ["x" * 11, "x" * 257, "aaaaaaaaaaaaaa", "Password123456", "sabor con flow!"])
def test_passwords_that_anybody_tries_are_none(password: str) -> None:
    assert objection(password)


def test_made_up_passwords_are_new_each_time_and_good() -> None:
    made = {made_up_password() for _ in range(50)}

    assert len(made) == 50
    assert [objection(each) for each in made] == [None] * 50


def test_local_owner_is_made_once_and_only_the_hash_is_kept(tmp_path: Path) -> None:
    email, password_hash, password = local_owner(tmp_path)

    again = local_owner(tmp_path)
    text = (tmp_path / "secrets.json").read_text()
    assert again == (email, password_hash, None)
    assert password
    assert password not in text
    assert list(json.loads(text)) == ["owner_password_hash"]
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_local_owner_gets_another_password_on_demand(tmp_path: Path) -> None:
    first = local_owner(tmp_path)

    done = admin(tmp_path, "", LOCAL="1")

    assert done.returncode == 0
    assert local_owner(tmp_path)[1] != first[1]


@pytest.mark.parametrize(
    ("password_hash", "verdict"),
    [("", "note"), ("plain words", "wrong"), ("$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g", "note")],
)
def test_doctor_says_what_is_wrong_with_the_owner(password_hash: str, verdict: str) -> None:
    environment = {"ADMIN_EMAIL": password_hash and "eva@example.com", "ADMIN_PASSWORD_HASH": password_hash}

    found = setting_findings(environment, ("ADMIN_PASSWORD_HASH",))

    unwell = [each for each in found if each.what in {"owner", "ADMIN_PASSWORD_HASH"} and each.verdict != "ok"]
    assert [each.verdict for each in unwell] == [verdict]


def test_doctor_is_content_with_todays_hash() -> None:
    made = hashed("a long enough passphrase")

    assert not is_weaker_than_today(made)
    found = setting_findings({"ADMIN_EMAIL": "eva@example.com", "ADMIN_PASSWORD_HASH": made}, ())
    assert [each for each in found if each.what == "owner"] == []
