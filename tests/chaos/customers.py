"""What people want in a history, and how they behave while they have no answer: they repeat, tap twice, or go away."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal

from lib.actions.answers import Snapshot
from lib.actions.ports import Outside

Verb = Literal["book", "move", "cancel", "correct", "settle", "see", "pry"]
# yes and no are definite. open: it may be done. not_done: this request was not done. bug: nothing of the kind.
Kind = Literal["yes", "no", "open", "not_done", "bug"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody heard. ``reason`` names the refusal or the outage; ``repeated`` says that it was done before.

    ``sent`` and ``heard`` are epoch seconds: answers to two taps may overtake one another.
    """

    kind: Kind
    reason: str = ""
    snapshot: Snapshot | None = None
    repeated: bool = False
    sent: float = 0.0
    heard: float = 0.0

    @property
    def is_definite(self) -> bool:
        return self.kind in {"yes", "no", "bug"}

    def __str__(self) -> str:
        if self.snapshot is None:
            return f"{self.kind} {self.reason}"
        booking = self.snapshot.booking
        again = " again" if self.repeated else ""
        return f"{self.kind}{again} {booking.id} v{booking.version} {booking.status} {','.join(booking.slot_ids)}"


Ask = Callable[[Outside], Awaitable[Answer]]


@dataclass(slots=True)
class Intent:
    """One thing that somebody wants, however often they say it; ``ask`` says it once more, word for word.

    ``mark`` stands in everything personal of a booking, so that it is found wherever it should not be.
    """

    name: str
    verb: Verb
    ask: Ask
    mark: str = ""
    booking: str = ""
    slots: tuple[str, ...] = ()
    answers: list[Answer] = field(default_factory=list)
    waiting: int = 0
    is_abandoned: bool = False

    @property
    def outcome(self) -> Kind:
        """A yes stays a yes; otherwise the last word counts, and what was given up without one stays open."""
        kinds = [answer.kind for answer in self.answers]
        if "yes" in kinds:
            return "yes"
        return kinds[-1] if kinds and not self.is_abandoned else "open"

    @property
    def granted(self) -> Snapshot | None:
        return next((answer.snapshot for answer in self.answers if answer.snapshot), None)
