"""What the API says of where it sends things."""

import re
from collections.abc import Mapping

from lib.actions.calendly import Subscription
from lib.gateways.calendly.protocol import Misread

# What is kept here of all that it could tell.
EVENTS = ("invitee.created", "invitee.canceled", "invitee_no_show.created", "invitee_no_show.deleted")
SUBSCRIPTION = re.compile(r"https://api\.calendly\.com/webhook_subscriptions/[A-Za-z0-9_-]{1,255}")


def subscription(body: Mapping[str, object]) -> Subscription:
    """Raises Misread."""
    uri, url, retries = body.get("uri"), body.get("callback_url"), body.get("retry_started_at")
    if not (isinstance(uri, str) and SUBSCRIPTION.fullmatch(uri) and isinstance(url, str)):
        raise Misread("uri or callback_url")
    return Subscription(uri, url, body.get("state") == "active", retries if isinstance(retries, str) else "")
