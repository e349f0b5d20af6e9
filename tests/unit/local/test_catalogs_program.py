"""`make catalog` as an operator uses it: out, changed, and back, with every mistake named and nothing half done."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from lib.local.demo import CATALOGUE
from tests.support.calendly_hooks import HEADER, signature
from tests.support.connected import catalogs, demo_studio
from tests.support.deliveries import ANA, PRIVATE, Guest
from tests.support.fault_proxy import bad_network
from tests.support.processes import do
from tests.support.servers import RunningStore, running_site, running_store
from tests.support.studio import CALENDLY_SECRET

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are watched in Linux's own way"),
]


def told(done: subprocess.CompletedProcess[str]) -> str:
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    return done.stdout


def refused(done: subprocess.CompletedProcess[str]) -> str:
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    return done.stderr


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "catalog.json"


@pytest.fixture
def theirs(tmp_path: Path) -> Iterator[RunningStore]:
    """A store that the environment names, with the demo studio in it."""
    with running_store(tmp_path / "theirs") as running:
        document = CATALOGUE.read_text(encoding="utf-8")
        do(running, "HSET", "cat", "version", "one", "document", document)
        yield running


def named(store: RunningStore) -> dict[str, str]:
    return {"KV_REST_API_URL": store.url, "KV_REST_API_TOKEN": store.token}


def test_settings_of_make_run_come_out_and_go_back_changed(tmp_path: Path, file: Path) -> None:
    out = told(catalogs(tmp_path / "data", "to", str(file)))
    document = json.loads(file.read_text(encoding="utf-8"))
    assert document == json.loads(CATALOGUE.read_text(encoding="utf-8"))
    document["studio"]["name"] = "Otro Salón"
    file.write_text(json.dumps(document), encoding="utf-8")

    back = told(catalogs(tmp_path / "data", "from", str(file)))

    told(catalogs(tmp_path / "data", "to", str(file)))
    assert f"put it back with FROM={file}" in out
    assert "The new settings are in force." in back
    assert json.loads(file.read_text(encoding="utf-8")) == document
    assert "Otro Salón" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [(), ("to",), ("to", ""), ("from", ""), ("up", "x")])
def test_unclear_wish_is_answered_with_what_can_be_said(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert refused(catalogs(tmp_path, *arguments)).startswith("Say what: TO=<file>")


def test_owners_address_is_no_instructors(tmp_path: Path, file: Path) -> None:
    """The owner has a password; a link to the same mailbox would be a second way in with other rights."""
    document = demo_studio()
    document["instructors"][1]["email"] = "Owner@studio.example"
    file.write_text(json.dumps(document), encoding="utf-8")

    said = refused(catalogs(tmp_path / "data", "from", str(file), ADMIN_EMAIL="owner@studio.example"))

    assert "/instructors/1/email: is the owner's, who signs in with a password" in said


def _wrong(**changes: object) -> bytes:
    return json.dumps(demo_studio() | changes).encode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "is no JSON in UTF-8"),
        (b'{"studio": NaN}', "nothing was changed"),
        (b"\xff\xfe", "is no JSON in UTF-8"),
        (b"[" * 100_000, "is no JSON in UTF-8"),
        (b"[]", "holds no JSON object"),
        (b" " * 262_145, "has more than 256 KB"),
        (_wrong(rooms=7), "/rooms"),
        (_wrong(calendly={"mode": "first"}), "/calendly/url"),
        (_wrong(calendly={"hosts": [{"user": ANA, "instructor": "nobody"}]}), "/calendly/hosts/0/instructor"),
        (_wrong(calendly={"eventTypes": [{"uri": PRIVATE, "classType": ""}]}), "/calendly/eventTypes/0/classType"),
    ],
)
def test_mistakes_are_named_and_nothing_is_changed(
    tmp_path: Path, theirs: RunningStore, file: Path, content: bytes, said: str
) -> None:
    file.write_bytes(content)

    sentence = refused(catalogs(tmp_path, "from", str(file), **named(theirs)))

    assert said in sentence
    assert do(theirs, "HGET", "cat", "version") == "one"


def test_every_mistake_is_named_at_once(tmp_path: Path, file: Path) -> None:
    file.write_bytes(_wrong(rooms=7, closedDays=["never"]))

    sentence = refused(catalogs(tmp_path, "from", str(file)))

    assert "/rooms" in sentence
    assert "/closedDays/0" in sentence


@pytest.mark.parametrize("way", ["to", "from"])
def test_file_that_cannot_be_is_refused_in_a_sentence(tmp_path: Path, theirs: RunningStore, way: str) -> None:
    sentence = refused(catalogs(tmp_path, way, str(tmp_path / "nowhere" / "x.json"), **named(theirs)))

    assert "No such file or directory" in sentence


def test_store_without_settings_has_none_to_write(tmp_path: Path, theirs: RunningStore, file: Path) -> None:
    do(theirs, "DEL", "cat")

    sentence = refused(catalogs(tmp_path, "to", str(file), **named(theirs)))

    assert "nothing was written" in sentence
    assert not file.exists()


def test_settings_that_somebody_else_changes_meanwhile_are_left_alone(
    tmp_path: Path, theirs: RunningStore, file: Path
) -> None:
    file.write_bytes(CATALOGUE.read_bytes())
    with bad_network(theirs.url) as network, ThreadPoolExecutor(1) as desk:
        # Repetitions are held up as well: none may get through before somebody else has saved.
        network.fates.append("pass")
        network.fates.extend(["late"] * 8)
        given = {**named(theirs), "KV_REST_API_URL": network.url}
        done = desk.submit(catalogs, tmp_path, "from", str(file), **given)
        # It has read them, and is about to write.
        while network.requests < 2 and not done.done():
            pass
        do(theirs, "HSET", "cat", "version", "two")
        network.let_go.set()
        sentence = refused(done.result())

    assert "Somebody else changed the settings just now; nothing was changed." in sentence
    assert do(theirs, "HGET", "cat", "version") == "two"


def test_store_that_is_away_is_said_in_a_sentence(tmp_path: Path, file: Path) -> None:
    file.write_bytes(CATALOGUE.read_bytes())

    sentence = refused(
        catalogs(tmp_path, "from", str(file), KV_REST_API_URL="http://127.0.0.1:9", KV_REST_API_TOKEN="none")
    )

    assert sentence.startswith("It failed outside: ")


def test_mapping_places_what_came_from_calendly_before_it(tmp_path: Path, file: Path) -> None:
    guest = Guest()
    with running_site(tmp_path, CALENDLY_WEBHOOK_SECRET=CALENDLY_SECRET) as site:
        body = json.dumps(guest.created()).encode()
        header = {HEADER: signature(body, CALENDLY_SECRET, int(time.time())), "Content-Type": "application/json"}
        heard = httpx.post(f"{site.url}/api/calendly-webhook", content=body, headers=header, timeout=30)
        before = do(site, "HGET", f"bk:{guest.booking_id}", "instructor")
        mapping: dict[str, Any] = {"hosts": [{"user": ANA, "instructor": "maria"}]}
        mapping["eventTypes"] = [{"uri": PRIVATE, "classType": "salsa-private"}]
        file.write_text(json.dumps(demo_studio(**mapping)), encoding="utf-8")

        first, second = (
            told(catalogs(tmp_path, "from", str(file), KV_REST_API_URL=site.store_url, KV_REST_API_TOKEN=site.token))
            for _ in range(2)
        )

        after = do(site, "HGET", f"bk:{guest.booking_id}", "instructor")
    assert heard.json() == {"received": True, "outcome": "applied"}
    assert (before, after) == ("any", "maria")
    assert "Bookings of Calendly's that have a place now: 1." in first
    assert "have a place" not in second
