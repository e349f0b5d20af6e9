"""What the operator decides, read from the environment once; a missing value closes only its own door."""

from collections.abc import Callable, Mapping
from dataclasses import field

from lib.studio.values import dataclass


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
class Settings:
    """Empty means not set. Secrets are never printed: only their names are.

    ``data_dir`` is where letters and backups are kept when nobody takes them; never on the platform.
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
    backup_url: str = ""
    data_dir: str = ""
    on_platform: bool = False

    def __repr__(self) -> str:
        return "Settings(…)"

    def missing(self) -> tuple[str, ...]:
        """Names of what is not set and closes a door of a deployed studio."""
        mail = self.mail
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
        }
        return tuple(name for name, value in wanted.items() if not value)


def read(environment: Mapping[str, str]) -> Settings:
    """The marketplace and Upstash's own console name the store's credentials differently; both are understood."""

    def first(*names: str) -> str:
        return next((value for name in names if (value := environment.get(name, "").strip())), "")

    # A preview has a store and secrets of its own, so its links must lead back to itself.
    hosts = ("VERCEL_PROJECT_PRODUCTION_URL",) if first("VERCEL_ENV") == "production" else ()
    platform_host = first(*hosts, "VERCEL_URL")
    on_platform = first("VERCEL") == "1"
    return Settings(
        store_url=first("KV_REST_API_URL", "UPSTASH_REDIS_REST_URL"),
        store_token=first("KV_REST_API_TOKEN", "UPSTASH_REDIS_REST_TOKEN"),
        key_prefix=first("KEY_PREFIX"),
        jwt_secret=first("JWT_SECRET"),
        admin_email=first("ADMIN_EMAIL"),
        admin_password_hash=first("ADMIN_PASSWORD_HASH"),
        site_url=(first("SITE_URL") or (platform_host and f"https://{platform_host}")).rstrip("/"),
        version=first("VERCEL_GIT_COMMIT_SHA")[:12] or "development",
        cron_secret=first("CRON_SECRET"),
        mail=_mail(first),
        calendly=_calendly(first),
        backup_url=first("BACKUP_URL"),
        # A function's own disk is gone with it, so nothing may seem to be kept there.
        data_dir="" if on_platform else first("DATA_DIR"),
        on_platform=on_platform,
    )


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
    """Where a region of its own is named, or keys of the studio's: the platform's own come with a session token."""
    own_keys = first("AWS_ACCESS_KEY_ID") and first("AWS_SECRET_ACCESS_KEY") and not first("AWS_SESSION_TOKEN")
    named = first("AWS_SES_REGION")
    return named or ((first("AWS_REGION", "AWS_DEFAULT_REGION") or "us-east-1") if own_keys else "")
