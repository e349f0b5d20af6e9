"""What the operator decides, read from the environment once; a missing value closes only its own door."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Empty means not set. Secrets are never printed: only their names are."""

    store_url: str
    store_token: str
    key_prefix: str
    jwt_secret: str
    admin_email: str
    admin_password_hash: str
    site_url: str
    version: str
    on_platform: bool = False

    def __repr__(self) -> str:
        return "Settings(…)"


def read(environment: Mapping[str, str]) -> Settings:
    """The marketplace and Upstash's own console name the store's credentials differently; both are understood."""

    def first(*names: str) -> str:
        return next((value for name in names if (value := environment.get(name, "").strip())), "")

    # A preview has a store and secrets of its own, so its links must lead back to itself.
    hosts = ("VERCEL_PROJECT_PRODUCTION_URL",) if first("VERCEL_ENV") == "production" else ()
    platform_host = first(*hosts, "VERCEL_URL")
    return Settings(
        store_url=first("KV_REST_API_URL", "UPSTASH_REDIS_REST_URL"),
        store_token=first("KV_REST_API_TOKEN", "UPSTASH_REDIS_REST_TOKEN"),
        key_prefix=first("KEY_PREFIX"),
        jwt_secret=first("JWT_SECRET"),
        admin_email=first("ADMIN_EMAIL"),
        admin_password_hash=first("ADMIN_PASSWORD_HASH"),
        site_url=(first("SITE_URL") or (platform_host and f"https://{platform_host}")).rstrip("/"),
        version=first("VERCEL_GIT_COMMIT_SHA")[:12] or "development",
        on_platform=first("VERCEL") == "1",
    )
