"""What each function loads before it can answer: cold starts are paid by every small studio, so the table is exact."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.test_doors import doors
from tests.architecture.tree import ROOT, plant

HTTP = {"starlette", "anyio", "typing_extensions"}
MESSAGES = {"pydantic", "pydantic_core", "annotated_types", "typing_inspection"}
# httpx offers a command line and reads brotli where these happen to be installed; no function has them.
NOT_DEPLOYED = {"click", "pygments", "rich", "brotli", "_brotli"}

# Every door reads HTTP and speaks in messages. The store is loaded by the first request that needs it.
AT_IMPORT = {
    "api/admin/booking-management.py": HTTP | MESSAGES,
    "api/admin/catalog.py": HTTP | MESSAGES,
    "api/admin/session.py": HTTP | MESSAGES,
    "api/availability/index.py": HTTP | MESSAGES,
    "api/availability/stream.py": HTTP | MESSAGES,
    "api/bookings.py": HTTP | MESSAGES,
    "api/calendly-webhook.py": HTTP | MESSAGES,
    "api/class-types.py": HTTP | MESSAGES,
    "api/cron/maintenance.py": HTTP | MESSAGES,
    "api/health.py": HTTP | MESSAGES,
    "api/instructors.py": HTTP | MESSAGES,
    "api/send-confirmation.py": HTTP | MESSAGES,
}
# Modules of our own, each of which is read and run before a function listens. A door that needs one more says so here.
OURS_AT_MOST = {
    "api/admin/booking-management.py": 116,
    "api/admin/catalog.py": 100,
    "api/admin/session.py": 90,
    "api/availability/index.py": 80,
    "api/availability/stream.py": 65,
    "api/bookings.py": 104,
    "api/calendly-webhook.py": 86,
    "api/class-types.py": 65,
    "api/cron/maintenance.py": 85,
    "api/health.py": 65,
    "api/instructors.py": 70,
    "api/send-confirmation.py": 85,
}
# What stands for work that waits until it is asked for: the outside world, and pydantic at work on a model.
LATER = ("lib.wiring", "lib.settings", "lib.gateways", "pydantic.plugin._loader", "importlib.metadata")
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

EAGER = re.compile(r"^from dataclasses import .*\bdataclass\b|^import dataclasses", re.MULTILINE)
PROBE = """
import importlib.util, pathlib, sys
sys.path.insert(0, sys.argv[1])
before = set(sys.modules)
spec = importlib.util.spec_from_file_location("door", sys.argv[2])
spec.loader.exec_module(importlib.util.module_from_spec(spec))
for name in sorted(set(sys.modules) - before):
    parts = pathlib.Path(getattr(sys.modules[name], "__file__", None) or "").parts
    print(name, "package" if "site-packages" in parts else "house")
"""


def modules_loaded(root: Path, name: str) -> dict[str, str]:
    """All that a fresh interpreter has loaded once this file is imported, and whose it is; warnings are errors."""
    command = [sys.executable, "-I", "-W", "error", "-c", PROBE, str(root), str(root / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return dict(line.split() for line in done.stdout.splitlines())


def packages_loaded(root: Path, name: str) -> set[str]:
    """Other people's packages among them."""
    found = {each.partition(".")[0] for each, whose in modules_loaded(root, name).items() if whose == "package"}
    return {each for each in found if not each.startswith("_")} - NOT_DEPLOYED


def test_functions_table_names_them_all() -> None:
    assert set(AT_IMPORT) == set(doors(ROOT))


@pytest.mark.parametrize("name", sorted(AT_IMPORT))
def test_functions_load_no_more_than_they_need(name: str) -> None:
    assert packages_loaded(ROOT, name) == AT_IMPORT[name]


@pytest.mark.parametrize("name", sorted(AT_IMPORT))
def test_functions_leave_the_outside_to_the_first_request(name: str) -> None:
    loaded = modules_loaded(ROOT, name)

    assert [each for each in loaded if each.startswith(LATER)] == []
    assert len([each for each in loaded if each.partition(".")[0] == "lib"]) <= OURS_AT_MOST[name]


def test_functions_dataclasses_are_made_ready_late() -> None:
    """Two hundred of the standard library's are three fifths of a start (lib/studio/values.py)."""
    deployed = [each for each in (ROOT / "lib").rglob("*.py") if "local" not in each.parts and each.name != "values.py"]

    eager = [str(each) for each in deployed if EAGER.search(each.read_text(encoding="utf-8"))]

    assert eager == []


@pytest.mark.parametrize("planted", ["from dataclasses import dataclass", "from dataclasses import dataclass, field"])
def test_functions_a_planted_eager_dataclass_is_seen(planted: str) -> None:
    assert EAGER.search(f"import re\n{planted}\n")


def test_functions_planted_work_at_the_start_is_seen(tmp_path: Path) -> None:
    plant(tmp_path, "lib/__init__.py", "")
    plant(tmp_path, "lib/wiring.py", "import pydantic\nclass Eager(pydantic.BaseModel):\n    name: str")
    plant(tmp_path, "api/x.py", "from lib import wiring")

    loaded = modules_loaded(tmp_path, "api/x.py")

    assert {"lib.wiring", "pydantic.plugin._loader", "importlib.metadata"} <= loaded.keys()


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
