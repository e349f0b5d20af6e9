"""What the platform is told, and the files that would make it deploy nothing without a word."""

import json
import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from lib.actions.mirror_booking import PASS_SECONDS
from lib.gateways.mail import sendgrid, ses
from lib.gateways.store import rest
from lib.studio import policy
from lib.web.afterwards import TAKING_SECONDS as TAKING
from lib.web.allowances import USUAL_SECONDS
from lib.web.streaming import FAREWELL
from tests.architecture.test_doors import doors
from tests.architecture.tree import ROOT, plant

# The platform refuses longer ones.
LONGEST_PATTERN = 256
STAYS_HOME = ("tests/**", "lib/local/**", "docs/**", "examples/**", ".ci/**", "*.md", ".env*", "requirements-*.txt")
DURATIONS = {
    "api/availability/index.py": 30,
    "api/availability/stream.py": 60,
    "api/bookings.py": 30,
    "api/send-confirmation.py": 60,
    "api/calendly-webhook.py": 30,
    "api/cron/maintenance.py": 180,
}
# With one of these at the root, requirements.txt is not read; the exit status is 0 all the same.
SHADOW_REQUIREMENTS = ("pyproject.toml", "Pipfile", "uv.lock", "setup.py", "setup.cfg")
# One of these would be taken for the one application behind all addresses.
SWALLOW_FUNCTIONS = tuple(
    f"{folder}{name}.py"
    for folder in ("", "src/", "app/", "api/")
    for name in ("app", "index", "server", "main", "wsgi", "asgi")
)
# Seconds in which api/send-confirmation.py takes letters in hand; the file cannot be imported by its name.
TAKING_WHEN_ASKED = 20.0
# What api/cron/maintenance.py may take for its answer.
MAINTENANCE_SECONDS = 140
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src https://calendly.com; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; manifest-src 'self'",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def configuration(root: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((root / "vercel.json").read_text(encoding="utf-8"))
    return loaded


def deciding_pattern(functions: dict[str, Any], name: str) -> str | None:
    """The first key that matches decides, and nothing is inherited from a later one."""
    return next((key for key in functions if fnmatchcase(name, key.replace("/**/", "/"))), None)


def functions_wrong(root: Path) -> list[str]:
    functions, files = configuration(root)["functions"], doors(root)
    decided = {name: deciding_pattern(functions, name) for name in files}
    found = [f"{name} is configured by no key" for name, key in decided.items() if key is None]
    found += [f"{key} decides for no function" for key in functions if key not in decided.values()]
    for key, settings in functions.items():
        pattern = settings.get("excludeFiles", "")
        left_out = pattern.strip("{}").split(",")
        found += [f"{key} ships {each}" for each in STAYS_HOME if each not in left_out]
        if len(pattern) > LONGEST_PATTERN:
            found.append(f"{key}: excludeFiles has {len(pattern)} characters of {LONGEST_PATTERN}")
        if not 1 <= settings.get("maxDuration", 0) <= 300:
            found.append(f"{key} says nothing sensible about maxDuration")
    return found


def root_wrong(root: Path) -> list[str]:
    """Files at the root that would change what is deployed or hide a module of the standard library."""
    found = [
        f"{name} makes the platform ignore requirements.txt" for name in SHADOW_REQUIREMENTS if (root / name).exists()
    ]
    found += [f"{name} would swallow all functions" for name in SWALLOW_FUNCTIONS if (root / name).exists()]
    shadows = {path.stem for path in root.iterdir() if path.suffix == ".py" or path.is_dir()} & sys.stdlib_module_names
    return [*found, *(f"{name} hides a module of the standard library" for name in sorted(shadows))]


def test_platform_every_function_is_configured_and_ships_no_more_than_it_needs() -> None:
    assert functions_wrong(ROOT) == []


def test_platform_durations_are_those_of_the_design() -> None:
    functions = configuration(ROOT)["functions"]

    durations = {name: functions[name]["maxDuration"] for name in DURATIONS}

    assert durations == DURATIONS


@pytest.mark.parametrize(
    ("name", "taking"),
    [
        ("api/bookings.py", TAKING),
        ("api/calendly-webhook.py", TAKING),
        ("api/send-confirmation.py", TAKING_WHEN_ASKED),
        ("api/cron/maintenance.py", TAKING),
    ],
)
def test_platform_lets_a_function_live_until_its_last_letter_is_settled(name: str, taking: float) -> None:
    """A door may take all of its time, the last letter all that both providers are given; then the store is told."""
    lives = configuration(ROOT)["functions"][name]["maxDuration"]

    # The scheduler's door does not answer first: its letters are its work.
    before = {"api/send-confirmation.py": 0, "api/cron/maintenance.py": MAINTENANCE_SECONDS}.get(name, USUAL_SECONDS)
    assert lives >= before + taking + max(sendgrid.TOTAL + ses.TOTAL, PASS_SECONDS) + rest.TOTAL


def test_platform_lets_a_stream_end_by_itself() -> None:
    lives = configuration(ROOT)["functions"]["api/availability/stream.py"]["maxDuration"]

    assert lives >= USUAL_SECONDS + policy.VIEWING_SECONDS + FAREWELL


def test_platform_preset_is_off_and_addresses_are_clean() -> None:
    chosen = configuration(ROOT)

    # Absent would not do: the platform would then detect a preset.
    assert "framework" in chosen
    assert chosen["framework"] is None
    assert chosen["cleanUrls"] is True


def test_platform_sends_the_guarding_headers_everywhere() -> None:
    [rule] = [rule for rule in configuration(ROOT)["headers"] if rule["source"] == "/(.*)"]

    headers = {header["key"]: header["value"] for header in rule["headers"]}

    assert headers == HEADERS


def test_root_holds_nothing_that_spoils_a_deployment() -> None:
    assert root_wrong(ROOT) == []


LEFT_OUT = "{" + ",".join(STAYS_HOME) + "}"
GOOD = {"maxDuration": 8, "excludeFiles": LEFT_OUT}


@pytest.mark.parametrize(
    ("functions", "sentence"),
    [
        ({"api/a.py": GOOD}, "api/b.py is configured by no key"),
        ({"api/**/*.py": GOOD, "api/a.py": GOOD}, "api/a.py decides for no function"),
        ({"api/**/*.py": GOOD, "api/c.py": GOOD}, "api/c.py decides for no function"),
        ({"api/**/*.py": GOOD | {"maxDuration": 0}}, "api/**/*.py says nothing sensible about maxDuration"),
        (
            {"api/**/*.py": GOOD | {"excludeFiles": LEFT_OUT.replace("tests/**,", "")}},
            "api/**/*.py ships tests/**",
        ),
    ],
)
def test_platform_a_planted_mistake_is_caught(tmp_path: Path, functions: dict[str, Any], sentence: str) -> None:
    plant(tmp_path, "api/a.py", "")
    plant(tmp_path, "api/b.py", "")
    plant(tmp_path, "vercel.json", json.dumps({"functions": functions}))

    found = functions_wrong(tmp_path)

    assert found == [sentence]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("pyproject.toml", "pyproject.toml makes the platform ignore requirements.txt"),
        ("api/index.py", "api/index.py would swallow all functions"),
        ("main.py", "main.py would swallow all functions"),
        ("email/__init__.py", "email hides a module of the standard library"),
        ("calendar.py", "calendar hides a module of the standard library"),
    ],
)
def test_root_a_planted_file_is_caught(tmp_path: Path, name: str, sentence: str) -> None:
    plant(tmp_path, name, "")

    found = root_wrong(tmp_path)

    assert found == [sentence]
