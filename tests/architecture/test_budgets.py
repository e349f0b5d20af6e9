"""How large things may grow, and which names are refused because they say nothing."""

import ast
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, Source, plant, sources

FILE_LINES = {"*.py": 250, "*.js": 250, "*.css": 250, "*.lua": 200}
# About 25 is the aim; what is longer than this is two things.
FUNCTION_LINES = 40
DOOR_LINES = 15
PARAMETERS = 4
POSITIONAL = 4
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "service", "services", "base"}
WHERE = ("lib", "api", "tests", "public", ".ci")


def too_long_files(root: Path) -> list[str]:
    found = []
    for folder in WHERE:
        for pattern, limit in FILE_LINES.items():
            for path in sorted((root / folder).rglob(pattern)):
                lines = len(path.read_text(encoding="utf-8").splitlines())
                if lines > limit:
                    found.append(f"{path.relative_to(root).as_posix()} has {lines} lines of {limit}")
    return found


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[int, int]:
    """How many there are in all, and how many may be given by position; self and cls are nobody's burden."""
    arguments = function.args
    positional = [each.arg for each in (*arguments.posonlyargs, *arguments.args)]
    own = len(positional) - (positional[:1] in (["self"], ["cls"]))
    return own + len(arguments.kwonlyargs), own


def function_breaches(source: Source) -> list[str]:
    """Functions of one file that are too long or ask for too much; a test may ask for as many fixtures as it likes."""
    found = []
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        limit = DOOR_LINES if source.name.startswith("api/") else FUNCTION_LINES
        where = f"{source.name}:{node.lineno} {node.name}"
        if lines > limit:
            found.append(f"{where} has {lines} lines of {limit}")
        everything, positional = parameters(node)
        if not source.name.startswith("tests/") and (everything > PARAMETERS or positional > POSITIONAL):
            found.append(f"{where} has {everything} parameters, {positional} of them by position")
    return found


def nameless_modules(root: Path) -> list[str]:
    """Files and folders whose name would fit any content."""
    names = [
        path
        for folder in ("lib", "api", "tests", "public")
        for path in sorted((root / folder).rglob("*"))
        if path.suffix in {".py", ".js", ".lua", ".css"} or path.is_dir()
    ]
    return [path.relative_to(root).as_posix() for path in names if path.stem.lower().strip("_") in NAMELESS]


def budgets_broken(root: Path) -> list[str]:
    functions = [line for source in sources(root, "lib", "api", "tests", ".ci") for line in function_breaches(source)]
    return [*too_long_files(root), *functions, *nameless_modules(root)]


def test_budgets_are_kept() -> None:
    assert budgets_broken(ROOT) == []


def test_modules_begin_with_a_sentence_about_themselves() -> None:
    silent = [
        source.name
        for source in sources(ROOT, "lib", "api")
        if not (sentence := ast.get_docstring(source.tree)) or "\n" in sentence.split("\n\n")[0]
    ]

    assert silent == []


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("lib/studio/long.py", "x = 1\n" * 251, "lib/studio/long.py has 251 lines of 250"),
        ("public/js/long.js", "let x\n" * 251, "public/js/long.js has 251 lines of 250"),
        ("lib/gateways/store/lua/long.lua", "--\n" * 201, "lib/gateways/store/lua/long.lua has 201 lines of 200"),
        ("lib/x.py", "def f():\n" + "    pass\n" * 40, "lib/x.py:1 f has 41 lines of 40"),
        ("api/x.py", "async def f():\n" + "    pass\n" * 15, "api/x.py:1 f has 16 lines of 15"),
        ("lib/x.py", "def f(a, b, c, d, e): ...", "lib/x.py:1 f has 5 parameters, 5 of them by position"),
        ("lib/x.py", "def f(a, *, b, c, d, e): ...", "lib/x.py:1 f has 5 parameters, 1 of them by position"),
        ("lib/studio/utils.py", "", "lib/studio/utils.py"),
        ("public/js/helpers.js", "", "public/js/helpers.js"),
        ("lib/booking/common/x.py", "", "lib/booking/common"),
    ],
)
def test_budgets_a_planted_excess_is_caught(tmp_path: Path, name: str, text: str, sentence: str) -> None:
    plant(tmp_path, name, text)

    found = budgets_broken(tmp_path)

    assert found == [sentence]


def test_budgets_what_just_fits_passes(tmp_path: Path) -> None:
    plant(tmp_path, "lib/x.py", "def f(self, a, b, *, c, d):\n" + "    pass\n" * 39)
    plant(tmp_path, "tests/test_x.py", "def test_x(a, b, c, d, e, f): ...")

    found = budgets_broken(tmp_path)

    assert found == []
