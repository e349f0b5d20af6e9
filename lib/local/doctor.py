"""`make doctor`: visits settings, store, providers, plan and the site itself, and says of each what to do."""

import os
import re
import secrets
import sys
import tempfile
from pathlib import Path

from lib import settings, wiring
from lib.actions.keyring import SHORTEST_SECRET
from lib.local.doctor_calendly import calendly_findings
from lib.local.doctor_mail import backup_finding, mail_findings
from lib.local.doctor_plan import plan_findings
from lib.local.doctor_sender import sender_findings
from lib.local.doctor_settings import setting_findings
from lib.local.doctor_site import site_findings
from lib.local.doctor_store import store_findings
from lib.local.doctor_webhooks import webhook_findings
from lib.local.env_file import read_settings
from lib.local.findings import Finding
from lib.local.stops import exit_status
from lib.local.store_process import store_process
from lib.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


def known_settings() -> tuple[str, ...]:
    """Those that .env.example explains; a test keeps it complete."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return tuple(re.findall(r"^#?\s?([A-Z][A-Z0-9_]+)=", text, flags=re.MULTILINE))


async def visit() -> int:
    """Print the report; 1 when something required is wrong. Raises StartRefused."""
    names = known_settings()
    _take_in(os.environ.get("FROM", ""), names)
    given = {name for name in names if os.environ.get(name)}
    if not given:
        return await _visit_here()
    # An address alone asks the site, and says nothing of settings that are elsewhere.
    found = await _of_settings(names) if given - {"SITE_URL"} else []
    return _report([*found, *plan_findings(ROOT), *await _of_site(settings.read(os.environ))])


def _take_in(place: str, names: tuple[str, ...]) -> None:
    """Settings of a file, where the environment has no other: as `vercel env pull` writes it."""
    if not place:
        return
    for name, value in read_settings(Path(place)).items():
        if name in names or name.startswith("VERCEL"):
            os.environ.setdefault(name, value)


async def _of_settings(names: tuple[str, ...]) -> list[Finding]:
    chosen = settings.read(os.environ)
    said = [*mail_findings(chosen), *await sender_findings(chosen.mail), *webhook_findings(chosen)]
    said.append(await backup_finding(chosen))
    said += await calendly_findings(chosen, wiring.outside().calendly)
    return [
        *setting_findings(os.environ, names),
        *(Finding(*each) for each in said),
        *(await store_findings(chosen) if chosen.store_url and chosen.store_token else []),
    ]


async def _of_site(chosen: Settings) -> list[Finding]:
    if not chosen.site_url:
        return [Finding("note", "site", "is not asked; set SITE_URL, and links in mails lead there, too")]
    return await site_findings(chosen.site_url, ROOT)


async def _visit_here() -> int:
    print("No settings in the environment: this looks at what `make run` brings along, not at a deployment.")
    with tempfile.TemporaryDirectory(prefix="doctor-") as folder:
        async with store_process(Path(folder)) as brought:
            secret = secrets.token_urlsafe(SHORTEST_SECRET)
            here = {"KV_REST_API_URL": brought.url, "KV_REST_API_TOKEN": brought.token, "JWT_SECRET": secret}
            os.environ.update(here)
            return _report([*await store_findings(settings.read(os.environ)), *plan_findings(ROOT)])


def _report(findings: list[Finding]) -> int:
    for finding in findings:
        print(finding)
    wrong = sum(finding.verdict == "wrong" for finding in findings)
    print(f"\n{wrong} to be put right." if wrong else "\nEverything that is required is there.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(exit_status(visit))
