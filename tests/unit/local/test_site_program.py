"""The site as a program: it starts, says no in sentences, keeps its store alive and leaves nothing behind."""

import os
import signal
import socket
import sys
from pathlib import Path

import httpx
import pytest

from tests.support.processes import Watch, do, family, store_server
from tests.support.servers import program, running_site, running_store

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are watched in Linux's own way"),
]


@pytest.mark.parametrize("module", ["lib.local", "lib.local.store"])
def test_port_in_use_is_refused_in_a_sentence(tmp_path: Path, module: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with program(module, tmp_path, PORT=str(port)) as refused:
            assert refused.status() == 1

    assert refused.output == f"Port {port} is in use by another program; end it, or choose another with PORT=...\n"


def test_site_starts_answers_and_leaves_nothing_after_ctrl_c(tmp_path: Path) -> None:
    with running_site(tmp_path) as site:
        status = httpx.get(site.url, timeout=30).status_code
        started = family(site.pid)
        watch = Watch(started)

        ended = site.program.end(signal.SIGINT)

    assert (status, ended, watch.all_ended()) == (200, 0, True)
    assert len(started) >= 4
    assert site.program.output.endswith("Stopped; the data is kept.\n")
    assert "KeyboardInterrupt" not in site.program.output


def test_open_stream_ends_with_the_site_and_nobody_complains(tmp_path: Path) -> None:
    with (
        running_site(tmp_path) as site,
        httpx.stream("GET", f"{site.url}/api/availability/stream", timeout=20) as stream,
    ):
        lines = stream.iter_lines()
        first = next(lines)

        ended = site.program.end(signal.SIGINT)
        # Raises where the stream was cut instead of ended.
        rest = list(lines)

    assert (first, ended) == ("retry: 2000", 0)
    assert [line for line in rest if line.startswith("data:")] == []
    assert "ERROR" not in site.program.output


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


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "Calendly is off."),
        ({"CALENDLY_WEBHOOK_SECRET": "a-key"}, "Calendly is heard, and cannot be asked (CALENDLY_API_TOKEN)."),
        ({"WEBHOOK_SIGNATURE_SECRET": "a-key"}, "Calendly is heard, and cannot be asked (CALENDLY_API_TOKEN)."),
        (
            {"CALENDLY_API_TOKEN": "a-token"},
            "and gets the bookings of this site, but it is not heard (CALENDLY_WEBHOOK_SECRET).",
        ),
        (
            {
                "CALENDLY_API_TOKEN": "a-token",
                "CALENDLY_BASE_URL": "http://127.0.0.1:9",
                "CALENDLY_WEBHOOK_SECRET": "k",
            },
            "Calendly is really asked, at http://127.0.0.1:9, and gets the bookings of this site.",
        ),
        (
            {"SENDGRID_API_KEY": "a-token", "CALENDLY_WEBHOOK_SECRET": "a-key"},
            "Mail is really sent, as your settings say. Calendly is heard, and cannot be asked (CALENDLY_API_TOKEN).",
        ),
    ],
)
def test_site_says_what_is_played_and_whether_calendly_is_heard_and_asked(
    tmp_path: Path, settings: dict[str, str], said: str
) -> None:
    with running_site(tmp_path, **settings) as site:
        site.program.end()

    [line] = [line for line in site.program.output.splitlines() if "Calendly" in line]
    assert line.endswith(said)
    assert "a-" not in line


def test_no_log_holds_a_query_string(tmp_path: Path) -> None:
    with running_site(tmp_path) as site:
        httpx.get(f"{site.url}/api/nothing?email=someone@example.org", timeout=30)
        httpx.get(f"{site.store_url}/GET/k?_token={site.token}", timeout=30)
        site.program.end()

    logs = [site.program.output, (tmp_path / "store" / "valkey.log").read_text()]
    assert [word for word in ("someone", site.token) for log in logs if word in log] == []


@pytest.mark.parametrize("port", ["abc", "80000", "-1", "3000.5", "\u0663\u0660"])
@pytest.mark.parametrize("module", ["lib.local", "lib.local.store"])
def test_port_that_is_none_is_refused_in_a_sentence(tmp_path: Path, module: str, port: str) -> None:
    with program(module, tmp_path, PORT=port) as refused:
        status = refused.status()

    assert (status, refused.output) == (1, f"PORT={port} is no port; choose a number up to 65535.\n")
