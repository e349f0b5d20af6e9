"""What health says of the rest while the store is away: that somebody has set it up is known without asking."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lib.actions.calendly_access import AccessWorld, CalendlyAccess
from lib.actions.check_health import Health, check_health
from lib.actions.ports import Outside
from lib.gateways.calendly.auth_server import CalendlyAuthServer
from lib.gateways.calendly.on_demand import CalendlyOnDemand
from lib.gateways.calendly.webhooks import CalendlyWebhooks
from lib.gateways.vault import FolderVault, S3Vault
from lib.gateways.webhooks.off import NoReceivers
from lib.gateways.webhooks.receivers import HttpReceivers
from tests.support.postman import Postman
from tests.support.studio import CALENDLY_SECRET, Connect, a_world

NOWHERE = "http://127.0.0.1:9"
OFF = Health("down", store="failing", mail="off", calendly="off", backup="off", webhooks="off")


@pytest.fixture
def away(connect: Connect) -> Outside:
    """Nothing is set up, and the store does not answer."""
    return replace(a_world(connect(NOWHERE)), webhooks=CalendlyWebhooks("", ""))


def by_consent(away: Outside) -> CalendlyOnDemand:
    auth = CalendlyAuthServer("studio-app", "a secret of the app", NOWHERE)
    world = AccessWorld(away.store, auth, away.clock, away.dice, away.keyring)
    return CalendlyOnDemand(CalendlyAccess(world), NOWHERE)


async def test_only_what_is_not_set_up_is_off(away: Outside) -> None:
    assert await check_health(away) == OFF


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"calendly": CalendlyOnDemand("a token", NOWHERE)}, {"calendly": "late"}),
        ({"webhooks": CalendlyWebhooks(CALENDLY_SECRET, "")}, {"calendly": "late"}),
        ({"vault": S3Vault("s3://bucket/folder")}, {"backup": "late"}),
        ({"receivers": HttpReceivers(["https://crm.example.com"], "a secret", public_only=True)}, {"webhooks": "late"}),
        ({"receivers": NoReceivers("wrong")}, {"webhooks": "failing"}),
        ({"post": Postman()}, {"mail": "ok"}),
    ],
    ids=["token", "word of Calendly", "bucket", "other system", "half a setting", "letters"],
)
async def test_what_is_set_up_is_late_unless_the_settings_alone_say_more(
    away: Outside, part: dict[str, Any], said: dict[str, Any]
) -> None:
    assert await check_health(replace(away, **part)) == replace(OFF, **said)


async def test_calendly_by_consent_is_late_whoever_has_consented(away: Outside) -> None:
    assert await check_health(replace(away, calendly=by_consent(away))) == replace(OFF, calendly="late")


async def test_folder_for_backups_is_local_as_ever(away: Outside, tmp_path: Path) -> None:
    assert await check_health(replace(away, vault=FolderVault(tmp_path))) == replace(OFF, backup="local")
