"""The connection to Calendly, as far as the store knows of it: sealed, renewed by one caller at a time, forgotten."""

from collections.abc import Mapping
from typing import cast

from lib.actions.calendly_auth import (
    Breakage,
    Broken,
    Connected,
    Consent,
    NotConnected,
    RenewalAnswer,
    RenewalTurn,
    Standing,
    Tokens,
)
from lib.actions.outages import OutcomeUnknown, StoreUnavailable
from lib.gateways.store.keys import Keys
from lib.gateways.store.plans import as_json
from lib.gateways.store.rest import Rest
from lib.gateways.store.sealing import opened, sealed
from lib.studio import policy

_FIELDS = ("sealed", "why", "at")


class ConnectionScripts:
    """A part of the store."""

    _rest: Rest
    _keys: Keys

    async def begin_consent(self, consent: Consent, key: bytes) -> None:
        name = self._keys.consent(consent.state)
        text = sealed({"verifier": consent.verifier, "session": consent.session}, key, name)
        await self._consent(name, {"sealed": text, "seconds": policy.CONSENT_SECONDS})

    async def take_consent(self, state: str, token: str, key: bytes) -> Consent | None:
        name = self._keys.consent(state)
        text = await self._consent(name, {"token": token})
        found = opened(text, key, name) if text else None
        return Consent(state, str(found["verifier"]), str(found["session"])) if found else None

    async def connection(self, key: bytes) -> Standing:
        name = self._keys.calendly_auth
        found = await self._rest.command("HMGET", name, *_FIELDS)
        if not isinstance(found, list) or len(found) != len(_FIELDS):
            raise StoreUnavailable("shape")
        text, why, at = (str(word) if word is not None else "" for word in found)
        if not text:
            return NotConnected()
        content = opened(text, key, name)
        if content is None:
            return Broken("unreadable", 0, None)
        stands = Connected(_tokens(content), text)
        return Broken(cast("Breakage", why), int(at), stands) if why else stands

    async def connect(self, tokens: Tokens, key: bytes, now: int) -> None:
        await self._kept({"token": "", "now": now, "sealed": self._sealed(tokens, key)})

    async def take_renewal(self, turn: RenewalTurn) -> RenewalAnswer:
        plan = {"token": turn.token, "known": turn.sealed, "now": turn.now, "until_": turn.until}
        match await self._rest.run("take_renewal", [self._keys.calendly_auth], [as_json(plan)]):
            case ["yours" | "busy" | "moved" as answer]:
                return answer
            case answer:
                raise OutcomeUnknown(answer[0])

    async def renew(self, turn: RenewalTurn, tokens: Tokens, key: bytes) -> bool:
        return await self._kept({"token": turn.token, "now": turn.now, "sealed": self._sealed(tokens, key)})

    async def end_renewal(self, turn: RenewalTurn, why: Breakage | None) -> None:
        await self._kept({"token": turn.token, "now": turn.now, **({"why": why} if why else {})})

    async def forget_connection(self) -> None:
        answer = await self._rest.run("forget_connection", [self._keys.calendly_auth], [])
        if answer != ["forgotten"]:
            raise OutcomeUnknown(answer[0])

    def _sealed(self, tokens: Tokens, key: bytes) -> str:
        content = {
            "access": tokens.access,
            "refresh": tokens.refresh,
            "made": tokens.made,
            "expires": tokens.expires,
        }
        return sealed(content, key, self._keys.calendly_auth)

    async def _kept(self, plan: dict[str, object]) -> bool:
        match await self._rest.run("keep_connection", [self._keys.calendly_auth], [as_json(plan)]):
            case ["kept"]:
                return True
            case ["late"]:
                return False
            case answer:
                raise OutcomeUnknown(answer[0])

    async def _consent(self, name: str, plan: dict[str, object]) -> str:
        """What was sealed into it, empty when it was just begun or is unknown."""
        match await self._rest.run("consent", [name], [as_json(plan)]):
            case ["taken", text]:
                return text
            case ["begun"] | ["unknown"]:
                return ""
            case answer:
                raise OutcomeUnknown(answer[0])


def _tokens(content: Mapping[str, object]) -> Tokens:
    made, expires = int(str(content["made"])), int(str(content["expires"]))
    return Tokens(str(content["access"]), str(content["refresh"]), made, expires)
