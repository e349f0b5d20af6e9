"""What the operator decides, read from the environment once; a missing value closes only its own door."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import field

from lib.studio.values import dataclass

# What leads from a preview to people, to Calendly, or to where production's backups are; each word lets it out again.
OUTWARD: Mapping[str, tuple[str, ...]] = {
    "letters": ("SENDGRID_API_KEY", "AWS_SES_REGION", "AWS_ACCESS_KEY_ID"),
    "calendly": ("CALENDLY_API_TOKEN", "CALENDLY_CLIENT_ID"),
    "backups": ("BACKUP_URL",),
    "webhooks": ("OUTGOING_WEBHOOK_URL", "OUTGOING_WEBHOOK_SECRET"),
}


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Who sends letters, in whose name, and who hears of them. ``ses_region`` is empty unless SES may be used."""

    sender: str = ""
    studio: str = ""
    sendgrid_key: str = field(default="", repr=False)
    sendgrid_url: str = ""
    sendgrid_event_key: str = ""
    ses_region: str = ""


@dataclass(frozen=True, slots=True)
class CalendlySettings:
    """How Calendly is asked, and how its messages are known: each secret may be several, separated by commas.

    ``token`` is a personal one; without it the application named by ``client_id`` asks by its owner's consent.
    """

    token: str = field(default="", repr=False)
    base_url: str = ""
    webhook_secret: str = field(default="", repr=False)
    relay_secret: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    auth_url: str = ""


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """Which other systems are told of bookings, addresses with blanks between, and what they know it by."""

    urls: str = ""
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """Empty means not set. Secrets are never printed: only their names are.

    ``data_dir`` is where letters and backups are kept when nobody takes them; never on the platform. ``is_preview``: it
    has keys of its own and reaches nobody outside but whom PREVIEW_SENDS names.
    """

    store_url: str
    store_token: str
    key_prefix: str
    jwt_secret: str
    admin_email: str
    admin_password_hash: str
    site_url: str
    version: str
    cron_secret: str = ""
    mail: MailSettings = MailSettings()
    calendly: CalendlySettings = CalendlySettings()
    webhooks: WebhookSettings = WebhookSettings()
    backup_url: str = ""
    data_dir: str = ""
    on_platform: bool = False
    is_preview: bool = False

    def __repr__(self) -> str:
        return "Settings(…)"

    def missing(self) -> tuple[str, ...]:
        """Names of what is not set and closes a door of a deployed studio."""
        mail, webhooks = self.mail, self.webhooks
        wanted = {
            "JWT_SECRET": self.jwt_secret,
            "ADMIN_EMAIL": self.admin_email,
            "ADMIN_PASSWORD_HASH": self.admin_password_hash,
            "SITE_URL": self.site_url,
            "CRON_SECRET": self.cron_secret,
            "SENDGRID_API_KEY": mail.sendgrid_key or mail.ses_region,
            "EMAIL_FROM": mail.sender,
            "STUDIO_EMAIL": mail.studio,
            "BACKUP_URL": self.backup_url,
            # Nobody has to set these, but one of them is nothing without the other.
            "OUTGOING_WEBHOOK_URL": webhooks.urls or not webhooks.secret,
            "OUTGOING_WEBHOOK_SECRET": webhooks.secret or not webhooks.urls,
        }
        return tuple(name for name, value in wanted.items() if not value)


