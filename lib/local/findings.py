"""One line of the doctor's report: what was looked at, how it is, and what to do about it."""

import re
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["ok", "note", "wrong"]
Said = tuple[Verdict, str, str]

# The clause that says what to do begins with one of these.
_VERBS = "set|make|`make|copy|give|turn|add|remove|deploy|verify|restore|run|look|connect|wait|choose|ask|start|end|see"
_REMEDY = re.compile(rf"[:;,] ({_VERBS})\b|[:;,] (`make)")


@dataclass(frozen=True, slots=True)
class Finding:
    """``note`` is worth reading; only ``wrong`` makes the visit fail. Never a value: it may be pasted into a ticket."""

    verdict: Verdict
    what: str
    said: str

    def __post_init__(self) -> None:
        if self.verdict != "ok" and not _REMEDY.search(self.said):
            raise ValueError(f"{self.what}: it does not say what to do")

    def __str__(self) -> str:
        return f"{self.verdict:<6}{self.what:<28} {self.said}"
