"""Signing in, as far as the store decides it: guesses are counted there, and sessions are open there or nowhere."""

from collections.abc import Mapping
from typing import cast

from lib.actions.answers import Limited
from lib.actions.changes import SessionEnded
from lib.actions.outages import OutcomeUnknown
from lib.actions.sessions import Attempt, Go, NewSession, SessionIs
from lib.gateways.store.keys import Keys
from lib.gateways.store.plans import SECONDS_PER_DAY, as_json
from lib.gateways.store.rest import Rest
from lib.studio import policy
from lib.studio.roles import Role

IDLE_SECONDS = policy.SESSION_IDLE_MINUTES * 60


# (so many are free, within so many seconds): one account from one network, from anywhere, anything from one network.
GUESSES = {
    "pair": (policy.GUESSES_FREE, policy.GUESSES_WINDOW),
    "account": (policy.ACCOUNT_GUESSES_FREE, policy.ACCOUNT_GUESSES_WINDOW),
    "place": (policy.NETWORK_GUESSES_FREE, policy.NETWORK_GUESSES_WINDOW),
}
ASKS = {
    "pair": (policy.ASKS_FREE, policy.ASKS_WINDOW),
    "account": (policy.ACCOUNT_ASKS_FREE, policy.ACCOUNT_ASKS_WINDOW),
    "place": (policy.NETWORK_ASKS_FREE, policy.NETWORK_ASKS_WINDOW),
}
# How a session begins: in seconds where it says so.
BEGINNING = {
    "idle_seconds": IDLE_SECONDS,
    "longest_seconds": policy.SESSION_LONGEST_HOURS * 3600,
    "known_seconds": policy.KNOWN_NETWORK_DAYS * SECONDS_PER_DAY,
    "most_known": policy.KNOWN_NETWORKS,
}


class SessionScripts:
    """Half of the store; all four scripts write, because looking keeps a session awake."""

    _rest: Rest
    _keys: Keys

    async def try_sign_in(self, attempt: Attempt) -> Go | Limited:
        return await self._tried(attempt, GUESSES)

    async def try_asking(self, attempt: Attempt) -> Go | Limited:
        return await self._tried(attempt, ASKS)

    async def _tried(self, attempt: Attempt, limits: Mapping[str, tuple[int, int]]) -> Go | Limited:
        plan = {
            "now": attempt.now,
            "attempt": attempt.id,
            "network": attempt.network,
            "longest": policy.LONGEST_DELAY_SECONDS,
            **limits,
        }
        keys = self._keys.guesses(attempt.account, attempt.network)
        match await self._rest.run("sign_in_try", list(keys), [as_json(plan)]):
            case ["go"]:
                return Go()
            case ["limited", seconds]:
                return Limited(int(seconds))
            case answer:
                raise OutcomeUnknown(answer[0])

    async def open_session(self, session: NewSession) -> SessionIs:
        plan = {
            "now": session.attempt.now,
            "role": session.role,
            "instructor": session.instructor,
            "network": session.attempt.network,
            **BEGINNING,
        }
        keys = [
            self._keys.session(session.name),
            *self._keys.guesses(session.attempt.account, session.attempt.network),
        ]
        match await self._rest.run("open_session", keys, [as_json(plan)]):
            case ["open", ends]:
                return SessionIs(session.role, session.instructor, int(ends))
            case answer:
                raise OutcomeUnknown(answer[0])

    async def session(self, name: str, now: int) -> SessionIs | SessionEnded:
        arguments = [str(now // 1000), str(IDLE_SECONDS)]
        match await self._rest.run("session", [self._keys.session(name)], arguments):
            case ["session", role, instructor, ends]:
                return SessionIs(cast("Role", role), instructor, int(ends))
            case ["signed_out"]:
                return SessionEnded()
            case answer:
                raise OutcomeUnknown(answer[0])

    async def close_session(self, name: str) -> None:
        answer = await self._rest.run("close_session", [self._keys.session(name)], [])
        if answer != ["closed"]:
            raise OutcomeUnknown(answer[0])
