"""`make mutants`: small mistakes planted in the rules and in the claim, one at a time, and which of them no test sees.

python -m tests.mutants [studio/money ... lua/claim ...] --sample 0.2 --seed 1
"""

import argparse
import sys
from pathlib import Path

from tests.mutants.ledger import HEAD, Sample, report

CACHE = Path(".cache/mutated")


def main() -> int:
    parser = argparse.ArgumentParser(prog="make mutants")
    parser.add_argument("files", nargs="*", help="such as studio/money or lua/claim; all when there are none")
    parser.add_argument("--sample", type=float, default=1.0, help="which part of each larger file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", action="store_true", help="try who survived once more")
    parser.add_argument("--real-store", action="store_true", help="show it what is left of the scripts' mutants")
    chosen = parser.parse_args()
    sample = Sample(chosen.sample, chosen.seed, again=chosen.again)
    CACHE.mkdir(parents=True, exist_ok=True)
    print(HEAD, flush=True)
    told = []
    # Imported here: each part is loaded where it is wanted, and the Lua part takes pytest and the doors with it.
    if wanted := _wanted(chosen.files, "lua/"):
        from tests.mutants import lua_run

        lua_run.warm_up()
        looks = [lua_run.quickly, *([lua_run.on_the_real_store] if chosen.real_store else [])]
        told += lua_run.run_lua(lua_run.FILES if "" in wanted else wanted, sample, CACHE, *looks)
    if wanted := _wanted(chosen.files, ""):
        from tests.mutants import python_run

        told += python_run.run_python(wanted, sample, CACHE)
    print(report(told, CACHE / "survivors.txt"))
    return 0


def _wanted(files: list[str], prefix: str) -> list[str]:
    """[""] for everything of this kind."""
    if not files:
        return [""]
    is_lua = bool(prefix)
    return [name.removeprefix(prefix) for name in files if name.startswith("lua/") == is_lua]


if __name__ == "__main__":
    sys.exit(main())
