"""What signing in by a mailed link needs of the store and of who writes letters."""

from dataclasses import field
from typing import Protocol

from lib.actions.answers import Limited, NewCatalog
from lib.actions.mail import Mail
from lib.actions.sessions import Arrival, Attempt, Go, LinkIs, LinkUsed, NewLink, SessionIs
from lib.studio.catalog import Catalog
from lib.studio.values import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """If there is somebody to write to, a letter is in the outbox."""


@dataclass(frozen=True, slots=True)
class Welcome:
    """All that the letter with a link is written from; ``ends`` is in epoch milliseconds."""

    letter: str
    ends: int
    id: str
    name: str
    to: str = field(repr=False)
    link: str = field(repr=False)
    catalog: Catalog = field(repr=False)


class LinkStore(Protocol):
    """A part of the store."""

    async def try_asking(self, attempt: Attempt) -> Go | Limited:
        """Counts that somebody asks for a link; ``attempt.account`` is nobody's account in the sense of passwords."""

    async def ask_link(self, link: NewLink, catalog: Catalog) -> Asked | NewCatalog:
        """The same commands for somebody and for nobody. Nothing is written under a catalogue that is another one."""

    async def link(self, ticket: str) -> LinkIs | None:
        """None for one that is not there any more."""

    async def take_link(self, arrival: Arrival) -> SessionIs | LinkUsed: ...


class LinkLetters(Protocol):
    """A part of who writes letters."""

    def welcome(self, welcome: Welcome) -> Mail:
        """To an instructor who asked for a link."""
