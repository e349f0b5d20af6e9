"""What became of each mutant, kept between two runs, and what is told of it in the end."""

import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

Fate = Literal["killed", "survived"]
One = TypeVar("One")
# A file with fewer mutants than this is looked at as a whole, however small a part of the others is.
WHOLE = 25


@dataclass(frozen=True, slots=True)
class Told:
    """One file: how many mutants it has, and each that was tried, with its fate."""

    file: str
    total: int
    fates: dict[str, Fate]

    @property
    def line(self) -> str:
        counts = Counter(self.fates.values())
        tried, killed = len(self.fates), counts["killed"]
        percent = f"{100 * killed / tried:5.1f} %" if tried else "    -  "
        return f"{self.file:<44}{self.total:>6}{tried:>7}{killed:>8}{counts['survived']:>10}  {percent}"


HEAD = f"{'file':<44}{'has':>6}{'tried':>7}{'killed':>8}{'survived':>10}  {'':>7}"


@dataclass(frozen=True, slots=True)
class Sample:
    """The same part of each file in every run with this seed; a file that has few gives all of them.

    ``again``: who survived before is tried once more.
    """

    share: float
    seed: int
    again: bool = False

    def of(self, mutants: Sequence[One], file: str) -> list[One]:
        if self.share >= 1 or len(mutants) <= WHOLE:
            return list(mutants)
        size = max(WHOLE, round(self.share * len(mutants)))
        picked = random.Random(f"{self.seed} {file}").sample(range(len(mutants)), size)
        return [mutants[at] for at in sorted(picked)]


class Ledger:
    """A file of fates; a mutant of a text that has changed since is another one, because its name holds the text."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fates: dict[str, Fate] = json.loads(path.read_text("utf-8")) if path.exists() else {}

    def fate(self, name: str) -> Fate | None:
        return self._fates.get(name)

    def forget_survivors(self) -> None:
        """They are tried again: there may be a test now that sees them."""
        self._fates = {name: fate for name, fate in self._fates.items() if fate == "killed"}

    def note(self, name: str, fate: Fate) -> None:
        self._fates[name] = fate
        self._path.write_text(json.dumps(self._fates, indent=0), "utf-8")


def report(told: Sequence[Told], survivors: Path) -> str:
    """The table; who survived stands in a file of its own."""
    whole = Told(
        "together", sum(each.total for each in told), {f"{t.file} {n}": f for t in told for n, f in t.fates.items()}
    )
    left = [name for name, fate in sorted(whole.fates.items()) if fate == "survived"]
    survivors.write_text("\n".join([*left, ""]), "utf-8")
    return "\n".join([HEAD, *(each.line for each in told), whole.line, f"survivors: {survivors}"])
