"""Tokens of staff as they travel: signed, short-lived, and worth nothing once the store has closed their session."""

from lib.actions.callers import Staff
from lib.actions.ports import Outside
from lib.studio import policy

ISSUER, AUDIENCE, ALGORITHM = "sabor-con-flow", "staff", "HS256"
CLAIMS = ("iss", "aud", "sub", "role", "sid", "jti", "iat", "exp")
LIFETIME = policy.SESSION_TOKEN_MINUTES * 60
# Clocks of two machines may differ by this much; seconds.
LEEWAY = 60
LONGEST_TOKEN = 4096


def token_for(staff: Staff, ends: int, outside: Outside) -> tuple[str, int]:
    """A token and the epoch second at which it runs out: never after its session's end."""
    import jwt  # noqa: PLC0415 -- only staff have tokens, and every function would pay for it

    now = int(outside.clock.now().timestamp())
    expires = min(now + LIFETIME, ends)
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": staff.instructor or "owner",
        "role": staff.role,
        "sid": staff.session,
        "jti": outside.dice.letters(16),
        "iat": now,
        "exp": expires,
    }
    return jwt.encode(claims, outside.keyring.staff_key, algorithm=ALGORITHM), expires


def looks_like_staff_token(text: str) -> bool:
    """Whether it is worth looking at; nothing is parsed for this."""
    return text.count(".") == 2 and len(text) <= LONGEST_TOKEN and text.isascii()  # noqa: PLR2004 -- RFC 7515, 3.1


def staff_of(token: str, outside: Outside) -> Staff | None:
    """Who the token was made for, None if it was not made by us, for this, and lately. The store has not been asked."""
    import jwt  # noqa: PLC0415 -- see above

    try:
        claims = jwt.decode(
            token,
            outside.keyring.staff_key,
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            issuer=ISSUER,
            options={
                "require": list(CLAIMS),
                "enforce_minimum_key_length": True,
                "strict_aud": True,
                # Whether it is in time is judged below: the library would ask its own clock.
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        return None
    if set(claims) != set(CLAIMS) or not _is_in_time(claims["iat"], claims["exp"], outside):
        return None
    return _staff(claims["role"], claims["sub"], claims["sid"])


def _is_in_time(issued: object, expires: object, outside: Outside) -> bool:
    """Both are whole seconds; a token that claims to live longer than any of ours was not made by us."""
    if type(issued) is not int or type(expires) is not int:
        return False
    now = outside.clock.now().timestamp()
    return issued - LEEWAY <= now < expires + LEEWAY and 0 < expires - issued <= LIFETIME


def _staff(role: object, subject: object, session: object) -> Staff | None:
    if not isinstance(session, str) or not isinstance(subject, str):
        return None
    match role:
        case "owner" if subject == "owner":
            return Staff(session, "owner", "")
        case "instructor" if subject not in {"", "owner"}:
            return Staff(session, "instructor", subject)
        case _:
            return None
