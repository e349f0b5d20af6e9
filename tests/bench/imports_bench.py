"""What each function costs to import, in a fresh interpreter, beside the bare packages that it cannot do without."""

import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path

from tests.bench.timing import Row

ROOT = Path(__file__).parents[2]
RUNS = 7
# Names are imported, not packages alone: pydantic loads next to nothing until a name is asked for.
BARE = """
import asyncio, json, httpx
from pydantic import BaseModel, TypeAdapter
from starlette.requests import Request
from starlette.responses import Response
from upstash_redis import Redis
"""
LOAD = "import importlib.util as u; s = u.spec_from_file_location('f', {path!r}); m = u.module_from_spec(s); {run}"
RUN = "s.loader.exec_module(m); assert m.app"


def rows() -> list[Row]:
    """CPU seconds, because the wall clock of a busy machine says little about an import."""
    files = sorted((ROOT / "api").rglob("*.py"))
    programs = {"import: bare packages": BARE}
    programs |= {f"import: {file.relative_to(ROOT)}": LOAD.format(path=str(file), run=RUN) for file in files}
    taken: dict[str, list[float]] = {name: [] for name in programs}
    for number in range(RUNS + 1):
        for name, program in programs.items():
            seconds = _cpu_seconds(program)
            if number:
                taken[name].append(seconds)
    return [
        Row(
            name, {"cpu": statistics.median(times)}, None if name.endswith("bare packages") else "import: bare packages"
        )
        for name, times in taken.items()
    ]


def _cpu_seconds(program: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
