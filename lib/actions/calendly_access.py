"""What opens Calendly by the owner's consent: read from the store each time, and renewed by one caller at a time."""

import asyncio
from collections.abc import Awaitable, Callable

from lib.actions.calendly_auth import (
    AuthServer,
    Breakage,
    Broken,
    Connected,
    ConnectionStore,
    Granted,
    Link,
    NotConnected,
    RenewalTurn,
    Standing,
    Tokens,
)
from lib.actions.keyring import Keyring
from lib.actions.mail import Refused, Rejected, Throttled, Unclear, Unreached
from lib.actions.outages import Outage
from lib.actions.ports import Clock, Dice, epoch_ms
from lib.studio import policy
from lib.studio.values import dataclass

NOT_CONNECTED, BROKEN = "calendly not connected", "calendly connection broken"
# Who waits for another caller's renewal looks this often, in seconds.
PAUSE, LOOKS = 0.25, 24
# Two requests, each with its deadline, and the store.
TURN_MS = 20_000

No = Refused | Throttled | Unreached


@dataclass(frozen=True, slots=True)
class AccessWorld:
    """What it needs of the outside."""

    store: ConnectionStore
    auth: AuthServer
    clock: Clock
    dice: Dice
    keyring: Keyring


@dataclass(frozen=True, slots=True)
class CalendlyAccess:
    """Fulfils calendly_auth.Bearer.

    Nothing is remembered here: what was taken back in one function must not live on in another.
    """

    world: AccessWorld
    pause: Callable[[float], Awaitable[object]] = asyncio.sleep

    async def word(self) -> str | No:
        return await self._opened(lambda tokens: self._seconds() + policy.RENEW_BEFORE_SECONDS >= tokens.expires)

    async def another(self, word: str) -> str | No | None:
        """None for one that is quite new: asking for one after the other would help nobody."""
        newest = self._seconds() - policy.RENEW_BEFORE_SECONDS
        found = await self._opened(lambda tokens: tokens.access == word and tokens.made < newest)
        return None if found == word else found

    async def link(self) -> Link:
        if not self.world.keyring.is_usable:
            return Link("broken", "unreadable")
        match await self.world.store.connection(self.world.keyring.calendly_key):
            case NotConnected():
                return Link("not_connected")
            case Broken(why):
                return Link("broken", why)
            case Connected():
                return Link("connected")

    async def _opened(self, is_over: Callable[[Tokens], bool]) -> str | No:
        """The access token, a new one if it is over; what nobody else renews meanwhile is renewed here."""
        try:
            for _ in range(LOOKS):
                stands = await self.world.store.connection(self.world.keyring.calendly_key)
                usable = self._usable(stands)
                if not isinstance(usable, Connected):
                    return usable
                if isinstance(stands, Connected) and not is_over(usable.tokens):
                    return usable.tokens.access
                found = await self._renewed(usable)
                if found is not None:
                    return found
        except Outage as outage:
            return Unreached(f"calendly {type(outage).__name__}")
        return Unreached("calendly renewal")

    def _usable(self, stands: Standing) -> Connected | Refused:
        """What is broken for good is left alone; what may only have been bad luck is tried again now and then."""
        match stands:
            case Connected():
                return stands
            case NotConnected():
                return Refused(NOT_CONNECTED)
            case Broken("unclear", at, Connected() as was) if self._now() - at >= policy.RENEW_AGAIN_MS:
                return was
            case Broken():
                return Refused(BROKEN)

    async def _renewed(self, stands: Connected) -> str | No | None:
        """None: look again at what stands.

        Whoever waits for this may give up. Neither the turn nor what came for a token that works once may be lost
        with them.
        """
        return await asyncio.shield(asyncio.ensure_future(self._in_turn(stands)))

    async def _in_turn(self, stands: Connected) -> str | No | None:
        now = self._now()
        turn = RenewalTurn(self.world.dice.letters(16), stands.sealed, now, now + TURN_MS)
        match await self.world.store.take_renewal(turn):
            case "yours":
                return await self._exchanged(turn, stands.tokens)
            case "busy":
                await self.pause(PAUSE)
        return None

    async def _exchanged(self, turn: RenewalTurn, tokens: Tokens) -> str | No | None:
        first = await self.world.auth.refreshed(tokens.refresh)
        answer = await self.world.auth.refreshed(tokens.refresh) if isinstance(first, Unclear) else first
        if isinstance(answer, Granted):
            fresh = tokens_of(answer, self._seconds())
            is_kept = await self.world.store.renew(turn, fresh, self.world.keyring.calendly_key)
            return fresh.access if is_kept else None
        why = _breakage(first, answer)
        await self.world.store.end_renewal(turn, why)
        if why or isinstance(answer, Rejected | Unclear):
            return Refused(BROKEN)
        return answer

    def _now(self) -> int:
        return epoch_ms(self.world.clock.now())

    def _seconds(self) -> int:
        return self._now() // 1000


def tokens_of(granted: Granted, now: int) -> Tokens:
    """``now`` is in epoch seconds."""
    return Tokens(granted.access, granted.refresh, now, now + granted.lasts_seconds)


def _breakage(first: object, last: object) -> Breakage | None:
    """A definite no breaks it, and so does not knowing whether the one refresh token was used."""
    if isinstance(last, Rejected):
        return "refused"
    return "unclear" if isinstance(first, Unclear) else None
