"""Providers in a row: the next one gets a letter only when it is certain that the one before did not take it."""

from typing import Literal, Protocol

from lib.actions.log_lines import timed
from lib.actions.mail import Mail, Outcome, Refused, Throttled, Unreached
from lib.studio.values import dataclass


class Provider(Protocol):
    async def send(self, mail: Mail) -> Outcome:
        """Never raises."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Fulfils ports.Post."""

    providers: tuple[Provider, ...]
    state: Literal["off", "local", "live"]

    async def send(self, mail: Mail) -> Outcome:
        """The first definite answer: taken, never to be taken, or perhaps taken, which a second letter would double."""
        failed: list[Refused | Throttled | Unreached] = []
        for provider in self.providers:
            with timed("mail", type(provider).__name__):
                answer = await provider.send(mail)
            if not isinstance(answer, Refused | Throttled | Unreached):
                return answer
            failed.append(answer)
        return _most_telling(failed)


def _most_telling(failed: list[Refused | Throttled | Unreached]) -> Outcome:
    """A time to come back says more than a wrong setting, and that more than nobody there."""
    throttled = [answer for answer in failed if isinstance(answer, Throttled)]
    if throttled:
        # 0 stands for a provider that named no time.
        return min(throttled, key=lambda answer: answer.until or float("inf"))
    refused = [answer for answer in failed if isinstance(answer, Refused)]
    return [*refused, *failed, Refused("no provider")][0]
