"""What the doctor, health and wiring make of the two settings: off without both, wrong with half, told with both."""

import pytest

from lib import settings, wiring
from lib.local.doctor_webhooks import webhook_findings

URL, SECRET = "https://crm.example.com/hooks/a-key", "s" * 32
HALF = (
    ({"OUTGOING_WEBHOOK_URL": URL}, "OUTGOING_WEBHOOK_SECRET"),
    ({"OUTGOING_WEBHOOK_SECRET": SECRET}, "OUTGOING_WEBHOOK_URL"),
)


@pytest.fixture(autouse=True)
def _anew(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OUTGOING_WEBHOOK_URL", "OUTGOING_WEBHOOK_SECRET", "VERCEL"):
        monkeypatch.delenv(name, raising=False)


def wired(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> tuple[str, int]:
    """State and number of those who are told, as a process finds them at its start."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    found = wiring.outside.__wrapped__().receivers
    return found.state, len(found.marks)


def test_nothing_set_is_off_and_worth_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [verdict for verdict, _, _ in webhook_findings(settings.read({}))] == ["note"]
    assert wired(monkeypatch, {}) == ("off", 0)


@pytest.mark.parametrize(("environment", "missing"), HALF)
def test_half_a_setting_is_wrong_and_named(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], missing: str
) -> None:
    [(verdict, _, said)] = webhook_findings(settings.read(environment))

    assert (verdict, said.startswith(f"{missing} is not set")) == ("wrong", True)
    assert missing in settings.read(environment).missing()
    assert wired(monkeypatch, environment) == ("wrong", 0)


@pytest.mark.parametrize("chosen", [{}, {"OUTGOING_WEBHOOK_URL": URL, "OUTGOING_WEBHOOK_SECRET": SECRET}])
def test_none_and_both_are_nothing_that_is_missing(chosen: dict[str, str]) -> None:
    assert [name for name in settings.read(chosen).missing() if name.startswith("OUTGOING")] == []


def test_both_are_told_and_said_without_their_values(monkeypatch: pytest.MonkeyPatch) -> None:
    both = {"OUTGOING_WEBHOOK_URL": f"{URL} {URL}/2", "OUTGOING_WEBHOOK_SECRET": SECRET}

    found = webhook_findings(settings.read(both))

    assert found == [("ok", "webhooks", "tell of bookings, in number: 2")]
    assert wired(monkeypatch, both) == ("live", 2)
    assert SECRET not in repr(settings.read(both).webhooks)


def test_plain_http_of_this_machine_is_told_here_and_wrong_on_the_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    local = {"OUTGOING_WEBHOOK_URL": "http://127.0.0.1:9/", "OUTGOING_WEBHOOK_SECRET": SECRET}

    assert wired(monkeypatch, local) == ("live", 1)
    assert wired(monkeypatch, {**local, "VERCEL": "1"}) == ("wrong", 0)
    assert [verdict for verdict, _, _ in webhook_findings(settings.read(local))] == ["wrong"]


@pytest.mark.parametrize("secret", ["short", "s" * 31])
def test_secret_that_can_be_guessed_tells_nobody(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    assert wired(monkeypatch, {"OUTGOING_WEBHOOK_URL": URL, "OUTGOING_WEBHOOK_SECRET": secret}) == ("wrong", 0)
