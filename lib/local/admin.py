"""`make admin`: asks who runs the studio and prints what to put into the environment; keeps the owner of `make run`."""

import getpass
import os
import secrets
import sys
from pathlib import Path

from lib.gateways.passwords import hashed
from lib.local.kept_secrets import keep, kept
from lib.studio import policy

# An address that can belong to nobody (RFC 2606).
LOCAL_EMAIL = "owner@studio.test"
# Of 32 letters, none of which looks like another; five bits each, so that 20 of them cannot be guessed.
LETTERS, COUNT = "abcdefghjkmnpqrstuvwxyz23456789_", 20
# The first that everybody tries; the rest of such a list is kept out by the length.
COMMON = ("password", "contrase", "12345678", "qwertyui", "sabor con flow", "saborconflow", "letmein", "iloveyou")


def made_up_password() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(COUNT))


def objection(password: str) -> str | None:
    """Why this is no password, None if it is one."""
    if not policy.SHORTEST_PASSWORD <= len(password) <= policy.LONGEST_PASSWORD:
        return f"A password has {policy.SHORTEST_PASSWORD} to {policy.LONGEST_PASSWORD} characters."
    if any(word in password.casefold() for word in COMMON) or len(set(password)) < 5:  # noqa: PLR2004 -- "aaaaaaaaaaaa"
        return "This is among the first that anybody tries."
    return None


def local_owner(data_dir: Path, *, anew: bool = False) -> tuple[str, str, str | None]:
    """Address and hash of who owns the site of `make run`, and the password if it was made just now."""
    known = None if anew else kept(data_dir, "owner_password_hash")
    if known:
        return LOCAL_EMAIL, known, None
    password = made_up_password()
    return LOCAL_EMAIL, keep(data_dir, owner_password_hash=hashed(password))["owner_password_hash"], password


def main() -> int:
    if os.environ.get("LOCAL"):
        email, _, password = local_owner(Path(os.environ.get("DATA_DIR") or ".local").resolve(), anew=True)
        print(f"The owner of `make run` is {email}, with the password {password}")
        print("It is not kept anywhere. Start `make run` anew.")
        return 0
    email = (os.environ.get("EMAIL") or _asked("E-mail address of the owner: ")).strip()
    if "@" not in email or any(letter.isspace() for letter in email):
        print("That is no e-mail address.", file=sys.stderr)
        return 1
    given = _given_password()
    password = given or made_up_password()
    if wrong := objection(password):
        print(wrong, file=sys.stderr)
        return 1
    if not given:
        print(f"The password is {password}", file=sys.stderr)
        print("It is shown this once; keep it in a password manager.", file=sys.stderr)
    print("Put these two lines into the environment:", file=sys.stderr)
    print(f"ADMIN_EMAIL={email}")
    # In quotes, because a shell would look for variables behind each of its dollar signs.
    print(f"ADMIN_PASSWORD_HASH='{hashed(password)}'")
    return 0


def _given_password() -> str:
    """Typed without being shown, or one line of what is piped in; empty for one that is to be made up."""
    if sys.stdin.isatty():
        return getpass.getpass("Password (empty: make one up): ")
    return sys.stdin.readline().rstrip("\n")


def _asked(question: str) -> str:
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline()


if __name__ == "__main__":
    sys.exit(main())
