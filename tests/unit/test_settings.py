"""Which of several names wins, and what follows from the platform's own."""

import re

import pytest

from lib.settings import CalendlySettings, read

CALENDLYS = (
    "CALENDLY_API_TOKEN",
    "CALENDLY_CLIENT_SECRET",
    "CALENDLY_WEBHOOK_SECRET",
    "WEBHOOK_SIGNATURE_SECRET",
)


def test_both_names_of_the_store_are_understood() -> None:
    marketplace = read({"KV_REST_API_URL": "https://a.example", "KV_REST_API_TOKEN": "t"})
    console = read({"UPSTASH_REDIS_REST_URL": "https://a.example", "UPSTASH_REDIS_REST_TOKEN": "t"})

    assert marketplace == console
    assert (marketplace.store_url, marketplace.store_token) == ("https://a.example", "t")


@pytest.mark.parametrize(
    ("environment", "site"),
    [
        ({}, ""),
        ({"SITE_URL": "https://studio.example/"}, "https://studio.example"),
        ({"VERCEL_ENV": "production", "VERCEL_PROJECT_PRODUCTION_URL": "a.example", "VERCEL_URL": "b.example"},
         "https://a.example"),
        ({"VERCEL_ENV": "preview", "VERCEL_PROJECT_PRODUCTION_URL": "a.example", "VERCEL_URL": "b.example"},
         "https://b.example"),
        ({"VERCEL_ENV": "preview", "SITE_URL": "https://studio.example", "VERCEL_URL": "b.example"},
         "https://b.example"),
        ({"VERCEL_ENV": "production", "SITE_URL": "https://studio.example", "VERCEL_URL": "b.example"},
         "https://studio.example"),
    ],
)  # fmt: skip
def test_links_lead_to_the_site_that_made_them(environment: dict[str, str], site: str) -> None:
    assert read(environment).site_url == site


def test_secrets_are_not_shown() -> None:
    chosen = read(dict.fromkeys(("JWT_SECRET", "KV_REST_API_TOKEN", *CALENDLYS), "hush"))

    assert "hush" not in f"{chosen!r} {chosen.calendly!r}"


def test_calendly_is_where_it_is_unless_a_test_says_otherwise() -> None:
    values = read({name: name.lower() for name in (*CALENDLYS, "CALENDLY_CLIENT_ID")})

    usual = {"base_url": "https://api.calendly.com", "auth_url": "https://auth.calendly.com"}
    assert read({}).calendly == CalendlySettings(**usual)
    assert values.calendly == CalendlySettings(
        "calendly_api_token",
        "https://api.calendly.com",
        "calendly_webhook_secret",
        "webhook_signature_secret",
        "calendly_client_id",
        "calendly_client_secret",
        "https://auth.calendly.com",
    )
    assert read({"CALENDLY_BASE_URL": "http://127.0.0.1:9"}).calendly.base_url == "http://127.0.0.1:9"


@pytest.mark.parametrize(
    ("environment", "region"),
    [
        ({}, ""),
        ({"AWS_REGION": "eu-west-1"}, ""),
        ({"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}, "us-east-1"),
        ({"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": "eu-west-1"}, "eu-west-1"),
        ({"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_SESSION_TOKEN": "c"}, ""),
        ({"AWS_SES_REGION": "eu-west-1", "AWS_SESSION_TOKEN": "c"}, "eu-west-1"),
        ({"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "BACKUP_URL": "https://r2.example/b"}, ""),
        ({"AWS_SES_REGION": "eu-west-1", "BACKUP_URL": "s3://b"}, "eu-west-1"),
    ],
)
def test_ses_is_used_with_the_studios_own_keys_and_not_with_the_platforms(
    environment: dict[str, str], region: str
) -> None:
    assert read(environment).mail.ses_region == region


def test_nothing_is_kept_on_the_platforms_disk() -> None:
    assert read({"DATA_DIR": "/tmp/x"}).data_dir == "/tmp/x"  # noqa: S108 -- nothing is written there
    assert read({"DATA_DIR": "/tmp/x", "VERCEL": "1"}).data_dir == ""  # noqa: S108 -- as above


PRODUCTION = {
    "VERCEL": "1",
    "VERCEL_ENV": "production",
    "VERCEL_GIT_COMMIT_REF": "main",
    "KV_REST_API_URL": "https://a.example",
    "KV_REST_API_TOKEN": "t",
    "EMAIL_FROM": "hello@studio.example",
    "SENDGRID_API_KEY": "SG.a.b",
    "AWS_ACCESS_KEY_ID": "a",
    "AWS_SECRET_ACCESS_KEY": "b",
    "CALENDLY_API_TOKEN": "token",
    "BACKUP_URL": "s3://bucket/folder",
    "OUTGOING_WEBHOOK_URL": "https://crm.example.com/hooks",
    "OUTGOING_WEBHOOK_SECRET": "s" * 32,
}


def reach(environment: dict[str, str]) -> dict[str, bool]:
    """Which ways out of the site are open."""
    chosen = read(environment)
    mail, calendly = chosen.mail, chosen.calendly
    return {
        "letters": bool(mail.sendgrid_key or mail.ses_region),
        "calendly": bool(calendly.token or calendly.client_id),
        "backups": bool(chosen.backup_url),
        "webhooks": bool(chosen.webhooks.urls or chosen.webhooks.secret),
    }


@pytest.mark.parametrize("prefix", ["", "studio:"])
@pytest.mark.parametrize("branch", ["main", "a-branch", "", "ñandú/🌶", "\udcff", "x" * 5000, "a\nb:*"])
@pytest.mark.parametrize("kind", ["preview", "development", "staging"])
def test_preview_has_keys_of_its_own_whatever_its_settings_are(prefix: str, branch: str, kind: str) -> None:
    production = PRODUCTION | {"KEY_PREFIX": prefix}

    found = read(production | {"VERCEL_ENV": kind, "VERCEL_GIT_COMMIT_REF": branch})

    assert read(production).key_prefix == prefix
    assert (found.is_preview, found.store_url) == (True, "https://a.example")
    assert re.fullmatch(re.escape(prefix) + "preview-[0-9a-f]{12}:", found.key_prefix)


def test_previews_of_two_branches_do_not_meet_and_those_of_one_do() -> None:
    preview = PRODUCTION | {"VERCEL_ENV": "preview"}

    prefixes = [read(preview | {"VERCEL_GIT_COMMIT_REF": name}).key_prefix for name in ("a", "b", "a")]

    assert prefixes[0] == prefixes[2] != prefixes[1]


@pytest.mark.parametrize(
    ("said", "open_ways"),
    [
        ("", set()),
        ("letters", {"letters"}),
        ("calendly, backups", {"calendly", "backups"}),
        ("letters,calendly,backups,webhooks", {"letters", "calendly", "backups", "webhooks"}),
        ("yes", set()),
        ("LETTERS;calendly", set()),
        (",,,", set()),
    ],
)
def test_preview_reaches_only_what_it_is_told_to(said: str, open_ways: set[str]) -> None:
    preview = PRODUCTION | {"VERCEL_ENV": "preview", "PREVIEW_SENDS": said}

    assert {way for way, is_open in reach(preview).items() if is_open} == open_ways


def test_production_and_make_run_reach_all_that_is_set() -> None:
    here = {name: value for name, value in PRODUCTION.items() if not name.startswith("VERCEL")}

    for environment in (PRODUCTION, here):
        everything = dict.fromkeys(("letters", "calendly", "backups", "webhooks"), True)
        assert reach(environment | {"PREVIEW_SENDS": "backups"}) == everything
        assert read(environment).is_preview is False
