"""What the doctor says of letters and backups: a note for what is missing, wrong for what cannot work."""

import pytest

from lib import settings
from lib.local.doctor_mail import backup_finding, mail_findings

WHOLE = {
    "SENDGRID_API_KEY": "SG.a-secret",
    "SENDGRID_EVENT_KEY": "MFk-a-secret",
    "EMAIL_FROM": "Studio <hello@studio.example>",
    "STUDIO_EMAIL": "desk@studio.example",
    "CRON_SECRET": "sixteen letters!",
}


def verdicts(**changes: str) -> list[str]:
    return [verdict for verdict, _, _ in mail_findings(settings.read(WHOLE | changes))]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ["ok", "ok", "ok"]),
        ({"SENDGRID_API_KEY": ""}, ["note", "ok", "ok"]),
        ({"SENDGRID_API_KEY": "", "AWS_SES_REGION": "eu-west-1"}, ["ok", "ok", "ok"]),
        ({"EMAIL_FROM": ""}, ["wrong", "ok", "ok"]),
        ({"EMAIL_FROM": "Studio"}, ["wrong", "ok", "ok"]),
        ({"STUDIO_EMAIL": ""}, ["ok", "note", "ok"]),
        ({"CRON_SECRET": ""}, ["ok", "ok", "note"]),
        ({"CRON_SECRET": "fifteen letters"}, ["ok", "ok", "wrong"]),
    ],
)
def test_findings_tell_what_is_missing_from_what_is_wrong(changes: dict[str, str], expected: list[str]) -> None:
    assert verdicts(**changes) == expected


def test_alarm_that_one_provider_is_blocked_needs_another() -> None:
    said = [mail_findings(settings.read(WHOLE | more))[1][2] for more in ({}, {"AWS_SES_REGION": "eu-west-1"})]

    alarms = "gets notices of bookings, and alarms"
    assert said == [f"{alarms}; with one provider none that it is blocked", alarms]


def test_findings_show_no_value() -> None:
    found = str(mail_findings(settings.read(WHOLE)))

    assert [value for value in WHOLE.values() if value in found] == []


@pytest.mark.parametrize(("url", "verdict"), [("", "note"), ("ftp://nowhere", "wrong"), ("s3://", "wrong")])
async def test_backups_that_cannot_be_made_are_found(url: str, verdict: str) -> None:
    found = await backup_finding(settings.read({"BACKUP_URL": url}))

    assert found[0] == verdict
