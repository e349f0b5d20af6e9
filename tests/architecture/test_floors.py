"""Imports only go down: the floor plan of the house, read from the files themselves.

api -> web -> actions -> studio      gateways fulfil actions/ports.py      only wiring knows both
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, Source, plant, sources


@dataclass(frozen=True, slots=True)
class Floor:
    """A room, what it may import of the house, and which packages are let in; None stands for all of them."""

    room: str
    down_to: tuple[str, ...]
    packages: tuple[str, ...] | None = ()


# The innermost room that holds a file decides.
FLOORS = (
    Floor("lib/studio", ("lib.studio",)),
    Floor("lib/actions", ("lib.actions", "lib.studio")),
    Floor(
        "lib/gateways",
        (
            "lib.gateways",
            "lib.actions.ports",
            "lib.actions.answers",
            "lib.actions.calendar_ports",
            "lib.actions.calendly",
            "lib.actions.calendly_auth",
            "lib.actions.calendly_ports",
            "lib.actions.catalog_ports",
            "lib.actions.changes",
            "lib.actions.events",
            "lib.actions.log_lines",
            "lib.actions.mail",
            "lib.actions.mirrors",
            "lib.actions.outages",
            "lib.actions.outbox",
            "lib.actions.desk",
            "lib.actions.figure_ports",
            "lib.actions.post_ports",
            "lib.actions.sessions",
            "lib.actions.sign_in_ports",
            "lib.actions.upkeep",
            "lib.studio",
        ),
        packages=None,
    ),
    Floor("lib/web", ("lib.web", "lib.actions", "lib.studio"), packages=None),
    # The one stair between the doors and the real world.
    Floor("lib/web/endpoint.py", ("lib.web", "lib.actions", "lib.studio", "lib.wiring"), packages=None),
    Floor("lib/settings.py", ("lib.studio.values",)),
    Floor("lib/wiring.py", ("lib.settings", "lib.gateways", "lib.actions", "lib.studio"), packages=None),
    Floor("lib/local", ("lib",), packages=None),
    Floor("lib/__init__.py", ()),
    Floor("api", ("lib.web", "lib.actions", "lib.studio"), packages=("pydantic", "starlette")),
    Floor("tests", ("lib", "api", "tests"), packages=None),
)
HOUSE = ("lib", "api", "tests")


@dataclass(frozen=True, slots=True)
class Import:
    module: str
    line: int


def is_within(module: str, room: str) -> bool:
    return module == room or module.startswith(f"{room}.")


def names_of(node: ast.stmt | ast.expr, package: list[str], root: Path) -> list[str]:
    """Full names of what one import statement brings, submodules told apart from their contents."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        above = package[: len(package) - node.level + 1] if node.level else []
        base = ".".join([*above, *([node.module] if node.module else [])])
        folder = root / base.replace(".", "/")
        return [
            f"{base}.{alias.name}"
            if (folder / f"{alias.name}.py").exists() or (folder / alias.name / "__init__.py").exists()
            else base
            for alias in node.names
        ]
    match node:
        case ast.Call(func=ast.Name("import_module") | ast.Attribute(attr="import_module"), args=[ast.Constant(name)]):
            return [str(name)]
    return []


def imports(source: Source, root: Path) -> Iterator[Import]:
    """All of them, those inside functions too: late is not lower."""
    package = source.name.split("/")[:-1]
    for node in ast.walk(source.tree):
        if isinstance(node, ast.stmt | ast.expr):
            yield from (Import(name, node.lineno) for name in names_of(node, package, root))


def floor_of(name: str) -> Floor | None:
    homes = [floor for floor in FLOORS if name == floor.room or name.startswith(f"{floor.room}/")]
    return max(homes, key=lambda floor: len(floor.room), default=None)


def complaint(found: Import, floor: Floor) -> str | None:
    """What is wrong with this import on this floor, as the end of a sentence."""
    top = found.module.split(".", maxsplit=1)[0]
    if top in HOUSE:
        if any(is_within(found.module, room) for room in floor.down_to):
            return None
        return f"imports {found.module}; {floor.room} may only see {', '.join(floor.down_to) or 'nothing of the house'}"
    if top in sys.stdlib_module_names or floor.packages is None or top in floor.packages:
        return None
    allowed = ", ".join(("the standard library", *floor.packages))
    return f"imports {found.module}; {floor.room} lives from {allowed}"


