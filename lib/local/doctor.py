"""`make doctor`: visits settings, store, providers, plan and the site itself, and says of each what to do."""

import os
import re
import secrets
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from lib import settings, wiring
from lib.actions.keyring import SHORTEST_SECRET
from lib.local.doctor_calendly import calendly_findings
from lib.local.doctor_file import file_findings, shell_findings
from lib.local.doctor_mail import backup_finding, mail_findings
from lib.local.doctor_plan import plan_findings
from lib.local.doctor_sender import sender_findings
from lib.local.doctor_settings import setting_findings
from lib.local.doctor_site import site_findings
from lib.local.doctor_store import store_findings
from lib.local.doctor_webhooks import webhook_findings
from lib.local.env_file import read_text, settings_in
from lib.local.findings import Finding
from lib.local.stops import exit_status
from lib.local.store_process import store_process

ROOT = Path(__file__).resolve().parents[2]
# What the Makefile says when SITE_URL was typed behind `make doctor`, and does not only happen to be in the shell.
TYPED = "--site-url-was-typed"


def known_settings() -> tuple[str, ...]:
    """Those that .env.example explains; a test keeps it complete."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return tuple(re.findall(r"^#?\s?([A-Z][A-Z0-9_]+)=", text, flags=re.MULTILINE))


async def visit(arguments: Sequence[str] = ()) -> int:
    """Print the report; 1 when something required is wrong. Raises StartRefused."""
    names, place = known_settings(), os.environ.get("FROM", "")
    found = _taken_in(Path(place), names) if place else []
    given = {name for name in names if os.environ.get(name)}
    if not (place or given):
        return await _visit_here()
    # An address alone asks the site, and says nothing of settings that are elsewhere.
    if not place and "SITE_URL" in given and (TYPED in arguments or given == {"SITE_URL"}):
        return _report([*plan_findings(ROOT), *await _of_site(os.environ["SITE_URL"].strip())])
    found += await _of_settings(names)
    return _report([*found, *plan_findings(ROOT), *await _of_site(settings.read(os.environ).site_url)])


def _taken_in(file: Path, names: Sequence[str]) -> list[Finding]:
    """From here on the file's settings count, and none that only the shell has: the deployment gets the file's."""
    text = read_text(file)
    kept = {name: value for name, value in settings_in(text).items() if _is_read(name, names)}
    found = [*file_findings(text, names), *shell_findings(os.environ, kept, names)]
    for name in [name for name in os.environ if _is_read(name, names)]:
        del os.environ[name]
    os.environ.update(kept)
    return found


def _is_read(name: str, names: Sequence[str]) -> bool:
    """By us or, of what the platform says of itself, by ``settings``."""
    return name in names or name.startswith("VERCEL")


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


async def _of_site(url: str) -> list[Finding]:
    if not url:
        return [Finding("note", "site", "is not asked; set SITE_URL, and links in mails lead there, too")]
    return await site_findings(url, ROOT)


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
    sys.exit(exit_status(lambda: visit(sys.argv[1:])))
