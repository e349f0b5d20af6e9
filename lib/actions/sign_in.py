"""Lets staff in: one guess at a time, a session that the store knows, and out again at once."""

from typing import TypeVar

from lib.actions.answers import Limited
from lib.actions.callers import Staff
from lib.actions.changes import SessionEnded
from lib.actions.keyring import same
from lib.actions.outages import NotConfigured
from lib.actions.ports import Outside, epoch_ms
from lib.actions.sessions import Attempt, NewSession
from lib.studio.refusals import SignedOut, TooManyTries, WrongPassword
from lib.studio.values import dataclass

SESSION_LETTERS = 26
Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Credentials:
    """As they were typed; ``network`` is that of the request, if it can be trusted."""

    email: str
    password: str
    network: str


@dataclass(frozen=True, slots=True)
class Signed:
    """``ends`` is the epoch second at which the session is over in any case; ``name`` is an instructor's."""

    staff: Staff
    ends: int
    name: str = ""


async def sign_in(given: Credentials, outside: Outside) -> Signed:
    """Two round trips. Raises TooManyTries, WrongPassword or an Outage.

    Unknown addresses cost the same: the one hash there is is looked at in any case.
    """
    owner = outside.owner
    if not owner.email:
        raise NotConfigured("ADMIN_EMAIL")
    if not owner.password_hash:
        raise NotConfigured("ADMIN_PASSWORD_HASH")
    keyring = outside.keyring
    account, network = keyring.account(given.email), keyring.visitor(given.network)
    attempt = Attempt(outside.dice.letters(20), account, network, epoch_ms(outside.clock.now()))
    answer = await outside.store.try_sign_in(attempt)
    if isinstance(answer, Limited):
        raise TooManyTries(answer.wait_seconds)
    is_right = await outside.passwords.matches(given.password, owner.password_hash)
    if not same(account, keyring.account(owner.email)) or not is_right:
        raise WrongPassword
    staff = Staff(outside.dice.letters(SESSION_LETTERS), "owner", "")
    session = NewSession(session_name(staff, outside), staff.role, staff.instructor, attempt)
    return Signed(staff, (await outside.store.open_session(session)).ends)


def still_open(answer: Told | SessionEnded) -> Told:
    """Raises SignedOut where the store says that the session of the asker is over."""
    if isinstance(answer, SessionEnded):
        raise SignedOut
    return answer


async def who_am_i(staff: Staff, outside: Outside) -> Signed:
    """One round trip; keeps the session awake. Raises SignedOut or an Outage."""
    now = epoch_ms(outside.clock.now())
    session = still_open(await outside.store.session(session_name(staff, outside), now))
    return Signed(staff, session.ends, await instructor_name(staff, outside))


async def instructor_name(staff: Staff, outside: Outside) -> str:
    """Empty for the owner; as the catalogue at hand has it."""
    return (await outside.catalogs.current()).instructor_name(staff.instructor) if staff.instructor else ""


async def sign_out(staff: Staff, outside: Outside) -> None:
    """One round trip; from then on no token of this session opens anything. May be repeated."""
    await outside.store.close_session(session_name(staff, outside))


def session_name(staff: Staff, outside: Outside) -> str:
    """Part of it comes from the owner's password: with another one, no earlier session of theirs is found."""
    return f"{staff.session}.{outside.keyring.generation(outside.owner.password_hash)}"
