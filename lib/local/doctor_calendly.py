"""What `make doctor` says of Calendly: nothing of it is required, and half of it is worth a word."""

from lib.actions.calendly import Subscription
from lib.actions.calendly_ports import CalendlyApi
from lib.local.findings import Said
from lib.settings import Settings


async def calendly_findings(chosen: Settings, api: CalendlyApi) -> list[Said]:
    """Verdict, subject and sentence of each; never a value, because the report may be pasted into a ticket."""
    has_secret = bool(chosen.calendly.webhook_secret)
    if not (has_secret or api.is_configured):
        return [("note", "calendly", "is not used; `make calendly-setup` connects it")]
    heard = "is believed" if has_secret else "is not believed: set CALENDLY_WEBHOOK_SECRET"
    found: list[Said] = [("ok" if has_secret else "wrong", "word of calendly", heard)]
    if not api.is_configured:
        return [
            *found,
            (
                "note",
                "calendly",
                "cannot be asked, and gets no bookings of ours: set CALENDLY_API_TOKEN or CALENDLY_CLIENT_ID",
            ),
        ]
    if (await api.link()).connection == "not_connected":
        return [*found, ("note", "calendly", "nobody has consented yet: connect it on /admin/problems, as the owner")]
    known = await api.subscriptions()
    if not isinstance(known, tuple):
        return [
            *found,
            (
                "wrong",
                "calendly",
                f"does not answer as it should ({known.reason}): make another token, or wait if it is away",
            ),
        ]
    return [*found, _subscription(known, chosen.site_url)]


def _subscription(known: tuple[Subscription, ...], site_url: str) -> Said:
    ours = [each for each in known if each.leads_to(site_url)]
    if any(each.is_active for each in ours):
        return "ok", "calendly", "answers, and sends what happens to this site"
    if ours:
        # The same address twice is refused, and one that was given up is never taken up again.
        again = "`make calendly-setup REPLACE=1` makes another subscription"
        return "wrong", "calendly", f"has given up on this site: {again}"
    return "wrong", "calendly", "sends nothing to this site: `make calendly-setup` makes a subscription"
