"""Which of several names wins, and what follows from the platform's own."""

import pytest

from lib.settings import read


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
    assert "hush" not in repr(read({"JWT_SECRET": "hush", "KV_REST_API_TOKEN": "hush"}))
