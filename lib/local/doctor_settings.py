"""What `make doctor` says of each setting: whether it is there, and whether it has the form that it must have."""

import re
from collections.abc import Callable, Mapping
from email.utils import parseaddr
from urllib.parse import urlsplit

from lib import settings
from lib.actions.keyring import SHORTEST_SECRET
from lib.gateways.outgoing import is_address
from lib.gateways.passwords import is_weaker_than_today
from lib.gateways.webhooks.addresses import SHORTEST_SECRET as SHORTEST_WEBHOOK_SECRET
from lib.local.doctor_mail import SHORTEST_CRON_SECRET
from lib.local.findings import Finding
from lib.settings import OUTWARD, Settings

# Each complaint is None for a value that may be right, else what is wrong and what to do; never the value.
Complaint = Callable[[str], str | None]
LOCAL_HOSTS = frozenset(("localhost", "127.0.0.1", "::1"))
# Whose rules (DMARC) have others' letters under their name refused; SendGrid warns of them when a sender is added.
FREE_MAIL = frozenset(
    ("gmail.com", "googlemail.com", "yahoo.com", "outlook.com", "hotmail.com", "aol.com", "icloud.com")
)
# Less than this, and it was typed by somebody.
FEWEST_LETTERS = 8


def _matches(pattern: str, remedy: str) -> Complaint:
    return lambda value: None if re.fullmatch(pattern, value) else remedy


def _host_alone(value: str) -> str | None:
    return None if is_address(value) else "must be a host and nothing behind it: set https://host"


def _site(value: str) -> str | None:
    if not (is_address(value) and _is_private(value)):
        return "must be https:// and a host: set it without a path, as customers type it"
    return None


def _store_url(value: str) -> str | None:
    if value.startswith(("redis://", "rediss://")):
        return "is the address for Redis' own protocol: copy the REST address, which begins with https://"
    if _is_private(value):
        return None
    return "must begin with https://: copy the REST address from the database's page"


