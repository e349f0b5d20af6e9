"""The one place that knows both what the actions need and what the world has: joined once a process."""

import os
from functools import cache

from lib import settings
from lib.actions.keyring import Keyring
from lib.actions.ports import Outside
from lib.actions.sessions import Owner
from lib.gateways.calendars import IcalendarFiles
from lib.gateways.clock import SystemClock, SystemDice
from lib.gateways.passwords import ArgonPasswords
from lib.gateways.store import CachedCatalogs, Store


@cache
def outside() -> Outside:
    """The real world. What is not configured raises NotConfigured when it is used, so that health can say so."""
    chosen = settings.read(os.environ)
    store = Store(chosen.store_url, chosen.store_token, chosen.key_prefix)
    return Outside(
        store=store,
        catalogs=CachedCatalogs(store),
        clock=SystemClock(),
        dice=SystemDice(),
        calendars=IcalendarFiles(),
        keyring=Keyring(chosen.jwt_secret.encode()),
        passwords=ArgonPasswords(),
        owner=Owner(chosen.admin_email, chosen.admin_password_hash),
        site_url=chosen.site_url,
        version=chosen.version,
        on_platform=chosen.on_platform,
    )
