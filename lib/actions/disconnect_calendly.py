"""Takes back the owner's consent: forgotten here in any case, and at Calendly if it can be told."""

from lib.actions.calendly_auth import Broken, Connected, NotConnected, Standing, Tokens
from lib.actions.callers import Staff
from lib.actions.change_booking import permitted
from lib.actions.ports import Outside
from lib.actions.sign_in import who_am_i


async def disconnect_calendly(staff: Staff, outside: Outside) -> bool:
    """Whether nothing is left at Calendly either. May be repeated. Raises OwnerOnly, SignedOut or an Outage."""
    permitted("connect_calendly", staff)
    await who_am_i(staff, outside)
    stands = await outside.store.connection(outside.keyring.calendly_key)
    # Here first: what Calendly could not be told must not go on being used.
    await outside.store.forget_connection()
    if isinstance(stands, NotConnected):
        return True
    tokens = _tokens(stands)
    return tokens is not None and await outside.calendly_auth.revoked(tokens)


def _tokens(stands: Standing) -> Tokens | None:
    match stands:
        case Connected(tokens) | Broken(_, _, Connected(tokens)):
            return tokens
        case _:
            return None