def _is_private(value: str) -> bool:
    """Encrypted, or never leaving this machine."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL_HOSTS)


def _secret(length: int) -> Complaint:
    def complaint(value: str) -> str | None:
        if not _is_word(value) or len(value) < length or len(set(value)) < FEWEST_LETTERS:
            return f"must be {length} characters or more that nobody can guess, without blanks: `make secrets`"
        return None

    return complaint


def _is_word(value: str) -> bool:
    return value.isascii() and value.isprintable() and " " not in value


def _sender(value: str) -> str | None:
    address = parseaddr(value)[1]
    domain = address.rpartition("@")[2].lower()
    if not _MAIL.fullmatch(address):
        return "must be an address, as in Studio <hello@book.example.com>: set one that the provider has verified"
    if domain in FREE_MAIL:
        return "is at a free mail provider, whose rules have its letters refused: set one of the studio's own domain"
    return None


def _previews(value: str) -> str | None:
    strange = {word.strip() for word in value.split(",")} - OUTWARD.keys()
    return f"knows {', '.join(OUTWARD)}: set these with commas, or remove it" if strange else None


def _hash(value: str) -> str | None:
    try:
        is_weaker_than_today(value)
    except ValueError:
        return "is no hash of argon2id: `make admin` makes one; copy it whole, each $ as it stands"
    return None


_MAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\"]+")
_WORD = _matches(r"[!-~]+", "holds what no token holds: copy it again, whole and without blanks")
_REGION = _matches(r"[a-z]{2}(-[a-z]+)+-\d", "is no region of Amazon's: set one such as eu-central-1")
_LONG_ENOUGH = _secret(SHORTEST_SECRET)

FORMS: Mapping[str, Complaint] = {
    "KV_REST_API_URL": _store_url,
    "UPSTASH_REDIS_REST_URL": _store_url,
    "KV_REST_API_TOKEN": _WORD,
    "UPSTASH_REDIS_REST_TOKEN": _WORD,
    "KEY_PREFIX": _matches(
        r"(?!.*preview-)[A-Za-z0-9:._-]{1,60}",
        "must be letters and digits, and not a preview's: set one such as studio:",
    ),
    "PREVIEW_SENDS": _previews,
    "JWT_SECRET": _LONG_ENOUGH,
    "SITE_URL": _site,
    "ADMIN_EMAIL": _matches(_MAIL.pattern, "is no e-mail address: `make admin` asks for one"),
    "ADMIN_PASSWORD_HASH": _hash,
    "CRON_SECRET": _secret(SHORTEST_CRON_SECRET),
    "EMAIL_FROM": _sender,
    "STUDIO_EMAIL": _matches(_MAIL.pattern, "is no e-mail address: set the bare one of the desk"),
    "SENDGRID_API_KEY": _matches(
        r"SG\.[\w-]+\.[\w-]+", "is no key of SendGrid's, which is SG. and two words: copy it again"
    ),
    "SENDGRID_BASE_URL": _host_alone,
    # A public key in DER, of which the first byte is always the same.
    "SENDGRID_EVENT_KEY": _matches(
        r"M[A-Za-z0-9/+]{79,}={0,2}", "is no public key: copy it from the page of the signed event webhook"
    ),
    "CALENDLY_API_TOKEN": _WORD,
    "CALENDLY_BASE_URL": _host_alone,
    "CALENDLY_CLIENT_ID": _WORD,
    "CALENDLY_CLIENT_SECRET": _WORD,
    "CALENDLY_AUTH_URL": _host_alone,
    "CALENDLY_WEBHOOK_SECRET": _matches(
        r"[!-+\--~]{16,}(\s*,\s*[!-+\--~]{16,})*", "is too short to sign: `make calendly-setup`"
    ),
    "WEBHOOK_SIGNATURE_SECRET": _secret(16),
    "OUTGOING_WEBHOOK_URL": _matches(
        r"https://[^\s@]+(\s+https://[^\s@]+){0,2}", "must be https, at most three with blanks between: set them so"
    ),
    "OUTGOING_WEBHOOK_SECRET": _secret(SHORTEST_WEBHOOK_SECRET),
    "AWS_ACCESS_KEY_ID": _matches(r"[A-Z0-9]{16,128}", "is no id of a key of Amazon's: copy it again"),
    "AWS_SECRET_ACCESS_KEY": _matches(r"[A-Za-z0-9/+=]{30,128}", "is no key of Amazon's: copy it again"),
    "AWS_SESSION_TOKEN": _WORD,
    "AWS_REGION": _REGION,
    "AWS_DEFAULT_REGION": _REGION,
    "AWS_SES_REGION": _REGION,
    "BACKUP_URL": _matches(r"(s3|https?)://[^\s@?#]+", "names no bucket: set s3://bucket/folder"),
}
_PAIRS = (
    ("KV_REST_API_URL", "KV_REST_API_TOKEN"),
    ("UPSTASH_REDIS_REST_URL", "UPSTASH_REDIS_REST_TOKEN"),
    ("ADMIN_EMAIL", "ADMIN_PASSWORD_HASH"),
    ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
    ("CALENDLY_CLIENT_ID", "CALENDLY_CLIENT_SECRET"),
    ("OUTGOING_WEBHOOK_URL", "OUTGOING_WEBHOOK_SECRET"),
)


def setting_findings(environment: Mapping[str, str], names: tuple[str, ...]) -> list[Finding]:
    """A line for each that is set, one for all that are not, and what follows from both."""
    given = [name for name in names if environment.get(name)]
    found = [_form(name, environment[name]) for name in given]
    absent = [name for name in names if name not in given]
    if absent:
        found.append(Finding("ok", "not set", f"{', '.join(absent)}; what each is for stands in .env.example"))
    return [*found, *_pairs(environment), *_together(settings.read(environment), environment)]


def _form(name: str, value: str) -> Finding:
    if value != value.strip() or value[:1] + value[-1:] in {"''", '""'}:
        return Finding("wrong", name, "stands in quotes or blanks: copy it again without them")
    complaint = FORMS[name](value) if name in FORMS else None
    return Finding("wrong", name, complaint) if complaint else Finding("ok", name, "is set, and has the right form")


def _pairs(environment: Mapping[str, str]) -> list[Finding]:
    found = []
    for pair in _PAIRS:
        lacking = [name for name in pair if not environment.get(name)]
        if len(lacking) == 1:
            there = next(name for name in pair if name not in lacking)
            found.append(Finding("wrong", lacking[0], f"belongs to {there}, and is missing: set both or neither"))
    return found


def _together(chosen: Settings, environment: Mapping[str, str]) -> list[Finding]:
    """What only several of them say."""
    found = []
    if not (chosen.store_url and chosen.store_token):
        todo = "connect one in the platform's marketplace, or set KV_REST_API_URL and KV_REST_API_TOKEN"
        found.append(Finding("wrong", "store", f"is required when deployed, and none is named: {todo}"))
    if not chosen.jwt_secret:
        found.append(Finding("wrong", "JWT_SECRET", "is required when deployed, and not set: `make secrets`"))
    if not (chosen.admin_email or chosen.admin_password_hash):
        found.append(Finding("note", "owner", "nobody can sign in; `make admin` prints what is missing"))
    elif _hash(chosen.admin_password_hash) is None and is_weaker_than_today(chosen.admin_password_hash):
        found.append(Finding("note", "owner", "the hash is weaker than today's; `make admin` makes a new one"))
    urls = {environment.get(name, "") for name in ("KV_REST_API_URL", "UPSTASH_REDIS_REST_URL")} - {""}
    if len(urls) > 1:
        found.append(Finding("wrong", "store", "two are named, and the KV_ one is used: remove the other pair"))
    if chosen.jwt_secret and chosen.jwt_secret in {chosen.cron_secret, chosen.calendly.relay_secret}:
        found.append(Finding("wrong", "JWT_SECRET", "is used for something else as well: `make secrets` makes another"))
    if chosen.is_preview:
        kept = "has keys of its own, and reaches nobody but whom PREVIEW_SENDS names"
        found.append(Finding("ok", "preview", f"VERCEL_ENV says that this is none of production: it {kept}"))
    return found
