"""GET /api/health."""

from typing import Literal

from typing_extensions import TypedDict

from lib.actions.check_health import Check, Health


class ChecksMessage(TypedDict):
    store: Check
    mail: Check
    calendly: Check
    backup: Check
    webhooks: Check


class HealthMessage(TypedDict):
    status: Literal["ok", "degraded", "down"]
    checks: ChecksMessage
    version: str


def health_message(health: Health, version: str) -> HealthMessage:
    checks: ChecksMessage = {
        "store": health.store,
        "mail": health.mail,
        "calendly": health.calendly,
        "backup": health.backup,
        "webhooks": health.webhooks,
    }
    return {"status": health.status, "checks": checks, "version": version}
