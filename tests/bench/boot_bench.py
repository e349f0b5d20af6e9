"""`make boot`: what each built function costs until it listens and until its first answer, beside the bare packages.

Booted by the platform's own runtime, compiled as on the platform, against a real store. CPU time of the process, since
the wall clock of a busy machine says little about a start; the functions take turns.
"""

import argparse
import asyncio
import contextlib
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lib.local import built_functions, bundle, platform_cli
from lib.local.built_functions import Function
from lib.local.platform_cli import Toolbox
from lib.local.platform_runtime import started
from lib.local.store_process import store_process
from tests.bench.first_requests import First, a_studio, first_requests

BARE = "api/bare"
LIMIT = 1.25
LOADED = """
import importlib.util, sys
sys.path[:0] = [".", "_vendor"]
spec = importlib.util.spec_from_file_location("door", sys.argv[1])
spec.loader.exec_module(importlib.util.module_from_spec(spec))
print(len(sys.modules), len([name for name in sys.modules if name.partition(".")[0] == "lib"]))
"""


@dataclass(frozen=True, slots=True)
class Boot:
    """Milliseconds of CPU until it listened and until it had answered, and megabytes in memory then."""

    listening: float
    answered: float
    memory: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="make boot", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    with built() as (folders, tools):
        taken = asyncio.run(boots(folders, tools.python, rounds))
        show(taken, {address: loaded(address, folder, tools.python) for address, folder in folders.items()})


@contextlib.contextmanager
def built() -> Iterator[tuple[dict[str, Path], Toolbox]]:
    """Every function as the platform's machine finds it, and the bare one, which is built among them."""
    tools = platform_cli.toolbox(platform_cli.cache_folder(bundle.ROOT))
    with tempfile.TemporaryDirectory(prefix="boot-") as scratch:
        project, folders = Path(scratch) / "project", {}
        bundle.copy_tracked(bundle.ROOT, project)
        shutil.copy(Path(__file__).with_name("bare_function.py"), project / f"{BARE}.py")
        tools.build(project)
        for function in built_functions.built(project):
            folders[function.address] = Path(scratch) / "functions" / function.address.replace("/", "-")
            lay_out(function, folders[function.address], shared=Path(scratch) / "functions/_vendor")
        # A deployment is compiled while it is built; the command line alone does not do it.
        compiled = [str(tools.python), "-m", "compileall", "-q", "-j", "0", f"{scratch}/functions"]
        subprocess.run(compiled, check=False, capture_output=True)
        yield folders, tools


def lay_out(function: Function, folder: Path, *, shared: Path) -> None:
    """The packages are the same in all of them, so that they are copied and compiled once."""
    if not shared.exists():
        function.materialise(folder)
        (folder / "_vendor").rename(shared)
    own = {name: path for name, path in function.files.items() if name.partition("/")[0] != "_vendor"}
    replace(function, files=own).materialise(folder)
    (folder / "_vendor").symlink_to(shared)


async def boots(folders: dict[str, Path], python: Path, rounds: int) -> dict[str, list[Boot]]:
    """The first round warms the machine and is thrown away."""
    taken: dict[str, list[Boot]] = {address: [] for address in sorted(folders)}
    with tempfile.TemporaryDirectory(prefix="boot-store-") as data:
        async with store_process(Path(data)) as store:
            studio = a_studio(store.url, store.token)
            with started(folders["api/admin/session"], python, studio.settings) as (session, _):
                studio.sign_in(session)
            with started(folders["api/availability"], python, studio.settings) as (availability, _):
                studio.look(availability)
            for number in range(rounds + 1):
                for address, first in first_requests(studio, number).items():
                    boot = one_boot(folders[address], python, studio.settings, first)
                    taken[address] += [boot] if number else []
    return taken


def one_boot(folder: Path, python: Path, settings: dict[str, str], first: First) -> Boot:
    with started(folder, python, settings) as (client, process_id):
        listening = cpu_ms(process_id)
        with client.stream(first.method, first.path, headers=first.headers, content=first.body) as answer:
            said = next(answer.iter_bytes(), b"")
            if answer.status_code != first.status:
                raise SystemExit(f"{first.path} answered {answer.status_code}: {said[:300]!r}")
            return Boot(listening, cpu_ms(process_id), memory_mb(process_id))


def cpu_ms(process_id: int) -> float:
    """To the nanosecond, where /proc counts in hundredths of a second: CPUCLOCK_SCHED of that process."""
    return 1000 * time.clock_gettime((~process_id << 3) | 2)


def memory_mb(process_id: int) -> float:
    status = Path(f"/proc/{process_id}/status").read_text(encoding="utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1000


def loaded(address: str, folder: Path, python: Path) -> tuple[int, int]:
    """Modules once the door is loaded, all of them and our own."""
    command = [str(python), "-I", "-S", "-c", LOADED, built_functions.doors(folder)[address]]
    total, ours = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout.split()
    return int(total), int(ours)


def show(taken: dict[str, list[Boot]], modules: dict[str, tuple[int, int]]) -> None:
    """Medians, and the least in brackets: what a machine that nothing disturbs would come to."""
    print(f"{'CPU ms, median (least)':28}  listening    x bare  1.25?   answered    x bare   modules  ours    MB")
    bare = taken[BARE]
    for address, boots in sorted(taken.items(), key=lambda pair: (pair[0] != BARE, pair[0])):
        ratio = middle(boots, "listening") / middle(bare, "listening")
        total, ours = modules[address]
        print(
            f"{address:28} {column(boots, 'listening')} {ratio:8.2f}  {'holds' if ratio <= LIMIT else 'FAILS'}"
            f" {column(boots, 'answered')} {middle(boots, 'answered') / middle(bare, 'answered'):8.2f}"
            f" {total:9} {ours:5} {middle(boots, 'memory'):5.0f}"
        )


def column(boots: list[Boot], name: str) -> str:
    return f"{middle(boots, name):5.0f} ({min(getattr(each, name) for each in boots):4.0f})"


def middle(boots: list[Boot], name: str) -> float:
    return float(statistics.median(getattr(each, name) for each in boots))


if __name__ == "__main__":
    main()
