"""What the store is asked about people who sign in, and what it can answer."""

from dataclasses import dataclass, field

from lib.studio.roles import Role


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody is about to try a password. All names are keyed hashes; ``network`` is empty when it is not known.

    ``id`` makes sure that a repetition of the same question is not counted as another guess. ``now`` is in epoch
    milliseconds.
    """

    id: str
    account: str
    network: str
    now: int


@dataclass(frozen=True, slots=True)
class Go:
    """The password may be looked at."""


@dataclass(frozen=True, slots=True)
class NewSession:
    """``name`` is what the store knows it by. Ends ``longest_seconds`` after it began, whatever is done with it."""

    name: str
    role: Role
    instructor: str
    attempt: Attempt


@dataclass(frozen=True, slots=True)
class SessionIs:
    """An open session; ``ends`` is the epoch second at which it will be over in any case."""

    role: Role
    instructor: str
    ends: int


@dataclass(frozen=True, slots=True)
class Owner:
    """Who may do everything: from the environment, because somebody has to be there before anything is stored."""

    email: str = field(repr=False)
    password_hash: str = field(repr=False)
