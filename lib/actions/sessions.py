"""What the store is asked about people who sign in, and what it can answer."""

from dataclasses import field

from lib.studio.roles import Role
from lib.studio.values import dataclass


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
class NewLink:
    """A way in for one instructor, by a letter. ``ticket`` is what the store knows it by.

    ``mark`` is who the instructor is under the catalogue that this was planned with, ``account`` a keyed hash of the
    address. All empty but the ticket: somebody asked who is nobody here, and gets the same answer and no letter.
    """

    ticket: str
    instructor: str
    mark: str
    account: str
    now: int


@dataclass(frozen=True, slots=True)
class LinkIs:
    """A link that nobody came in by so far, or the caller whose session is named; ``ends`` in epoch milliseconds."""

    instructor: str
    mark: str
    account: str
    ends: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody comes in by a link: ``session`` is what the store knows it by, and names the caller as well."""

    ticket: str
    session: str
    attempt: Attempt


@dataclass(frozen=True, slots=True)
class LinkUsed:
    """It was used by somebody else, is over, was taken back, or never was."""


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
