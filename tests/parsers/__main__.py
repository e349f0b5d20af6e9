"""`make fuzz`: every parser is given what it was not made for, for a part of the time each.

python -m tests.parsers --seconds 300 --seed 1 [--only "ids of slots"]
"""

import argparse
import random
import sys

from tests.parsers.search import first_failure
from tests.parsers.table import PARSERS


def main() -> int:
    parser = argparse.ArgumentParser(prog="make fuzz")
    parser.add_argument("--seconds", type=float, default=300, help="for all of them together")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--only", default="", help="those whose name holds this")
    chosen = parser.parse_args()
    wanted = [each for each in PARSERS if chosen.only in each.name]
    print(f"seed {chosen.seed}, {len(wanted)} parsers, {chosen.seconds / max(1, len(wanted)):.0f} s each", flush=True)
    stories = []
    for each in wanted:
        read, story = first_failure(each, chosen.seed * 1000, seconds=chosen.seconds / len(wanted))
        print(f"  {each.name:<28}{read:>9} inputs  {'FOUND' if story else 'well'}", flush=True)
        stories += [story] if story else []
    print("\n".join(stories) or "Every parser answered, or raised what it says that it raises.")
    return 1 if stories else 0


if __name__ == "__main__":
    sys.exit(main())
