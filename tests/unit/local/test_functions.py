"""Functions are found by their path and loaded one by one."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.local.functions import BROKEN, loaded_functions

FILES = {
    "api/bookings.py": "app = __name__",
    "api/calendly-webhook.py": "app = __name__",
    "api/availability/index.py": "app = __name__",
    "api/availability/stream.py": "app = __name__",
    "api/admin/_shared.py": "raise RuntimeError",
    "api/_private/door.py": "raise RuntimeError",
    "api/.hidden.py": "raise RuntimeError",
    "api/words.py": "handler = 1",
    "api/broken.py": "import no_such_module_anywhere",
}


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    before = set(sys.modules)
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    yield tmp_path
    for name in set(sys.modules) - before:
        del sys.modules[name]


def test_functions_have_the_addresses_of_their_files(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    functions = loaded_functions(root)

    assert functions == {
        "/api/availability": "api.availability.index",
        "/api/availability/stream": "api.availability.stream",
        "/api/bookings": "api.bookings",
        "/api/broken": BROKEN,
        "/api/calendly-webhook": "api.calendly-webhook",
    }
    told = capsys.readouterr().err
    assert "api/broken.py did not load" in told
    assert "no_such_module_anywhere" in told
    assert "api/words.py has no `app`" in told
