"""The trail of a booking: who did what to it, before and after, without a word about its customer."""

from lib.studio.values import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """``what`` is status, payment, instructor or slots (separated by commas); empty for what was not there."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One step. ``at`` is in epoch milliseconds; ``version`` is the booking's, afterwards; ``word`` for what made none.

    ``who`` is customer, owner, instructor:<id>, calendly or system. ``parts`` says which words about the customer are
    other ones, never the words.
    """

    at: int
    version: int
    who: str
    action: str
    differences: tuple[Difference, ...] = ()
    parts: tuple[str, ...] = ()
    word: str = ""

    @property
    def order(self) -> tuple[int, int, str]:
        return self.version, self.at, self.word


def line(name: str, text: str) -> Line:
    """As the scripts write it (lua/parts/trail.lua). Raises ValueError for what is none."""
    _, version, *behind = name.split(":", 2)
    at, who, action, *words = text.split(" ")
    said = [(what, *values.partition(">")) for what, _, values in (word.partition("=") for word in words)]
    return Line(
        at=int(at),
        version=int(version),
        who=who,
        action=action,
        differences=tuple(Difference(what, before, after) for what, before, _, after in said if what != "parts"),
        parts=tuple(part for what, found, _, _ in said if what == "parts" for part in found.split(",")),
        word="".join(behind),
    )
