"""Mutants of the claim's scripts: each in a process of its own, which the contract and seeded histories try to end."""

import gc
import hashlib
import os
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from lib.gateways.store import scripts
from tests.chaos.campaign import first_broken
from tests.mutants.ledger import Fate, Ledger, Sample, Told
from tests.mutants.lua_edits import Edit, edits

FOLDER = scripts._FOLDER
PARTS = ("sessions", "places", "bookings", "figures", "seats", "limits", "words", "trail")
FILES = ("claim", *(f"parts/{part}" for part in PARTS))
# Those that say most about the claim come first: most mutants end there.
TESTS = tuple(
    f"tests/contract/test_{name}.py"
    for name in (
        "booking",
        "alternatives",
        "changes",
        "edited_sessions",
        "figures",
        "figures_counted",
        "figures_of_visits",
        "trail",
        "hostile_changes",
        "booking_limits",
        "told_places",
        "choice_of_teacher",
        "search_entries",
        "booking_entries",
    )
)
# Collecting garbage time and again, to see whether a warning falls out of it, would take a third of all time.
QUICK = ("-x", "-q", "-p", "no:xdist", "-p", "no:unraisableexception", "-p", "no:threadexception")
ON_THE_MODEL = (*QUICK, "-p", "tests.mutants.on_the_model", "--hypothesis-profile=mutants")
# What restores a backup needs commands that the model does not know.
LEFT_OUT = ("-k", "not backup")
# What only the real store shows. It takes seconds for each mutant, and a quiet machine: a late answer is a failure.
WIDER = tuple(f"tests/contract/test_{name}.py" for name in ("desk_search", "desk_looks", "calendly_places"))
FIRST_HISTORIES, HISTORIES = range(6), range(6, 60)
# Seconds of the processor after which a mutant is held to run in circles.
PATIENCE = 120


Look = Callable[[], bool]


def run_lua(names: Sequence[str], sample: Sample, cache: Path, *looks: Look) -> list[Told]:
    """Every chosen mutant that has no fate yet meets its tests; raises SystemExit if they fail without one."""
    ledger, told = Ledger(cache / "lua.json"), []
    if sample.again:
        ledger.forget_survivors()
    for look in looks:
        if fate_of(None, look) == "killed":
            sys.exit("mutants: the tests fail on the scripts as they are")
    for name in names:
        source = (FOLDER / f"{name}.lua").read_text("utf-8")
        mutants = edits(source)
        fates = {edit.told(source): _settled(name, source, edit, ledger, looks) for edit in sample.of(mutants, name)}
        told.append(Told(f"lua/{name}.lua", len(mutants), fates))
        print(told[-1].line, flush=True)
    return told


def _settled(name: str, source: str, edit: Edit, ledger: Ledger, looks: Sequence[Look]) -> Fate:
    """Who outlives the quick look is shown to the real store as well, if that is wanted."""
    key = f"{name} {hashlib.sha256(source.encode()).hexdigest()[:12]} {edit}"
    for look in looks:
        stage = f"{key} {look.__name__}"
        fate = ledger.fate(stage)
        if fate is None:
            fate = fate_of((name, edit.of(source)), look)
            ledger.note(stage, fate)
        if fate == "killed":
            return fate
    return "survived"


def fate_of(mutant: tuple[str, str] | None, look: Look) -> Fate:
    """Of a file and its text, or of nothing changed. The child has all modules at hand, and no other mutant."""
    child = os.fork()
    if not child:
        code = 1
        try:
            code = int(_is_noticed(mutant, look))
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return "survived" if status == 0 else "killed"


def _is_noticed(mutant: tuple[str, str] | None, look: Look) -> bool:
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE + 5))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    with tempfile.TemporaryDirectory() as name, redirect_stdout(StringIO()):
        folder = Path(name) / "lua"
        shutil.copytree(FOLDER, folder)
        if mutant:
            (folder / f"{mutant[0]}.lua").write_text(mutant[1], "utf-8")
        _read_from(folder)
        return look()


def quickly() -> bool:
    """Whether histories break a promise, or the contract fails on the model."""
    return (
        first_broken(FIRST_HISTORIES) is not None
        or pytest.main([*ON_THE_MODEL, *LEFT_OUT, *TESTS]) != 0
        or first_broken(HISTORIES) is not None
    )


def on_the_real_store() -> bool:
    """Whether the contract fails where only the real store is one: twice, because a busy machine fails once as well."""
    return all(pytest.main([*QUICK, *WIDER]) != 0 for _ in range(2))


def _read_from(folder: Path) -> None:
    scripts._FOLDER = folder
    scripts.script.cache_clear()
    scripts.script_hash.cache_clear()


def warm_up() -> None:
    """Imports what the children need, once for all of them."""
    with redirect_stdout(StringIO()):
        pytest.main([*ON_THE_MODEL, *LEFT_OUT, TESTS[0]])
    first_broken(FIRST_HISTORIES)
    # What is there now stays: no child looks through it, and none copies it.
    gc.collect()
    gc.freeze()
