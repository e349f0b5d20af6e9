"""`make chaos`: many seeded histories, or the story of one.

python -m tests.chaos --seeds 1000000 --first 0      python -m tests.chaos --seed 191
"""

import argparse
import sys
import time

from tests.chaos.campaign import Tally, on_cores
from tests.chaos.history import a_history
from tests.chaos.judge import verdict

EVERY = 20_000


def main() -> int:
    parser = argparse.ArgumentParser(prog="make chaos")
    parser.add_argument("--seed", type=int, help="tell the story of this one")
    parser.add_argument("--seeds", type=int, default=20_000, help="how many to run")
    parser.add_argument("--first", type=int, default=0, help="the first of them")
    chosen = parser.parse_args()
    return _story(chosen.seed) if chosen.seed is not None else _campaign(chosen.first, chosen.seeds)


def _story(seed: int) -> int:
    history = a_history(seed, is_told=True)
    history.run()
    broken = verdict(history)
    setting = history.setting
    print(f"seed {seed}: {setting.customers} customers in weather {setting.weather.name!r}, wanting")
    print("\n".join(f"  {wish.class_type}: {', '.join(wish.slots)}" for wish in setting.wishes))
    print("\n".join(history.story))
    print("\n".join(broken) or "Every promise was kept.")
    return 1 if broken else 0


def _campaign(first: int, count: int) -> int:
    began, total = time.monotonic(), Tally()
    for tally in on_cores(None, first, count):
        total += tally
        if total.histories % EVERY == 0:
            print(
                f"{total.histories:>9} histories, {len(total.broken)} broken, {time.monotonic() - began:.0f} s",
                flush=True,
            )
    print(
        f"{total.histories} histories in {time.monotonic() - began:.0f} s, {len(total.broken)} with a broken promise:"
    )
    print(f"  {total.granted} times yes, {total.refused} times no, {total.unanswered} requests without an answer")
    for each in total.broken[:20]:
        print(f"  make chaos SEED={each.seed}    {each.promises[0]}")
    return 1 if total.broken else 0


if __name__ == "__main__":
    sys.exit(main())
