"""Whether a password is the one that a hash was made of: argon2id, a few at a time."""

import asyncio

from lib.actions.outages import NotConfigured

# OWASP's least for argon2id (cheat sheet on password storage): KiB of memory, passes, lanes. About 40 ms a look.
MEMORY, PASSES, LANES = 19 * 1024, 2, 1
# Each look takes 19 MiB: a crowd of guesses waits here and not in a process that has run out of memory.
AT_ONCE = 2


class ArgonPasswords:
    """Fulfils ports.Passwords."""

    def __init__(self) -> None:
        self._room = asyncio.Semaphore(AT_ONCE)

    async def matches(self, password: str, password_hash: str) -> bool:
        async with self._room:
            return await asyncio.to_thread(_matches, password, password_hash)


def hashed(password: str) -> str:
    """For the environment; salted anew each time."""
    from argon2 import PasswordHasher  # noqa: PLC0415 -- 65 ms that only who signs in should pay

    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY, parallelism=LANES).hash(password)


def is_weaker_than_today(password_hash: str) -> bool:
    """Whether it was made with smaller numbers than those above. Raises ValueError for what is no hash of argon2id."""
    from argon2 import Type, extract_parameters  # noqa: PLC0415 -- see above
    from argon2.exceptions import InvalidHashError  # noqa: PLC0415 -- see above

    try:
        found = extract_parameters(password_hash)
    except InvalidHashError as error:
        raise ValueError("no hash of argon2id") from error
    if found.type is not Type.ID:
        raise ValueError("no hash of argon2id")
    return found.memory_cost < MEMORY or found.time_cost < PASSES


def _matches(password: str, password_hash: str) -> bool:
    from argon2 import PasswordHasher  # noqa: PLC0415 -- see above
    from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError  # noqa: PLC0415 -- see above

    if not password_hash.startswith("$argon2id$"):
        raise NotConfigured("ADMIN_PASSWORD_HASH")
    try:
        return PasswordHasher().verify(password_hash, password)
    except VerifyMismatchError:
        return False
    except (InvalidHashError, VerificationError) as error:
        raise NotConfigured("ADMIN_PASSWORD_HASH") from error
