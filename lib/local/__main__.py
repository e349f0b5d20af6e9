"""`make run`: the whole site on one port with a real store, no account needed; it tells what it does and simulates."""

import contextlib
import logging
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from lib import settings
from lib.local.admin import local_owner
from lib.local.compression import Compressed
from lib.local.functions import loaded_functions
from lib.local.kept_secrets import kept_secret
from lib.local.mailbox import mailbox
from lib.local.platform_rules import PlatformRules
from lib.local.serving import chosen_port, listener, port_of, serving
from lib.local.site import Site
from lib.local.static_files import StaticFiles
from lib.local.stops import StartRefused, exit_status, first_of, stdin_closed, told_to_stop
from lib.local.store_process import ROOT, store_process
from lib.settings import CalendlySettings

READY = "Open "
# Addresses that can belong to nobody (RFC 2606).
LETTERHEAD = {"EMAIL_FROM": "Sabor con Flow <hello@studio.test>", "STUDIO_EMAIL": "owner@studio.test"}
_CREDENTIALS = (
    ("KV_REST_API_URL", "KV_REST_API_TOKEN"),
    ("UPSTASH_REDIS_REST_URL", "UPSTASH_REDIS_REST_TOKEN"),
)


async def run() -> int:
    """Serve until told to stop. Raises StartRefused."""
    told = told_to_stop()
    if os.environ.get("LOG"):
        _show_log_lines()
    data_dir = _data_dir()
    found = listener(chosen_port(os.environ, 3000))
    with contextlib.closing(found):
        address = f"http://localhost:{port_of(found)}"
        rules = PlatformRules.read(ROOT / "vercel.json")
        async with _store(data_dir):
            _fill_settings(data_dir, address)
            functions = loaded_functions(ROOT)
            _say(f"{len(functions)} functions loaded.")
            addresses = {**functions, **mailbox(data_dir / "mail")}
            site = Site(StaticFiles(ROOT / "public"), rules, addresses)
            async with serving(Compressed(site), found):
                _say(_simulated(address))
                _say(f"{READY}{address} and end with Ctrl-C.")
                await first_of(told.wait(), stdin_closed(sys.argv))
    _say("Stopped; the data is kept.")
    return 0


def _show_log_lines() -> None:
    """All that the platform's log would hold; without it only warnings are shown."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    log = logging.getLogger("studio")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False


def _data_dir() -> Path:
    return Path(os.environ.get("DATA_DIR") or ".local").resolve()


@contextlib.asynccontextmanager
async def _store(data_dir: Path) -> AsyncIterator[None]:
    if names := _given_credentials():
        _say(f"Store: the one that {names[0]} names; nothing is seeded there.")
        yield
        return
    _say("Store: starting Valkey ...")
    async with store_process(data_dir) as store:
        os.environ["KV_REST_API_URL"], os.environ["KV_REST_API_TOKEN"] = store.url, store.token
        _say(f"Store: {store.url} ({store.description}).")
        yield


def _given_credentials() -> tuple[str, str] | None:
    for url, token in _CREDENTIALS:
        given = [name for name in (url, token) if os.environ.get(name)]
        if len(given) == 1:
            missing = token if given[0] == url else url
            raise StartRefused(f"{given[0]} is set without {missing}; set both or neither.")
        if given:
            return url, token
    return None


def _fill_settings(data_dir: Path, address: str) -> None:
    if not os.environ.get("JWT_SECRET"):
        os.environ["JWT_SECRET"] = kept_secret(data_dir, "jwt_secret")
        _say(f"Secrets: made for this machine, kept in {data_dir / 'secrets.json'}.")
    if not os.environ.get("CRON_SECRET"):
        os.environ["CRON_SECRET"] = kept_secret(data_dir, "cron_secret")
    os.environ["DATA_DIR"] = str(data_dir)
    for name, value in {"SITE_URL": address, **LETTERHEAD}.items():
        os.environ[name] = os.environ.get(name) or value
    if not (os.environ.get("ADMIN_EMAIL") or os.environ.get("ADMIN_PASSWORD_HASH")):
        _bring_owner(data_dir)


def _simulated(address: str) -> str:
    """What of the outside world is only played, and where to look at it."""
    chosen = settings.read(os.environ)
    mail = chosen.mail
    if mail.sender and (mail.sendgrid_key or mail.ses_region):
        return f"Mail is really sent, as your settings say. {_calendly(chosen.calendly)}"
    return f"Simulated: letters are kept and shown at {address}/dev/mailbox. {_calendly(chosen.calendly)}"


def _calendly(chosen: CalendlySettings) -> str:
    """Whether it is asked and given bookings, and whether its word is taken; what the page shows the catalogue says."""
    is_heard = bool(chosen.webhook_secret or chosen.relay_secret)
    if not chosen.token:
        return "Calendly is heard, and cannot be asked (CALENDLY_API_TOKEN)." if is_heard else "Calendly is off."
    asked = f"Calendly is really asked, at {chosen.base_url}, and gets the bookings of this site"
    return f"{asked}." if is_heard else f"{asked}, but it is not heard (CALENDLY_WEBHOOK_SECRET)."


def _bring_owner(data_dir: Path) -> None:
    email, password_hash, password = local_owner(data_dir)
    os.environ["ADMIN_EMAIL"], os.environ["ADMIN_PASSWORD_HASH"] = email, password_hash
    if password:
        _say(f"Owner: {email}, password {password} (shown this once; `make admin LOCAL=1` makes another).")
    else:
        _say(f"Owner: {email}; `make admin LOCAL=1` makes a new password.")


def _say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    sys.exit(exit_status(run))
