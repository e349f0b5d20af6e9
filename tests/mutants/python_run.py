"""Mutants of the rules and of the claim's Python: made and judged by mutmut in a copy of the project."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.mutants.ledger import Fate, Sample, Told

COPIED = ("lib", "tests", "api", "public", "docs", "pytest.ini", "requirements.txt")
CONTRACT = (
    *("booking", "booking_limits", "alternatives", "changes", "hostile_changes", "edited_sessions", "figures"),
    *("stranded", "newer_catalogs", "booking_entries", "told_places", "sessions", "calendly_places"),
    *("public_reads", "trail", "figures_counted", "figures_of_visits"),
)
# What is mutated, and the tests that look for it: those of the rules are many and quick, those of the claim go through
# the doors.
GROUPS = {
    "rules": (
        [path.as_posix() for path in sorted(Path("lib/studio").glob("*.py"))],
        ["tests/unit/studio"],
    ),
    "claim": (
        [f"lib/actions/{name}.py" for name in ("book_lesson", "offer_instead")]
        + [f"lib/gateways/store/{name}.py" for name in ("plans", "records")],
        [*(f"tests/contract/test_{name}.py" for name in CONTRACT), "tests/unit/gateways/test_records.py"],
    ),
}
PYTEST = (
    *("-p", "no:xdist", "-p", "no:unraisableexception", "-p", "no:threadexception"),
    *("-p", "tests.mutants.on_the_model", "--hypothesis-profile=mutants"),
)
# What mutmut notes for a mutant: pytest's 0 when no test failed, 33 and 5 when no test comes near it.
SURVIVED = (0, 5, 33)


def run_python(names: Sequence[str], sample: Sample, cache: Path) -> list[Told]:
    """``names`` such as studio/money; [""] for all. What was found out before is kept, while the code is the same."""
    return [
        told
        for group, (files, tests) in GROUPS.items()
        if (wanted := [file for file in files if not any(names) or _short(file) in names])
        for told in _group(_prepared((cache / group).resolve(), files, tests), wanted, sample)
    ]


def _group(tree: Path, files: Sequence[str], sample: Sample) -> Iterator[Told]:
    # Mutants are made before any is tried: a name that fits none ends it there.
    if any(not _meta(tree, file).exists() for file in files):
        _mutmut(tree, "none.of.them")
    # A second round, because mutmut forgets what it knew when tests or code have changed, and only once it runs.
    for wanted in ((None, *SURVIVED) if sample.again else (None,), (None,)):
        picked = _picked(tree, files, sample)
        missing = [name for file, names in picked.items() for name in names if _fates(tree, file)[name] in wanted]
        if missing:
            print(f"mutmut tries {len(missing)} mutants: {tree / 'mutmut.log'}", flush=True)
            _mutmut(tree, *missing)
    for file, names in _picked(tree, files, sample).items():
        told = Told(file, len(_fates(tree, file)), dict(_told(tree, file, names)))
        if told.total:
            print(told.line, flush=True)
            yield told


def _picked(tree: Path, files: Sequence[str], sample: Sample) -> dict[str, Sequence[str]]:
    return {file: sample.of(sorted(_fates(tree, file), key=_natural), file) for file in files}


def _short(file: str) -> str:
    return file.removeprefix("lib/").removesuffix(".py")


def _prepared(tree: Path, files: Sequence[str], tests: Sequence[str]) -> Path:
    """A copy with the times of the originals, by which mutmut knows what has changed: it writes beside its sources."""
    tree.mkdir(parents=True, exist_ok=True)
    for name in COPIED:
        source = Path(name)
        if source.is_dir():
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, tree / name, ignore=ignore, dirs_exist_ok=True)
        else:
            shutil.copy2(source, tree / name)
    lists = {
        "source_paths": ["lib"],
        "only_mutate": files,
        "also_copy": [name for name in COPIED if name not in {"lib", "tests"}],
        "pytest_add_cli_args": PYTEST,
        "pytest_add_cli_args_test_selection": tests,
    }
    lines = ["[mutmut]", "track_dependencies = false"]
    lines += [line for name, words in lists.items() for line in (f"{name} =", *(f"    {word}" for word in words))]
    (tree / "setup.cfg").write_text("\n".join([*lines, ""]), "utf-8")
    return tree


def _mutmut(tree: Path, *names: str) -> None:
    command = [str(Path(sys.executable).with_name("mutmut")), "run", *names]
    with (tree / "mutmut.log").open("wb") as log:
        subprocess.run(command, cwd=tree, stdout=log, stderr=log, check=False)


def _meta(tree: Path, file: str) -> Path:
    return tree / "mutants" / f"{file}.meta"


def _fates(tree: Path, file: str) -> dict[str, int | None]:
    """The notes of mutmut: what pytest ended with for each mutant, None before it was tried."""
    meta = _meta(tree, file)
    if not meta.exists():
        return {}
    found: dict[str, int | None] = json.loads(meta.read_text("utf-8"))["exit_code_by_key"]
    return found


def _told(tree: Path, file: str, picked: Sequence[str]) -> Iterator[tuple[str, Fate]]:
    fates = _fates(tree, file)
    for name in picked:
        code = fates[name]
        if code is not None:
            yield name, "survived" if code in SURVIVED else "killed"


def _natural(name: str) -> list[str | int]:
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]
