"""Which of several names wins, and what follows from the platform's own."""

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
    ],
)
def test_ses_is_used_with_the_studios_own_keys_and_not_with_the_platforms(
    environment: dict[str, str], region: str
) -> None:
    assert read(environment).mail.ses_region == region


def test_nothing_is_kept_on_the_platforms_disk() -> None:
    assert read({"DATA_DIR": "/tmp/x"}).data_dir == "/tmp/x"  # noqa: S108 -- nothing is written there
    assert read({"DATA_DIR": "/tmp/x", "VERCEL": "1"}).data_dir == ""  # noqa: S108 -- as above
