"""The keys derived from the studio's one secret, each for a single purpose, and the tokens made with them."""

import base64
import hmac
import re
from collections.abc import Callable
from dataclasses import field

from lib.actions.outages import NotConfigured
from lib.studio import policy
from lib.studio.values import dataclass

SHORTEST_SECRET = 32
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
# 134 bits, and a token behind them.
TICKET_LETTERS = 26
_MAGIC = re.compile(r"[a-z0-9]{26}[A-Za-z0-9_-]{43}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Keyring:
    """Tokens are stateless and equal in every resend; raising a booking's token version revokes them.

    A secret that is missing or shorter than 32 bytes makes nothing: it raises NotConfigured when it is used.
    """

    secret: bytes = field(repr=False)

    def manage_token(self, booking_id: str, token_version: int) -> str:
        """Opens one booking for its customer. 256 bits, URL-safe; travels in fragments and headers only."""
        return self._token("manage-link", f"{booking_id}|{token_version}")

    def mailed_token(self, booking_id: str, token_version: int) -> str:
        """The same, but known only to who reads the mail of the booking's customer: anybody can type an address."""
        return self._token("mailed-link", f"{booking_id}|{token_version}")

    def token_version(self, booking_id: str, token: str) -> int:
        """The version that a manage token was made for, 0 when it was made for none; the same work for every token."""
        return max(self._version(self.manage_token, booking_id, token), self.mailed_version(booking_id, token))

    def mailed_version(self, booking_id: str, token: str) -> int:
        """The same for a token that came by mail alone."""
        return self._version(self.mailed_token, booking_id, token)

    def calendar_version(self, booking_id: str, key: str) -> int:
        """The same for a calendar key."""
        return self._version(self.calendar_key, booking_id, key)

    def calendar_key(self, booking_id: str, token_version: int) -> str:
        """Opens nothing but the booking's calendar file, so it may stand in an address that calendars fetch."""
        return self._token("calendar-file", f"{booking_id}|{token_version}")

    def visitor(self, network: str) -> str:
        """The name under which one network is counted; empty when it is not known."""
        return self._mac("visitor", network).hex()[:40] if network else ""

    def customer(self, email: str) -> str:
        """The name under which one person's bookings are found: the same for every spelling in capitals."""
        return self._mac("customer-index", email.casefold()).hex()[:40]

    def account(self, email: str) -> str:
        """The name under which guesses at one account are counted, whether it exists or not."""
        return self._mac("account", email.strip().casefold()).hex()[:40]

    def asker(self, email: str) -> str:
        """The same for who asks for a link, so that asking never slows down who has a password."""
        return self._mac("link-asker", email.strip().casefold()).hex()[:40]

    def magic(self, ticket: str) -> str:
        """What a mailed link says: a ticket that the store knows, and the proof that we made it, which nobody keeps."""
        return ticket + self._token("sign-in-link", ticket)

    def ticket_of(self, magic: str) -> str | None:
        """None for what we did not make."""
        ticket = magic[:TICKET_LETTERS]
        return ticket if _MAGIC.fullmatch(magic) and same(magic, self.magic(ticket)) else None

    def session_by_link(self, ticket: str, key: str) -> str:
        """The session that one caller opens with a link: the same when the same caller has to ask again."""
        return self._mac("link-session", f"{ticket}|{key}").hex()[:40]

    def teaching_secret(self, instructor: str, ticket: str) -> str:
        """Opens nothing but one instructor's calendar, so it may stand in an address; built as ``magic`` is."""
        return ticket + self._token("teaching-calendar", f"{instructor}|{ticket}")

    def is_teaching_secret(self, secret: str, instructor: str) -> bool:
        return same(secret, self.teaching_secret(instructor, secret[:TICKET_LETTERS]))

    def generation(self, password_hash: str) -> str:
        """The same for as long as the password is."""
        return self._mac("session-generation", password_hash).hex()[:16]

    def csrf_token(self, session: str) -> str:
        """What a page of ours says beside its cookie, and no other page can know."""
        return self._token("csrf", session)

    @property
    def staff_key(self) -> bytes:
        """Signs the tokens of staff, and nothing else. 32 bytes."""
        if not self.is_usable:
            raise NotConfigured("JWT_SECRET")
        return hmac.digest(self.secret, b"staff-token", "sha256")

    @property
    def calendly_key(self) -> bytes:
        """Seals what opens Calendly, and nothing else. 32 bytes."""
        if not self.is_usable:
            raise NotConfigured("JWT_SECRET")
        return hmac.digest(self.secret, b"calendly-connection", "sha256")

    def return_token(self, state: str) -> str:
        """By which the browser that was sent to Calendly's consent page is known when it comes back."""
        return self._token("calendly-return", state)

    @property
    def is_usable(self) -> bool:
        return len(self.secret) >= SHORTEST_SECRET

    def _version(self, made: Callable[[str, int], str], booking_id: str, token: str) -> int:
        versions = range(1, policy.TOKEN_VERSIONS + 1)
        return max(version * same(token, made(booking_id, version)) for version in versions)

    def _token(self, purpose: str, subject: str) -> str:
        return base64.urlsafe_b64encode(self._mac(purpose, subject)).rstrip(b"=").decode()

    def _mac(self, purpose: str, subject: str) -> bytes:
        if not self.is_usable:
            raise NotConfigured("JWT_SECRET")
        key = hmac.digest(self.secret, purpose.encode(), "sha256")
        return hmac.digest(key, subject.encode(), "sha256")


def looks_like_token(text: str) -> bool:
    return _TOKEN.fullmatch(text) is not None


def ticket_in(secret: str) -> str | None:
    """None for what has not the form of a ticket and a token behind it."""
    return secret[:TICKET_LETTERS] if _MAGIC.fullmatch(secret) else None


def same(one: str, other: str) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())
