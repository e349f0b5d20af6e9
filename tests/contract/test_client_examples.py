"""examples/: the clients that others begin with, run as they would run them, against the whole site."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import ModuleType

import httpx
import pytest

from tests.support.servers import ROOT, Site, running_site

EXAMPLES = ROOT / "examples"
ANA = {"firstName": "Ana", "lastName": "Example", "email": "ana@example.com"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="module")
def book() -> ModuleType:
    spec = importlib.util.spec_from_file_location("book", EXAMPLES / "book.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(*command: str) -> list[str]:
    """The first words of what it says."""
    found = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "SSL_CERT_DIR") if name in os.environ}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=found)
    assert done.returncode == 0, done.stdout + done.stderr
    return [line.split()[0] for line in done.stdout.splitlines()]


def test_python_example_books_moves_corrects_and_cancels(site: Site) -> None:
    said = run(sys.executable, str(EXAMPLES / "book.py"), site.url, "salsa-private")

    assert said == ["booked", "moved", "corrected,", "canceled"]


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("jq")), reason="the example needs curl and jq")
def test_curl_example_books_moves_and_cancels(site: Site) -> None:
    said = run("sh", str(EXAMPLES / "book.sh"), site.url, "salsa-private")

    assert said == ["free:", "booked:", "asked", "there:", "moved:", "canceled"]


class Losing(httpx.BaseTransport):
    """Loses the first answers to what changes something, after the studio has given them."""

    def __init__(self, lost: int) -> None:
        self._there, self.left, self.keys = httpx.HTTPTransport(), lost, set[str]()

    def close(self) -> None:
        self._there.close()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._there.handle_request(request)
        if request.method == "POST":
            self.keys.add(request.headers["Idempotency-Key"])
            self.left -= 1
            if self.left >= 0:
                answer.read()
                answer.close()
                raise httpx.ReadError("lost", request=request)
        return answer


def test_python_example_books_once_however_many_answers_are_lost(
    site: Site, book: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book.time, "sleep", lambda _: None)
    losing = Losing(3)
    slot = _free(site)[0]

    with book.Studio(site.url, losing) as studio:
        booking = studio.book(slot, ANA, key="one-wish-one-key")

    assert (booking["slots"], losing.keys, losing.left) == ([slot["id"]], {"one-wish-one-key"}, -1)


def test_python_example_with_another_key_would_be_told_that_it_is_taken(
    site: Site, book: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the rule is for: the first request was done, only nobody heard of it."""
    monkeypatch.setattr(book.time, "sleep", lambda _: None)
    monkeypatch.setattr(book, "TRIES", 1)
    slot = _free(site)[-1]

    with book.Studio(site.url, Losing(1)) as studio:
        with pytest.raises(RuntimeError, match="not answered after 1 tries"):
            studio.book(slot, ANA, key="the-first-key")

        with pytest.raises(RuntimeError, match="slot_taken"):
            studio.book(slot, ANA, key="another-key")


def _free(site: Site) -> list[dict[str, str]]:
    """Maria's free slots of the next Wednesday that is a week away."""
    day = datetime.now(UTC) + timedelta(days=7)
    date = (day + timedelta(days=(2 - day.weekday()) % 7)).strftime("%Y-%m-%d")
    query = {"classType": "salsa-private", "instructor": "maria", "date": date}
    days = httpx.get(f"{site.url}/api/availability", params=query, timeout=30).json()
    return [slot for slot in days[date] if slot["available"]]


def test_examples_stay_out_of_the_functions() -> None:
    """They are for reading; tests/architecture/test_platform.py holds the pattern."""
    assert (ROOT / "vercel.json").read_text(encoding="utf-8").count("examples/**") == 8
