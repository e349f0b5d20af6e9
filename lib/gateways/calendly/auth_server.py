"""Calendly's consent page and its tokens, as far as OAuth 2.1 and Calendly's own pages describe them."""

import asyncio
import base64
import hashlib
from collections.abc import Mapping
from dataclasses import field
from urllib.parse import urlencode

from lib.actions.calendly_auth import Consent, Granted, Tokens
from lib.actions.mail import Refused, Rejected, Throttled, Unclear, Unreached
from lib.gateways.calendly.replies import Reply, setback
from lib.gateways.calendly.wire import exchanged, is_token
from lib.gateways.outgoing import is_address
from lib.studio.values import dataclass

# What the studio does there; since March 2026 nothing is granted that was not asked for.
SCOPES = ("users:read", "event_types:read", "scheduled_events:write", "organizations:read", "webhooks:write")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
LONGEST_SECONDS = 86_400

Answer = Granted | Rejected | Refused | Throttled | Unreached | Unclear


@dataclass(frozen=True, slots=True)
class CalendlyAuthServer:
    """Fulfils calendly_auth.AuthServer for one registered application."""

    client_id: str
    client_secret: str = field(repr=False)
    url: str

    @property
    def is_configured(self) -> bool:
        return bool(self.client_id and self.client_secret) and is_address(self.url)

    def consent_page(self, consent: Consent, back_to: str) -> str:
        query = {
            "client_id": self.client_id,
            "response_type": "code",
            "redirect_uri": back_to,
            "scope": " ".join(SCOPES),
            "state": consent.state,
            "code_challenge": challenge(consent.verifier),
            "code_challenge_method": "S256",
        }
        return f"{self._address('authorize')}?{urlencode(query)}"

    async def exchanged(self, code: str, consent: Consent, back_to: str) -> Answer:
        return await self._granted(
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": back_to,
                "code_verifier": consent.verifier,
            }
        )

    async def refreshed(self, refresh: str) -> Answer:
        return await self._granted({"grant_type": "refresh_token", "refresh_token": refresh})

    async def revoked(self, tokens: Tokens) -> bool:
        asked = (self._asked("revoke", {"token": token}) for token in (tokens.refresh, tokens.access))
        return all(isinstance(answer, Reply) and answer.is_success for answer in await asyncio.gather(*asked))

    async def _granted(self, wish: Mapping[str, str]) -> Answer:
        reply = await self._asked("token", wish)
        if not isinstance(reply, Reply):
            return reply
        if reply.is_success:
            return _grant(reply.body) or Unclear("calendly misread")
        if reply.body.get("error") == "invalid_grant":
            return Rejected("calendly invalid_grant")
        said = setback(reply)
        # Whatever else is wrong is wrong with the application or with what we send, and not with this one token.
        return Refused(said.reason) if isinstance(said, Rejected) else said

    async def _asked(self, what: str, wish: Mapping[str, str]) -> Reply | Refused | Unreached | Unclear:
        if not self.is_configured:
            return Refused("calendly setting")
        # In the body, as Calendly describes it for revoking; where it describes HTTP Basic it takes this as well.
        whole = {"client_id": self.client_id, "client_secret": self.client_secret, **wish}
        return await exchanged("POST", self._address(what), urlencode(whole).encode(), FORM)

    def _address(self, what: str) -> str:
        return f"{self.url.rstrip('/')}/oauth/{what}"


def challenge(verifier: str) -> str:
    """RFC 7636, 4.2: S256."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _grant(body: Mapping[str, object]) -> Granted | None:
    access, refresh, lasts = body.get("access_token"), body.get("refresh_token"), body.get("expires_in")
    if not (is_token(access) and is_token(refresh)) or type(lasts) is not int or lasts <= 0:
        return None
    return Granted(str(access), str(refresh), min(lasts, LONGEST_SECONDS))
