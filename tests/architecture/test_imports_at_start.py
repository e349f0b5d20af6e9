"""What each function loads before it can answer: cold starts are paid by every small studio, so the table is exact."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.test_doors import doors
from tests.architecture.tree import ROOT, plant

HTTP = {"starlette", "anyio", "typing_extensions"}
MESSAGES = {"pydantic", "pydantic_core", "annotated_types", "typing_inspection"}
# httpx leaves its transport for the first client that is made.
STORE = {"upstash_redis", "httpx", "idna"}
# httpx offers a command line and reads brotli where these happen to be installed; no function has them.
NOT_DEPLOYED = {"click", "pygments", "rich", "brotli", "_brotli"}

# Every door asks the store and answers in messages, so all of them pay for both and for nothing else.
AT_IMPORT = {
    "api/admin/booking-management.py": HTTP | MESSAGES | STORE,
    "api/admin/catalog.py": HTTP | MESSAGES | STORE,
    "api/admin/session.py": HTTP | MESSAGES | STORE,
    "api/availability/index.py": HTTP | MESSAGES | STORE,
    "api/availability/stream.py": HTTP | MESSAGES | STORE,
    "api/bookings.py": HTTP | MESSAGES | STORE,
    "api/calendly-webhook.py": HTTP | MESSAGES | STORE,
    "api/class-types.py": HTTP | MESSAGES | STORE,
    "api/cron/maintenance.py": HTTP | MESSAGES | STORE,
    "api/health.py": HTTP | MESSAGES | STORE,
    "api/instructors.py": HTTP | MESSAGES | STORE,
    "api/send-confirmation.py": HTTP | MESSAGES | STORE,
}
# Wanted by few requests and dear to all: imported where they are used.
LAZY = {
    "icalendar",
    "jinja2",
    "python_http_client",
    "werkzeug",
    "email_validator",
    "dns",
    "sendgrid",
    "boto3",
    "botocore",
    "argon2",
    "jwt",
    "cryptography",
}

PROBE = """
import importlib.util, pathlib, sys
sys.path.insert(0, sys.argv[1])
before = set(sys.modules)
spec = importlib.util.spec_from_file_location("door", sys.argv[2])
spec.loader.exec_module(importlib.util.module_from_spec(spec))
loaded = {name: getattr(sys.modules[name], "__file__", None) for name in set(sys.modules) - before}
packages = {name.split(".")[0] for name, file in loaded.items() if file and "site-packages" in pathlib.Path(file).parts}
print(*sorted(packages))
"""


def packages_loaded(root: Path, name: str) -> set[str]:
    """Other people's packages that a fresh interpreter has loaded once this file is imported; warnings are errors."""
    command = [sys.executable, "-I", "-W", "error", "-c", PROBE, str(root), str(root / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return {each for each in done.stdout.split() if not each.startswith("_")} - NOT_DEPLOYED


def test_functions_table_names_them_all() -> None:
    assert set(AT_IMPORT) == set(doors(ROOT))


@pytest.mark.parametrize("name", sorted(AT_IMPORT))
def test_functions_load_no_more_than_they_need(name: str) -> None:
    assert packages_loaded(ROOT, name) == AT_IMPORT[name]


def test_functions_what_is_not_deployed_is_not_required() -> None:
    required = (ROOT / "requirements.txt").read_text(encoding="utf-8").lower()

    assert [name for name in sorted(NOT_DEPLOYED) if f"\n{name}==" in required] == []


def test_functions_table_leaves_the_dear_ones_out() -> None:
    assert set.union(*AT_IMPORT.values()) & LAZY == set()


def test_functions_a_planted_dear_import_is_seen(tmp_path: Path) -> None:
    plant(tmp_path, "lib/__init__.py", "")
    plant(tmp_path, "lib/letters.py", "import icalendar")
    plant(tmp_path, "api/x.py", "from lib import letters")

    loaded = packages_loaded(tmp_path, "api/x.py")

    assert "icalendar" in loaded & LAZY


def test_functions_an_import_where_it_is_used_costs_nothing(tmp_path: Path) -> None:
    plant(tmp_path, "api/x.py", "def letter():\n    import icalendar")

    loaded = packages_loaded(tmp_path, "api/x.py")

    assert loaded == set()
