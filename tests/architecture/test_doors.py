"""Doors, the platform's configuration and the published contract name the same addresses and verbs."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.tree import ROOT, plant, sources

# The platform's free plan admits no more.
MOST_FUNCTIONS = 12
VERBS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}


def doors(root: Path) -> dict[str, ast.Module]:
    """Every file that the platform would make a function of, by name; names with _ or . in front are passed over."""
    return {
        source.name: source.tree
        for source in sources(root, "api")
        if not any(part.startswith(("_", ".")) for part in source.name.split("/"))
    }


def address(name: str) -> str:
    """api/availability/index.py answers at /api/availability."""
    return "/" + name.removesuffix(".py").removesuffix("/index")


def verbs(tree: ast.Module) -> set[str] | None:
    """The verbs of a plain `app = endpoint(GET=...)` at the top level; None where the platform would find no app."""
    for statement in tree.body:
        match statement:
            case ast.Assign(
                targets=[ast.Name("app")], value=ast.Call(func=ast.Name("endpoint"), args=[], keywords=keywords)
            ):
                return {str(keyword.arg) for keyword in keywords}
    return None


def doors_wrong(root: Path) -> list[str]:
    found = []
    for name, tree in doors(root).items():
        given = verbs(tree)
        if given is None:
            found.append(f"{name} has no top-level app = endpoint(...)")
        elif not given or given - VERBS:
            found.append(f"{name} answers to {', '.join(sorted(given)) or 'nothing'}")
        if (root / name).with_suffix("").is_dir():
            found.append(f"{name} stands beside a folder of the same name")
    if len(doors(root)) > MOST_FUNCTIONS:
        found.append(f"{len(doors(root))} functions of {MOST_FUNCTIONS}")
    return found


def contract_wrong(root: Path) -> list[str]:
    """Where public/openapi.json and the doors disagree about an address or a verb."""
    contract: dict[str, Any] = json.loads((root / "public/openapi.json").read_text(encoding="utf-8"))
    promised = {
        (path, verb.upper()) for path, item in contract["paths"].items() for verb in item if verb.upper() in VERBS
    }
    built = {(address(name), verb) for name, tree in doors(root).items() for verb in verbs(tree) or ()}
    return [
        *(f"{verb} {path} is promised and not built" for path, verb in sorted(promised - built)),
        *(f"{verb} {path} is built and not in the contract" for path, verb in sorted(built - promised)),
    ]


def test_doors_are_what_the_platform_finds() -> None:
    assert doors(ROOT)
    assert doors_wrong(ROOT) == []


def test_doors_and_contract_agree() -> None:
    assert contract_wrong(ROOT) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("from lib.web.endpoint import app", "api/x.py has no top-level app = endpoint(...)"),
        ("if True:\n    app = endpoint(GET=f)", "api/x.py has no top-level app = endpoint(...)"),
        ("handler = endpoint(GET=f)", "api/x.py has no top-level app = endpoint(...)"),
        ("app = endpoint()", "api/x.py answers to nothing"),
        ("app = endpoint(get=f)", "api/x.py answers to get"),
    ],
)
def test_doors_one_that_would_not_be_deployed_is_caught(tmp_path: Path, text: str, sentence: str) -> None:
    plant(tmp_path, "api/x.py", text)

    found = doors_wrong(tmp_path)

    assert found == [sentence]


def test_doors_a_thirteenth_is_caught(tmp_path: Path) -> None:
    for n in range(13):
        plant(tmp_path, f"api/door{n}.py", "app = endpoint(GET=f)")

    found = doors_wrong(tmp_path)

    assert found == ["13 functions of 12"]


def test_doors_a_file_beside_its_folder_is_caught(tmp_path: Path) -> None:
    plant(tmp_path, "api/a.py", "app = endpoint(GET=f)")
    plant(tmp_path, "api/a/stream.py", "app = endpoint(GET=f)")

    found = doors_wrong(tmp_path)

    assert found == ["api/a.py stands beside a folder of the same name"]


def test_doors_a_gap_between_contract_and_doors_is_caught(tmp_path: Path) -> None:
    plant(tmp_path, "api/a/index.py", "app = endpoint(GET=f, POST=g)")
    plant(tmp_path, "public/openapi.json", '{"paths": {"/api/a": {"get": {}, "put": {}, "parameters": []}}}')

    found = contract_wrong(tmp_path)

    assert found == ["PUT /api/a is promised and not built", "POST /api/a is built and not in the contract"]
