"""Letters and post that are set up when the first letter is written, because most requests write none."""

from collections.abc import Callable
from functools import cached_property
from typing import Literal

from lib.actions.mail import Mail, Outcome, Subject, Trouble
from lib.actions.ports import Letters
from lib.actions.post_ports import Post
from lib.actions.sign_in_ports import Welcome
from lib.studio.values import dataclass


@dataclass(frozen=True)
class LettersOnDemand:
    """Fulfils ports.Letters."""

    sender: str
    studio: str

    def about(self, subject: Subject) -> Mail:
        return self._letters.about(subject)

    def alarm(self, letter: str, at: int, trouble: Trouble) -> Mail:
        return self._letters.alarm(letter, at, trouble)

    def welcome(self, welcome: Welcome) -> Mail:
        return self._letters.welcome(welcome)

    @cached_property
    def _letters(self) -> Letters:
        from lib.gateways.mail.letters import StudioLetters  # noqa: PLC0415 -- only who writes pays for it

        return StudioLetters(self.sender, self.studio)


@dataclass(frozen=True)
class PostOnDemand:
    """Fulfils ports.Post; ``opened`` makes who delivers."""

    state: Literal["off", "local", "live"]
    opened: Callable[[], Post]

    async def send(self, mail: Mail) -> Outcome:
        return await self._post.send(mail)

    @cached_property
    def _post(self) -> Post:
        return self.opened()
