"""The bundle check is only worth its minute if it sees what is wrong with a build; here the builds are planted."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from lib.local import bundle
from lib.local.built_functions import built, contents_wrong, doors, import_wrong
from tests.architecture.tree import plant

DOOR = "api/calm/index.py"
SHIPPED = {
    DOOR: "from lib.words import WORD\n\ndef app(): return WORD\n",
    "lib/words.py": "WORD = 'calm'\n",
    "lib/gateways/store/lua/claim.lua": "return 1\n",
    "requirements.txt": "",
}


def a_build(project: Path, extra: dict[str, str] | None = None, seconds: int = 8) -> None:
    """A project with one function, and what the platform's build would leave: a map of names to places."""
    plant(project, "vercel.json", '{"functions": {"api/**/*.py": {"maxDuration": 8}}}')
    for name, text in {**SHIPPED, **(extra or {})}.items():
        plant(project, name, text)
    settings = {"maxDuration": seconds, "filePathMap": {name: name for name in (*SHIPPED, *(extra or {}))}}
    folder = ".vercel/output/functions/api/calm/index.func"
    plant(project, f"{folder}/.vc-config.json", json.dumps(settings))
    plant(project, f"{folder}/vc__handler__python.py", "")


def test_bundle_finds_the_function_that_the_file_asks_for(tmp_path: Path) -> None:
    a_build(tmp_path)

    [function] = built(tmp_path)

    assert doors(tmp_path) == {function.address: DOOR}
    assert set(function.files) == {*SHIPPED, "vc__handler__python.py"}
    assert contents_wrong(function, tmp_path, DOOR) == []


@pytest.mark.parametrize(
    "name",
    ["tests/test_x.py", "lib/local/site.py", "public/index.html", ".env", ".env.local", "README.md", "Makefile"],
)
def test_bundle_a_file_that_should_stay_at_home_is_named(tmp_path: Path, name: str) -> None:
    a_build(tmp_path, {name: ""})

    [function] = built(tmp_path)

    assert contents_wrong(function, tmp_path, DOOR) == [f"ships {name}"]


def test_bundle_another_duration_is_named(tmp_path: Path) -> None:
    a_build(tmp_path, seconds=300)

    [function] = built(tmp_path)

    assert contents_wrong(function, tmp_path, DOOR) == ["may run for 300 s and not for 8 s as vercel.json says"]


def test_bundle_a_missing_script_is_named(tmp_path: Path) -> None:
    a_build(tmp_path)
    plant(tmp_path, "lib/gateways/store/lua/parts/places.lua", "")

    [function] = built(tmp_path)

    assert contents_wrong(function, tmp_path, DOOR) == ["lacks lib/gateways/store/lua/parts/places.lua"]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, None),
        ({DOOR: "import pytest\napp = print\n"}, "ModuleNotFoundError: No module named 'pytest'"),
        ({DOOR: "app = None\n"}, "AssertionError: app cannot be called"),
        ({DOOR: "import warnings\nwarnings.warn('old')\napp = print\n"}, "UserWarning: old"),
        ({"lib/late.py": "import httpx\n"}, "ModuleNotFoundError: No module named 'httpx'"),
        ({"requirements.txt": "httpx==0.28.1\n"}, "No package metadata was found for httpx"),
    ],
)
def test_bundle_a_function_is_loaded_with_no_help_from_this_machine(
    tmp_path: Path, files: dict[str, str], sentence: str | None
) -> None:
    a_build(tmp_path / "project", files)
    [function] = built(tmp_path / "project")
    function.materialise(tmp_path / "function")

    wrong = import_wrong(tmp_path / "function", DOOR, Path(sys.executable))

    assert len(wrong) == (0 if sentence is None else 1)
    assert (sentence or "") in "".join(wrong)


def test_bundle_what_is_laid_out_anew_leaves_the_build_as_it_was(tmp_path: Path) -> None:
    a_build(tmp_path / "project", {DOOR: "app = print\n"})
    [function] = built(tmp_path / "project")
    function.materialise(tmp_path / "function")
    function.materialise(tmp_path / "function")
    (tmp_path / "other.py").write_text("app = len\n")

    replace(function, files={DOOR: tmp_path / "other.py"}).materialise(tmp_path / "function")

    assert (tmp_path / "function" / DOOR).read_text() == "app = len\n"
    assert function.files[DOOR].read_text() == "app = print\n"


@pytest.mark.parametrize(("version", "wrong"), [("2.0", []), ("2.1", ["calmly is 2.1 and not 2.0"])])
def test_bundle_packages_are_those_that_were_pinned(tmp_path: Path, version: str, wrong: list[str]) -> None:
    a_build(tmp_path / "project", {"requirements.txt": "# why\ncalmly==2.0\nother==1; python_version < '3'\n"})
    [function] = built(tmp_path / "project")
    function.materialise(tmp_path / "function")
    for name, number in (("calmly", version), ("other", "1")):
        metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {number}\n"
        plant(tmp_path, f"function/_vendor/{name}-{number}.dist-info/METADATA", metadata)

    found = import_wrong(tmp_path / "function", DOOR, Path(sys.executable))

    assert [line.partition("AssertionError: ")[2] for line in found] == wrong


def test_bundle_the_public_side_is_what_public_holds(tmp_path: Path) -> None:
    plant(tmp_path, "public/index.html", "")
    plant(tmp_path, "public/js/api.js", "")
    plant(tmp_path, ".vercel/output/static/index.html", "")
    plant(tmp_path, ".vercel/output/static/lib/settings.py", "")

    wrong = bundle.static_wrong(tmp_path)

    assert wrong == ["public/js/api.js would not be served", "lib/settings.py would be served to everybody"]


def test_bundle_without_npm_is_loud_here_and_red_in_ci(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    monkeypatch.setenv("CI", "")
    here = bundle.main()
    monkeypatch.setenv("CI", "true")
    in_ci = bundle.main()

    assert (here, in_ci) == (0, 1)
    assert "NOT TRIED: npm is not installed" in capsys.readouterr().err
