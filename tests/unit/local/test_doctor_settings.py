"""What the doctor says of a setting's form: right ones pass, the usual slips are named, and no value is ever shown."""

import pytest

from lib.gateways.passwords import hashed
from lib.local.doctor_settings import FORMS, setting_findings

SECRET = "Zx9-this-is-a-secret-of-some-length"
RIGHT = {
    "KV_REST_API_URL": "https://eu1-able-cat-1.upstash.io",
    "KV_REST_API_TOKEN": "AXlzASQgNzI3",
    "KEY_PREFIX": "studio:",
    "PREVIEW_SENDS": "letters, backups",
    "JWT_SECRET": SECRET,
    "SITE_URL": "https://book.example.com",
    "ADMIN_EMAIL": "owner@example.com",
    "ADMIN_PASSWORD_HASH": hashed("a long enough passphrase"),
    "CRON_SECRET": "another-secret-0123456789",
    "EMAIL_FROM": "Sabor con Flow <hello@book.example.com>",
    "STUDIO_EMAIL": "desk@example.com",
    "SENDGRID_API_KEY": "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",
    "SENDGRID_BASE_URL": "https://api.eu.sendgrid.com",
    "SENDGRID_EVENT_KEY": "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw"
    "+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==",
    "CALENDLY_API_TOKEN": "eyJraWQiOiIxY2UxZTEzNjE3.eyJpc3M.x_-y",
    "CALENDLY_WEBHOOK_SECRET": "a-key-of-calendlys-own , the-key-before-that",
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "AWS_REGION": "us-gov-west-1",
    "AWS_SES_REGION": "eu-central-1",
    "BACKUP_URL": "s3://bucket/folder",
}
# Copied too much or too little, typed by hand, or meant for another field.
WRONG = [
    ("KV_REST_API_URL", "rediss://default:token@eu1.upstash.io:6379"),
    ("KV_REST_API_URL", "eu1-able-cat-1.upstash.io"),
    ("KV_REST_API_URL", "http://eu1-able-cat-1.upstash.io"),
    ("KV_REST_API_TOKEN", "two words"),
    ("KV_REST_API_TOKEN", "ñandú"),
    ("KEY_PREFIX", "preview-0123456789ab:"),
    ("KEY_PREFIX", "a b"),
    ("PREVIEW_SENDS", "yes"),
    ("JWT_SECRET", "short"),
    ("JWT_SECRET", "a" * 40),
    ("JWT_SECRET", f"{SECRET} {SECRET}"),
    ("SITE_URL", "book.example.com"),
    ("SITE_URL", "http://book.example.com"),
    ("SITE_URL", "https://book.example.com/classes"),
    ("SITE_URL", "https://user:secret@book.example.com"),
    ("ADMIN_EMAIL", "owner"),
    ("ADMIN_PASSWORD_HASH", "$2b$12$abcdefghijklmnopqrstuv"),
    ("ADMIN_PASSWORD_HASH", "=19=65536,t=3,p=4"),
    ("CRON_SECRET", "cron"),
    ("EMAIL_FROM", "Sabor con Flow"),
    ("EMAIL_FROM", "Sabor <hello@localhost>"),
    ("EMAIL_FROM", "sabor.con.flow@gmail.com"),
    ("STUDIO_EMAIL", "Desk <desk@example.com>"),
    ("SENDGRID_API_KEY", "ngeVfQFYQlKU0ufo8x5d1A"),
    ("SENDGRID_BASE_URL", "https://api.eu.sendgrid.com/v3"),
    ("SENDGRID_EVENT_KEY", "SG.a.b"),
    ("CALENDLY_WEBHOOK_SECRET", "short,the-key-before-that"),
    ("AWS_ACCESS_KEY_ID", "wJalrXUtnFEMI/K7MDENG"),
    ("AWS_SES_REGION", "Frankfurt"),
    ("BACKUP_URL", "bucket"),
    ("BACKUP_URL", "https://key:secret@host/bucket"),
]


def verdict(name: str, value: str) -> str:
    [found] = [each for each in setting_findings({name: value}, (name,)) if each.what == name][:1]
    return found.verdict


def test_right_ones_are_right_together() -> None:
    found = setting_findings(RIGHT, tuple(RIGHT))

    assert [each for each in found if each.verdict != "ok"] == []
    assert [each.what for each in found] == list(RIGHT)


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_usual_slips_are_named(name: str, value: str) -> None:
    assert verdict(name, value) == "wrong"


@pytest.mark.parametrize("name", sorted(RIGHT))
@pytest.mark.parametrize("around", ['"{}"', "'{}'", " {}", "{}\n"])
def test_what_was_copied_around_a_value_is_named(name: str, around: str) -> None:
    assert verdict(name, around.format(RIGHT[name])) == "wrong"


@pytest.mark.parametrize(
    "value", ["\x00", "\udcff", "💃" * 10_000, "${HOME}", "a" * 100_000, "%00", "://", "https://["]
)
@pytest.mark.parametrize("name", sorted(FORMS))
def test_hostile_values_are_judged_and_not_shown(name: str, value: str) -> None:
    said = "\n".join(map(str, setting_findings({name: value}, (name,))))

    assert value not in said or value == "://"


@pytest.mark.parametrize(
    ("environment", "what"),
    [
        ({"KV_REST_API_URL": RIGHT["KV_REST_API_URL"]}, "KV_REST_API_TOKEN"),
        ({"UPSTASH_REDIS_REST_TOKEN": "a"}, "UPSTASH_REDIS_REST_URL"),
        ({"ADMIN_EMAIL": "a@b.example"}, "ADMIN_PASSWORD_HASH"),
        ({"AWS_SECRET_ACCESS_KEY": RIGHT["AWS_SECRET_ACCESS_KEY"]}, "AWS_ACCESS_KEY_ID"),
    ],
)
def test_half_of_a_pair_is_named(environment: dict[str, str], what: str) -> None:
    assert (what, "wrong") in [(each.what, each.verdict) for each in setting_findings(environment, ())]


def test_two_stores_are_named() -> None:
    other = {"UPSTASH_REDIS_REST_URL": "https://other.upstash.io", "UPSTASH_REDIS_REST_TOKEN": "t"}

    found = setting_findings(RIGHT | other, ())

    assert [(each.verdict, each.what) for each in found] == [("wrong", "store")]


def test_one_secret_for_two_things_is_named() -> None:
    found = setting_findings(RIGHT | {"CRON_SECRET": SECRET}, ())

    assert [(each.verdict, each.what) for each in found] == [("wrong", "JWT_SECRET")]
