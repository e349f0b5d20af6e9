"""Export, import and restore as programs: they say what they did, and nothing about anybody."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from moto.server import ThreadedMotoServer

from lib.gateways.folder_vault import FolderVault
from lib.gateways.store.backup_lines import BookingLine, CatalogLine
from lib.gateways.store.backup_texts import sound
from lib.local.demo import CATALOGUE
from tests.support.backup_samples import LINES, text_of
from tests.support.fault_proxy import bad_network
from tests.support.processes import complaints, do
from tests.support.servers import INHERITED, ROOT, running_store

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are watched in Linux's own way"),
]
STUDIO = CatalogLine("7", CATALOGUE.read_text(encoding="utf-8").replace("Sabor", "Calor"))
CONTENT = text_of(STUDIO, *LINES[1:])


def backups(data_dir: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {name: os.environ[name] for name in INHERITED if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "lib.local.backups", *arguments],
        cwd=ROOT,
        env={**environment, "DATA_DIR": str(data_dir), **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    # Whatever it did, it names nobody.
    assert not any(word in done.stdout + done.stderr for word in ("Rosa", "example.com", "c0ffee", "Traceback"))
    done.stderr = complaints(done.stderr)
    return done


def exported(data_dir: Path, name: str) -> bytes:
    file = data_dir.parent / name
    done = backups(data_dir, "export", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    return file.read_bytes()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "kept.jsonl"
    file.write_bytes(CONTENT)
    return file


def test_new_store_gets_all_of_a_file_and_gives_it_back(tmp_path: Path, file: Path) -> None:
    done = backups(tmp_path / "one", "import", str(file))
    first = exported(tmp_path / "one", "first.jsonl")
    again = backups(tmp_path / "one", "import", str(file))
    other = backups(tmp_path / "two", "restore", str(tmp_path / "first.jsonl"))

    assert (done.returncode, done.stderr, again.returncode, other.returncode) == (0, "", 0, 0)
    assert f"{file}: 2 bookings, 3 letters that waited or were given up, 1 that were sent, the catalogue" in done.stdout
    assert sound(CONTENT).sha256 in done.stdout
    assert "New in the store: 2 bookings, 3 letters; the rest was there." in done.stdout
    assert done.stdout.splitlines()[-1].startswith("Whoever was erased after that backup is back: erase them again")
    assert "New in the store: 0 bookings, 0 letters; the rest was there." in again.stdout
    assert exported(tmp_path / "two", "second.jsonl") == first == exported(tmp_path / "one", "third.jsonl")
    kept = list(sound(first).lines())
    assert kept[:3] == [STUDIO, *LINES[1:3]]
    assert kept[4] == LINES[4]
    assert [getattr(line, "id", "") for line in kept[3:]] == [getattr(LINES[n], "id", "") for n in (3, 4, 6)]


def test_file_is_for_its_user_alone_and_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "new" / "kept.jsonl"

    first = backups(tmp_path / "data", "export", str(file))
    content = file.read_bytes()
    second = backups(tmp_path / "data", "export", str(file))

    assert (first.returncode, second.returncode) == (0, 1)
    assert second.stderr == f"{file} is there already; nothing was written.\n"
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (content, 0o600)
    assert sound(content).counts == {CatalogLine: 1}


def test_store_that_holds_bookings_is_left_alone(tmp_path: Path, file: Path) -> None:
    backups(tmp_path / "data", "import", str(file))
    (tmp_path / "other.jsonl").write_bytes(text_of(STUDIO, LINES[1]))

    refused = backups(tmp_path / "data", "restore", str(tmp_path / "other.jsonl"))

    assert refused.returncode == 1
    assert refused.stderr == (
        "The store holds 2 bookings, and a backup goes into an empty one only. Nothing was changed.\n"
    )
    assert sound(exported(tmp_path / "data", "kept again.jsonl")).counts[BookingLine] == 2


def test_store_of_make_run_is_not_touched_while_that_runs(tmp_path: Path, file: Path) -> None:
    with running_store(tmp_path / "data") as store:
        refused = backups(tmp_path / "data", "import", str(file))

        assert (refused.returncode, do(store, "EXISTS", "mt")) == (1, 0)
    assert "Another store is already running on" in refused.stderr
    assert f"The store of `make run` in {tmp_path / 'data'} cannot be opened; see above." in refused.stderr


def test_store_that_the_environment_names_is_the_one(tmp_path: Path, file: Path) -> None:
    with running_store(tmp_path / "theirs") as store:
        named = {"KV_REST_API_URL": store.url, "KV_REST_API_TOKEN": store.token, "KEY_PREFIX": "p:"}

        imported = backups(tmp_path / "ours", "import", str(file), **named)
        half = backups(tmp_path / "ours", "import", str(file), KV_REST_API_URL=store.url)
        latest = backups(tmp_path / "ours", "restore", "latest", **named)

        assert (imported.returncode, do(store, "ZCARD", "p:ix:created"), do(store, "ZCARD", "ix:created")) == (0, 2, 0)
        assert do(store, "HGET", "p:cat", "version") == "7"
    assert (half.returncode, "belong together" in half.stderr) == (1, True)
    assert latest.stderr == "BACKUP_URL is missing or cannot be used.\n"
    assert not (tmp_path / "ours").exists()


def test_store_that_does_not_answer_is_said_in_a_sentence(tmp_path: Path, file: Path) -> None:
    away = {"UPSTASH_REDIS_REST_URL": "http://127.0.0.1:9", "UPSTASH_REDIS_REST_TOKEN": "none"}

    export = backups(tmp_path, "export", str(tmp_path / "new.jsonl"), **away)
    restore = backups(tmp_path, "restore", str(file), **away)

    assert (export.returncode, restore.returncode) == (1, 1)
    assert export.stderr == "It failed outside: StoreUnavailable (ConnectError). Nothing was written.\n"
    assert restore.stderr.startswith(
        "It stopped half-way: StoreUnavailable('ConnectError'). Run the same command again"
    )
    assert not (tmp_path / "new.jsonl").exists()


async def test_newest_backup_of_this_machine_is_found_and_others_by_name(tmp_path: Path) -> None:
    vault = FolderVault(tmp_path / "data" / "backups")
    await vault.put("backups/2030-06-03T12-00-00Z-aaaaaaaa.jsonl", CONTENT)
    await vault.put("backups/2030-06-02T12-00-00Z-bbbbbbbb.jsonl", text_of(STUDIO, LINES[1]))
    await vault.put("copies/x/000001-confirmed.json", b"{}")

    missing = backups(tmp_path / "data", "restore", "2030-06-01T12-00-00Z-bbbbbbbb.jsonl")
    newest = backups(tmp_path / "data", "restore", "latest")
    older = backups(tmp_path / "data", "restore", "2030-06-02T12-00-00Z-bbbbbbbb.jsonl")

    assert missing.stderr.startswith("There is no backup called backups/2030-06-01T12-00-00Z-bbbbbbbb.jsonl.")
    assert (newest.returncode, "Restored from backups/2030-06-03T12-00-00Z-aaaaaaaa.jsonl" in newest.stdout) == (
        0,
        True,
    )
    assert (older.returncode, "The store holds 2 bookings" in older.stderr) == (1, True)


def test_backup_comes_out_of_a_bucket_by_address_by_name_and_as_the_newest(tmp_path: Path) -> None:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        bucket = "http://{}:{}/kept-backups".format(*server.get_host_and_port())
        name = "2030-06-03T12-00-00Z-aaaaaaaa.jsonl"
        httpx.put(bucket, timeout=30).raise_for_status()
        httpx.put(f"{bucket}/studio/backups/{name}", content=CONTENT, timeout=30).raise_for_status()
        keys = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": "us-east-1"}
        named = keys | {"BACKUP_URL": f"{bucket}/studio"}

        done = [
            backups(tmp_path / "a", "restore", f"{bucket}/studio/backups/{name}", **keys),
            backups(tmp_path / "b", "restore", name, **named),
            backups(tmp_path / "c", "restore", "latest", **named),
        ]
        missing = backups(tmp_path / "d", "restore", f"{bucket}/studio/backups/other.jsonl", **keys)
        nowhere = backups(tmp_path / "d", "restore", "s3://", **keys)
    finally:
        server.stop()

    assert [(each.returncode, each.stderr) for each in done] == [(0, "")] * 3
    assert missing.stderr.startswith(f"There is no backup called {bucket}/studio/backups/other.jsonl.")
    assert (nowhere.returncode, nowhere.stderr) == (1, "There is no backup called s3://. Nothing was changed.\n")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "line 1: this is no backup"),
        (CONTENT[:-200], "line 8: the last line is not its end: it was cut off, or something was added"),
        (CONTENT.replace(b"Rosa", b"Rose"), "line 9: the sum is another one: something was changed"),
    ],
)
def test_broken_file_is_refused_before_anything_is_touched(tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / "broken.jsonl"
    file.write_bytes(content)

    refused = backups(tmp_path / "data", "import", str(file))

    assert refused.returncode == 1
    assert refused.stderr == f"{file} cannot be restored: {sentence}. Nothing was changed.\n"
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("arguments", [(), ("export",), ("export", ""), ("forget", "x"), ("import", "a", "b")])
def test_wrong_words_are_answered_with_the_right_ones(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    refused = backups(tmp_path, *arguments)

    assert (refused.returncode, refused.stderr.startswith("Say what: export TO=<file>")) == (1, True)


def test_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    refused = backups(tmp_path, "import", str(tmp_path / "none.jsonl"))

    assert refused.returncode == 1
    assert (
        refused.stderr == f"{tmp_path / 'none.jsonl'} cannot be read: No such file or directory. Nothing was changed.\n"
    )


def test_restore_that_is_stopped_by_hand_says_that_it_goes_on(tmp_path: Path, file: Path) -> None:
    with running_store(tmp_path / "theirs") as store, bad_network(store.url) as network:
        network.fates.extend(["pass", "late", "late", "late"])
        named = {"KV_REST_API_URL": network.url, "KV_REST_API_TOKEN": store.token}
        environment = {name: os.environ[name] for name in INHERITED if name in os.environ}
        command = [sys.executable, "-m", "lib.local.backups", "restore", str(file)]
        # Where nobody sits at a terminal it may be ignored, and a process inherits that.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        with subprocess.Popen(
            command, cwd=ROOT, env={**environment, **named}, stderr=subprocess.PIPE, text=True
        ) as process:
            signal.signal(signal.SIGINT, before)
            deadline = time.monotonic() + 30
            while network.requests < 2:
                assert time.monotonic() < deadline
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=20)
        shut = do(store, "HGET", "cat", "version")

        done = backups(tmp_path, "restore", str(file), KV_REST_API_URL=store.url, KV_REST_API_TOKEN=store.token)

        assert (process.returncode, "Run the same command again and it goes on" in said) == (1, True)
        assert (shut, done.returncode, do(store, "HGET", "cat", "version")) == ("restoring", 0, "7")
