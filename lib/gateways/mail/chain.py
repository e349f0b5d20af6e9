"""Who is asked to deliver a letter, and who next when the first one does not take it."""

from dataclasses import dataclass
from typing import Literal, Protocol

from lib.actions.mail import Mail, Outcome, Refused, Throttled, Unreached


class Provider(Protocol):
    async def send(self, mail: Mail) -> Outcome: ...


@dataclass(frozen=True, slots=True)
class Chain:
    """Fulfils ports.Post."""

    providers: tuple[Provider, ...]
    state: Literal["off", "local", "live"]

    async def send(self, mail: Mail) -> Outcome:
        outcome: Outcome = Refused("no provider")
        for provider in self.providers:
            outcome = await provider.send(mail)
            if not isinstance(outcome, Refused | Throttled | Unreached):
                break
        return outcome
