"""`make secrets`: what is made up is good enough, what is there stays as it is, and nobody else can read the file."""

import os
import stat
from pathlib import Path

import pytest

from lib import settings
from lib.actions.keyring import Keyring
from lib.local.doctor_mail import SHORTEST_CRON_SECRET
from lib.local.env_file import settings_in
from lib.local.new_secrets import NEEDED, main

KEPT = "a-secret-that-has-been-there-for-years"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INTO", str(tmp_path / ".env"))
    return tmp_path / ".env"


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_lines_are_what_a_file_of_settings_takes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("INTO", raising=False)

    assert main() == 0

    said = capsys.readouterr()
    made = settings_in(said.out)
    assert list(made) == [each.name for each in NEEDED]
    assert Keyring(settings.read(made).jwt_secret.encode()).is_usable
    assert len(made["CRON_SECRET"]) >= SHORTEST_CRON_SECRET
    assert all(each.purpose in said.err for each in NEEDED)
    assert not any(value in said.err for value in made.values())


def test_two_visits_make_different_ones(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("INTO", raising=False)

    made = [(main(), settings_in(capsys.readouterr().out))[1] for _ in range(2)]

    assert set(made[0].values()) & set(made[1].values()) == set()
    assert len({*made[0].values(), *made[1].values()}) == 2 * len(NEEDED)


def test_file_that_is_not_there_is_made_for_its_owner_alone(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 0

    made = settings_in(file.read_text())
    said = capsys.readouterr()
    assert (set(made), mode(file)) == ({each.name for each in NEEDED}, 0o600)
    assert not any(value in said.out + said.err for value in made.values())


@pytest.mark.parametrize(
    "line", [f"JWT_SECRET={KEPT}", f'export JWT_SECRET="{KEPT}"', f" JWT_SECRET = '{KEPT}' # since 2024"]
)
def test_what_is_there_stays_and_is_not_shown(file: Path, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = f"# ours\n{line}\nSITE_URL=https://a.example"
    file.write_text(before)
    file.chmod(0o644)

    assert main() == 0

    after = file.read_text()
    said = capsys.readouterr()
    assert after.startswith(before + "\n")
    assert settings_in(after.removeprefix(before)).keys() == {"CRON_SECRET"}
    assert (settings_in(after)["JWT_SECRET"], mode(file)) == (KEPT, 0o600)
    assert KEPT not in said.out + said.err


@pytest.mark.parametrize("line", ["JWT_SECRET=", 'JWT_SECRET=""', f"# JWT_SECRET={KEPT}", f"MY_JWT_SECRET={KEPT}"])
def test_what_is_empty_or_only_told_of_is_missing(file: Path, line: str) -> None:
    file.write_text(f"{line}\n")

    assert main() == 0

    assert file.read_text().startswith(f"{line}\n")
    assert len(settings_in(file.read_text())["JWT_SECRET"]) >= 32


def test_second_visit_changes_nothing(file: Path) -> None:
    main()
    before = file.read_bytes()

    assert main() == 0

    assert file.read_bytes() == before


def plant_folder(file: Path) -> None:
    file.mkdir()


def plant_pipe(file: Path) -> None:
    os.mkfifo(file)


def plant_dangling(file: Path) -> None:
    file.symlink_to(file.parent / "nowhere" / "else")


def plant_bytes(file: Path) -> None:
    file.write_bytes(b"JWT_SECRET=\xff\xfe")


def plant_much(file: Path) -> None:
    file.write_bytes(b"#" * 70_000)


@pytest.mark.parametrize("plant", [plant_folder, plant_pipe, plant_dangling, plant_bytes, plant_much])
def test_what_is_no_file_of_settings_is_left_alone(
    file: Path, plant: object, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callable(plant)
    plant(file)
    before = os.lstat(file)

    assert main() == 1

    said = capsys.readouterr()
    assert (said.out, "Traceback" in said.err) == ("", False)
    assert (os.lstat(file).st_size, os.lstat(file).st_mode) == (before.st_size, before.st_mode)


@pytest.mark.parametrize("name", [".env.example", "no/such/folder/.env"])
def test_places_where_secrets_cannot_stay_are_refused(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTO", str(tmp_path / name))

    assert main() == 1

    assert not (tmp_path / name).exists()