def breaches(root: Path) -> list[str]:
    """Every import that goes up or sideways, as a sentence; empty when the house stands."""
    found = []
    for source in sources(root, *HOUSE):
        floor = floor_of(source.name)
        if floor is None:
            found.append(f"{source.name} stands on no floor")
            continue
        judged = [(each.line, complaint(each, floor)) for each in imports(source, root)]
        found += [f"{source.name}:{line} {wrong}" for line, wrong in judged if wrong]
    return found


def test_floors_imports_only_go_down() -> None:
    assert breaches(ROOT) == []


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("lib/studio/x.py", "import httpx", "x.py:1 imports httpx; lib/studio lives from the standard library"),
        ("lib/studio/x.py", "from lib.actions import ports", "x.py:1 imports lib.actions.ports; lib/studio may only"),
        ("lib/studio/x.py", "def f():\n    import pydantic", "x.py:2 imports pydantic; lib/studio lives from"),
        ("lib/studio/x.py", "from ..web import y", "x.py:1 imports lib.web; lib/studio may only see lib.studio"),
        ("lib/actions/x.py", "import lib.gateways.store", "imports lib.gateways.store; lib/actions may only see"),
        (
            "lib/actions/x.py",
            "from starlette.requests import Request",
            "x.py:1 imports starlette.requests; lib/a",
        ),
        ("lib/gateways/x.py", "from lib.actions import book_lesson", "x.py:1 imports lib.actions.book_lesson"),
        ("lib/gateways/x.py", "from lib.web.endpoint import endpoint", "x.py:1 imports lib.web.endpoint"),
        ("lib/web/x.py", "from lib.gateways.store import Store", "x.py:1 imports lib.gateways.store; lib/web may"),
        ("lib/web/x.py", "from lib import wiring", "x.py:1 imports lib.wiring; lib/web may only see"),
        ("lib/web/x.py", "def f():\n    from lib import wiring", "x.py:2 imports lib.wiring; lib/web may only see"),
        ("lib/web/endpoint.py", "import lib.gateways.clock", "endpoint.py:1 imports lib.gateways.clock"),
        ("api/x.py", "import httpx", "x.py:1 imports httpx; api lives from the standard library, pydantic, starlette"),
        ("lib/web/x.py", "from lib.local import site", "x.py:1 imports lib.local; lib/web may only see"),
        ("lib/wiring.py", "import lib.web.endpoint", "wiring.py:1 imports lib.web.endpoint; lib/wiring.py may only"),
        ("lib/settings.py", "import lib.studio.policy", "may only see lib.studio.values"),
        ("lib/local/x.py", "from tests.support import servers", "x.py:1 imports tests.support; lib/local may only"),
        ("api/x.py", "from lib.gateways.store import Store", "api/x.py:1 imports lib.gateways.store; api may only see"),
        ("api/x.py", "import importlib\nimportlib.import_module('lib.wiring')", "api/x.py:2 imports lib.wiring"),
        ("lib/extra.py", "", "lib/extra.py stands on no floor"),
    ],
)
def test_floors_a_planted_import_is_caught(tmp_path: Path, name: str, text: str, sentence: str) -> None:
    for package in ("actions/ports.py", "actions/book_lesson.py", "wiring.py", "web/__init__.py"):
        plant(tmp_path, f"lib/{package}", "")
    plant(tmp_path, name, text)

    found = breaches(tmp_path)

    assert len(found) == 1
    assert sentence in found[0]


def test_floors_what_is_allowed_passes(tmp_path: Path) -> None:
    plant(tmp_path, "lib/settings.py", "import dataclasses")
    plant(tmp_path, "lib/wiring.py", "import httpx\nfrom lib.gateways import store\nfrom lib import settings")
    plant(tmp_path, "lib/gateways/store/__init__.py", "import upstash_redis\nfrom lib.actions.ports import Plan")
    plant(tmp_path, "lib/web/endpoint.py", "import starlette\nfrom lib import wiring")
    plant(tmp_path, "api/health.py", "from pydantic import TypeAdapter\nfrom lib.web.endpoint import endpoint")
    plant(tmp_path, "lib/local/site.py", "import uvicorn\nfrom lib.wiring import outside")
    plant(tmp_path, "tests/test_x.py", "import pytest\nfrom lib.local import site")

    found = breaches(tmp_path)

    assert found == []
