"""The one place that knows both what the actions need and what the world has: joined once a process."""

import os
from functools import cache
from pathlib import Path

from lib import settings
from lib.actions.calendly_access import AccessWorld, CalendlyAccess
from lib.actions.calendly_ports import CalendlyApi
from lib.actions.keyring import Keyring
from lib.actions.ports import Outside
from lib.actions.post_ports import Receivers
from lib.actions.sessions import Owner
from lib.actions.viewers import Viewers
from lib.gateways.calendars import IcalendarFiles
from lib.gateways.calendly.auth_server import CalendlyAuthServer
from lib.gateways.calendly.off import NoCalendly
from lib.gateways.calendly.on_demand import CalendlyOnDemand
from lib.gateways.calendly.webhooks import CalendlyWebhooks
from lib.gateways.clock import SystemClock, SystemDice
from lib.gateways.mail.chain import Chain, Provider
from lib.gateways.mail.on_demand import LettersOnDemand, PostOnDemand
from lib.gateways.mail.receipts import SendGridReceipts
from lib.gateways.passwords import ArgonPasswords
from lib.gateways.store import CachedCatalogs, Feed, Store
from lib.gateways.vault import vault_for
from lib.gateways.webhooks.off import NoReceivers
from lib.settings import CalendlySettings, MailSettings, Settings


@cache
def outside() -> Outside:
    """The real world. What is not configured raises NotConfigured when it is used, so that health can say so."""
    chosen = settings.read(os.environ)
    store = Store(chosen.store_url, chosen.store_token, chosen.key_prefix)
    clock, dice, keyring = SystemClock(), SystemDice(), Keyring(chosen.jwt_secret.encode())
    auth = CalendlyAuthServer(chosen.calendly.client_id, chosen.calendly.client_secret, chosen.calendly.auth_url)
    kept = Path(chosen.data_dir) if chosen.data_dir else None
    return Outside(
        store=store,
        catalogs=CachedCatalogs(store),
        events=Feed(store),
        viewers=Viewers(),
        clock=clock,
        dice=dice,
        calendars=IcalendarFiles(),
        letters=LettersOnDemand(chosen.mail.sender, chosen.mail.studio),
        post=_post(chosen, kept),
        receipts=SendGridReceipts(chosen.mail.sendgrid_event_key),
        receivers=_receivers(chosen),
        webhooks=CalendlyWebhooks(chosen.calendly.webhook_secret, chosen.calendly.relay_secret),
        calendly=_calendly(chosen.calendly, AccessWorld(store, auth, clock, dice, keyring)),
        calendly_auth=auth,
        vault=vault_for(chosen.backup_url, kept / "backups" if kept else None),
        keyring=keyring,
        passwords=ArgonPasswords(),
        owner=Owner(chosen.admin_email, chosen.admin_password_hash),
        cron_secret=chosen.cron_secret,
        site_url=chosen.site_url,
        version=chosen.version,
        missing=chosen.missing(),
        on_platform=chosen.on_platform,
    )


def _calendly(chosen: CalendlySettings, world: AccessWorld) -> CalendlyApi:
    """A personal token wins: whoever has set one means it."""
    if chosen.token:
        return CalendlyOnDemand(chosen.token, chosen.base_url)
    return CalendlyOnDemand(CalendlyAccess(world), chosen.base_url) if world.auth.is_configured else NoCalendly()


def _receivers(chosen: Settings) -> Receivers:
    """Whoever has set one of both means it, so that what cannot be used is said to be wrong, not off."""
    urls, secret = chosen.webhooks.urls, chosen.webhooks.secret
    if not (urls or secret):
        return NoReceivers("off")
    from lib.gateways.webhooks.addresses import faults  # noqa: PLC0415 -- only a studio that uses it pays for it
    from lib.gateways.webhooks.receivers import HttpReceivers  # noqa: PLC0415 -- as above

    if faults(urls, secret, on_platform=chosen.on_platform):
        return NoReceivers("wrong")
    return HttpReceivers(urls.split(), secret, public_only=chosen.on_platform)


def _post(chosen: Settings, kept: Path | None) -> PostOnDemand:
    """SendGrid, and SES when it does not take a letter; what nobody may send is kept where it can be looked at."""
    mail = chosen.mail
    if mail.sender and (mail.sendgrid_key or mail.ses_region):
        return PostOnDemand("live", lambda: _providers(mail))
    return PostOnDemand("local" if kept else "off", lambda: _mailbox(kept))


def _providers(mail: MailSettings) -> Chain:
    from lib.gateways.mail.sendgrid import SendGrid  # noqa: PLC0415 -- only who sends a letter pays for it
    from lib.gateways.mail.ses import Ses  # noqa: PLC0415 -- as above

    providers: list[Provider] = [SendGrid(mail.sendgrid_key, mail.sendgrid_url)] if mail.sendgrid_key else []
    return Chain((*providers, *([Ses(mail.ses_region)] if mail.ses_region else [])), "live")


def _mailbox(kept: Path | None) -> Chain:
    from lib.gateways.mail.kept_mail import KeptMail  # noqa: PLC0415 -- as above

    return Chain((KeptMail(kept / "mail"),), "local") if kept else Chain((), "off")