def read(environment: Mapping[str, str]) -> Settings:
    """The marketplace and Upstash's own console name the store's credentials differently; both are understood."""
    is_preview = environment.get("VERCEL_ENV", "").strip() not in {"", "production"}
    silent = _kept_inside(environment.get("PREVIEW_SENDS", "")) if is_preview else frozenset()

    def first(*names: str) -> str:
        given = (environment.get(name, "").strip() for name in names if name not in silent)
        return next((value for value in given if value), "")

    # A preview has a store and secrets of its own, so its links must lead back to itself.
    hosts = ("VERCEL_PROJECT_PRODUCTION_URL",) if first("VERCEL_ENV") == "production" else ()
    platform_host = first(*hosts, "VERCEL_URL")
    own_url = f"https://{platform_host}" if platform_host else ""
    on_platform = first("VERCEL") == "1"
    return Settings(
        store_url=first("KV_REST_API_URL", "UPSTASH_REDIS_REST_URL"),
        store_token=first("KV_REST_API_TOKEN", "UPSTASH_REDIS_REST_TOKEN"),
        key_prefix=first("KEY_PREFIX") + (_preview_prefix(first("VERCEL_GIT_COMMIT_REF")) if is_preview else ""),
        jwt_secret=first("JWT_SECRET"),
        admin_email=first("ADMIN_EMAIL"),
        admin_password_hash=first("ADMIN_PASSWORD_HASH"),
        site_url=((own_url if is_preview else "") or first("SITE_URL") or own_url).rstrip("/"),
        version=first("VERCEL_GIT_COMMIT_SHA")[:12] or "development",
        cron_secret=first("CRON_SECRET"),
        mail=_mail(first),
        calendly=_calendly(first),
        webhooks=WebhookSettings(first("OUTGOING_WEBHOOK_URL"), first("OUTGOING_WEBHOOK_SECRET")),
        backup_url=first("BACKUP_URL"),
        # A function's own disk is gone with it, so nothing may seem to be kept there.
        data_dir="" if on_platform else first("DATA_DIR"),
        on_platform=on_platform,
        is_preview=is_preview,
    )


def _preview_prefix(branch: str) -> str:
    """Behind production's own prefix, so that not even a KEY_PREFIX which both were given lets a preview in there.

    Hashed, because a branch may be called anything. Deployments that name no branch share one.
    """
    return f"preview-{hashlib.sha256(branch.encode(errors='surrogateescape')).hexdigest()[:12]}:"


def _kept_inside(said: str) -> frozenset[str]:
    """Names of settings that a preview does not look at."""
    out = {word.strip() for word in said.split(",")}
    return frozenset(name for what, names in OUTWARD.items() if what not in out for name in names)


def _mail(first: Callable[..., str]) -> MailSettings:
    return MailSettings(
        sender=first("EMAIL_FROM"),
        studio=first("STUDIO_EMAIL"),
        sendgrid_key=first("SENDGRID_API_KEY"),
        sendgrid_url=first("SENDGRID_BASE_URL") or "https://api.sendgrid.com",
        sendgrid_event_key=first("SENDGRID_EVENT_KEY"),
        ses_region=_ses_region(first),
    )


def _calendly(first: Callable[..., str]) -> CalendlySettings:
    return CalendlySettings(
        token=first("CALENDLY_API_TOKEN"),
        base_url=first("CALENDLY_BASE_URL") or "https://api.calendly.com",
        client_id=first("CALENDLY_CLIENT_ID"),
        client_secret=first("CALENDLY_CLIENT_SECRET"),
        auth_url=first("CALENDLY_AUTH_URL") or "https://auth.calendly.com",
        webhook_secret=first("CALENDLY_WEBHOOK_SECRET"),
        relay_secret=first("WEBHOOK_SIGNATURE_SECRET"),
    )


def _ses_region(first: Callable[..., str]) -> str:
    """Where a region of its own is named, or keys of the studio's that can be for nothing but letters.

    The platform's own keys come with a session token; those beside BACKUP_URL may open its bucket alone.
    """
    own_keys = first("AWS_ACCESS_KEY_ID") and first("AWS_SECRET_ACCESS_KEY") and not first("AWS_SESSION_TOKEN")
    for_letters = own_keys and not first("BACKUP_URL")
    named = first("AWS_SES_REGION")
    return named or ((first("AWS_REGION", "AWS_DEFAULT_REGION") or "us-east-1") if for_letters else "")
