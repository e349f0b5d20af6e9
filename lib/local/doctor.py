"""`make doctor`: which settings are present, and whether the store does what the studio asks of it."""

import asyncio
import os
import re
import secrets
import sys
import tempfile
from collections.abc import Callable, Coroutine, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from lib import settings, wiring
from lib.actions.keyring import SHORTEST_SECRET
from lib.actions.outages import Outage
from lib.gateways.passwords import is_weaker_than_today
from lib.gateways.store import Store
from lib.gateways.store.rest import Rest
from lib.local.doctor_calendly import calendly_findings
from lib.local.doctor_mail import backup_finding, mail_findings
from lib.local.doctor_webhooks import webhook_findings
from lib.local.script_trial import SCRIPTS, TrialFailedError, try_scripts
from lib.local.store_process import store_process
from lib.settings import Settings
from lib.studio.policy import CLAIM_LIFETIME_SECONDS

ROOT = Path(__file__).resolve().parents[2]
# Half of what the claim forgives; beyond that, one slow request more and honest bookings are refused.
MOST_SKEW_SECONDS = CLAIM_LIFETIME_SECONDS / 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. ``note`` is worth reading; only ``wrong`` makes the visit fail."""

    verdict: Literal["ok", "note", "wrong"]
    what: str
    said: str

    def __str__(self) -> str:
        return f"{self.verdict:<6}{self.what:<27}{self.said}"


def setting_findings(environment: Mapping[str, str], names: tuple[str, ...]) -> list[Finding]:
    """Which settings are present. Never a value: the report may be pasted into a ticket."""
    chosen = settings.read(environment)
    found = [Finding("ok" if environment.get(name) else "note", name, _presence(environment, name)) for name in names]
    found += _owner_findings(chosen)
    found.append(_required("store", present=bool(chosen.store_url and chosen.store_token)))
    if not chosen.jwt_secret:
        return [*found, _required("JWT_SECRET", present=False)]
    length = len(chosen.jwt_secret.encode())
    verdict: Literal["ok", "wrong"] = "ok" if length >= SHORTEST_SECRET else "wrong"
    return [*found, Finding(verdict, "length of JWT_SECRET", f"{length} bytes, {SHORTEST_SECRET} are needed")]


def _owner_findings(chosen: Settings) -> list[Finding]:
    """Nobody can sign in without both; the hash may have been made when smaller numbers were enough."""
    if not (chosen.admin_email and chosen.admin_password_hash):
        return [Finding("note", "owner", "nobody can sign in; `make admin` prints what is missing")]
    try:
        is_weak = is_weaker_than_today(chosen.admin_password_hash)
    except ValueError:
        return [Finding("wrong", "owner", "ADMIN_PASSWORD_HASH is no hash of argon2id; `make admin` makes one")]
    return (
        [Finding("note", "owner", "the hash is weaker than today's; `make admin` makes a new one")] if is_weak else []
    )


def _presence(environment: Mapping[str, str], name: str) -> str:
    return "set" if environment.get(name) else "not set"


def _required(what: str, *, present: bool) -> Finding:
    return Finding("ok", what, "is set") if present else Finding("wrong", what, "required when deployed, and not set")


def skew_finding(here: datetime, there: datetime) -> Finding:
    """How far this clock and the store's are apart; both aware."""
    apart = abs((here - there).total_seconds())
    said = f"{apart:.1f} s apart, at most {MOST_SKEW_SECONDS:.0f} s are fine"
    return Finding("ok" if apart <= MOST_SKEW_SECONDS else "wrong", "clocks", said)


async def store_findings(chosen: Settings) -> list[Finding]:
    """Reachable, on time, with a catalogue, and understanding every script; each check stands by itself."""
    url, token = chosen.store_url, chosen.store_token
    with closing(Rest(url, token)) as rest, closing(Store(url, token, chosen.key_prefix)) as store:
        reached = await _checked("store reachable", lambda: _reach(store))
        if reached.verdict != "ok":
            return [reached]
        return [
            reached,
            await _checked("clocks", lambda: _clocks(rest)),
            await _checked("catalogue", lambda: _catalogue(store)),
            await _checked("scripts", lambda: _scripts(chosen)),
        ]


async def _checked(what: str, check: Callable[[], Coroutine[Any, Any, Finding]]) -> Finding:
    try:
        return await check()
    except Outage as outage:
        return Finding("wrong", what, f"{type(outage).__name__}: {outage}")
    except TrialFailedError as failed:
        return Finding("wrong", what, str(failed))


async def _reach(store: Store) -> Finding:
    await store.ping()
    return Finding("ok", "store reachable", "it answers")


async def _clocks(rest: Rest) -> Finding:
    answer = await rest.command("TIME")
    here = datetime.now(UTC)
    if not isinstance(answer, list | tuple):
        return Finding("wrong", "clocks", "the store did not say what time it is")
    seconds, micros = (int(part) for part in answer)
    return skew_finding(here, datetime.fromtimestamp(seconds + micros / 1e6, UTC))


async def _catalogue(store: Store) -> Finding:
    catalog = await store.catalog()
    if catalog is None:
        return Finding("wrong", "catalogue", "none is stored, so nothing can be booked")
    return Finding("ok", "catalogue", f"{len(catalog.class_types)} class types, {len(catalog.instructors)} instructors")


async def _scripts(chosen: Settings) -> Finding:
    await try_scripts(chosen.store_url, chosen.store_token, wiring.outside())
    return Finding("ok", "scripts", f"{', '.join(SCRIPTS)} do what they say")


def known_settings() -> tuple[str, ...]:
    """Those that .env.example explains; a test keeps it complete."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return tuple(re.findall(r"^#?\s?([A-Z][A-Z0-9_]+)=", text, flags=re.MULTILINE))


async def visit() -> int:
    """Print the report; 1 when something required is wrong."""
    names = known_settings()
    if any(os.environ.get(name) for name in names):
        return _report([*setting_findings(os.environ, names), *await _deployed_findings()])
    print("No settings in the environment: this looks at what `make run` brings along, not at a deployment.")
    with tempfile.TemporaryDirectory(prefix="doctor-") as folder:
        async with store_process(Path(folder)) as brought:
            secret = secrets.token_urlsafe(SHORTEST_SECRET)
            here = {"KV_REST_API_URL": brought.url, "KV_REST_API_TOKEN": brought.token, "JWT_SECRET": secret}
            os.environ.update(here)
            return _report(await store_findings(settings.read(os.environ)))


async def _deployed_findings() -> list[Finding]:
    chosen = settings.read(os.environ)
    said = [*mail_findings(chosen), *webhook_findings(chosen), await backup_finding(chosen)]
    said += await calendly_findings(chosen, wiring.outside().calendly)
    return [
        *(Finding(*each) for each in said),
        *(await store_findings(chosen) if chosen.store_url and chosen.store_token else []),
    ]


def _report(findings: list[Finding]) -> int:
    for finding in findings:
        print(finding)
    wrong = sum(finding.verdict == "wrong" for finding in findings)
    print(f"\n{wrong} to be put right." if wrong else "\nEverything that is required is there.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(visit()))
