"""Why nothing can be set up at Calendly: one clear line, and nothing changed."""

from collections.abc import Iterator

import pytest

from tests.support.calendly_program import refusal_of, set_up
from tests.support.calendly_state import FakeCalendly, Fate
from tests.support.fake_calendly import running_calendly


@pytest.fixture
def calendly() -> Iterator[FakeCalendly]:
    with running_calendly() as calendly:
        yield calendly


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"CALENDLY_API_TOKEN": ""}, "CALENDLY_API_TOKEN is missing"),
        ({"SITE_URL": ""}, "SITE_URL is missing"),
        ({"SITE_URL": "http://studio.example"}, "SITE_URL must begin with https://"),
        ({"SITE_URL": "https://"}, "SITE_URL must begin with https://"),
        ({"CALENDLY_BASE_URL": "nonsense"}, "CALENDLY_API_TOKEN or CALENDLY_BASE_URL is of a form that cannot be"),
        ({"CALENDLY_API_TOKEN": "of somebody else"}, "CALENDLY_API_TOKEN or CALENDLY_BASE_URL is of a form"),
        ({"CALENDLY_API_TOKEN": "of-somebody-else"}, "Calendly does not know the token"),
        ({"CALENDLY_BASE_URL": "http://127.0.0.1:9"}, "Calendly cannot be asked"),
    ],
)
def test_setup_that_cannot_be_says_why_in_one_line(
    calendly: FakeCalendly, environment: dict[str, str], sentence: str
) -> None:
    done = set_up(calendly, **environment)

    assert refusal_of(done).startswith(sentence)
    assert len(done.stderr.splitlines()) == 1
    assert (calendly.subscriptions, "of-somebody-else" in done.stderr) == ([], False)


@pytest.mark.parametrize(
    ("fate", "sentence"),
    [
        ("401", "Calendly does not know the token"),
        ("403", "Calendly refuses it (calendly 403)"),
        ("404", "Calendly refuses it (calendly 404)"),
        ("422", "Calendly cannot be asked, or does not do it"),
        ("429", "Calendly was asked too often"),
        ("503", "Calendly did not say whether it was done"),
        ("drop", "Calendly did not say whether it was done"),
        ("html", "Calendly did not say whether it was done"),
        ("redirect", "Calendly refuses it (calendly 302)"),
    ],
)
def test_setup_that_calendly_does_not_do_says_why_in_one_line(
    calendly: FakeCalendly, fate: Fate, sentence: str
) -> None:
    calendly.fates_at["POST /webhook_subscriptions"].extend((fate, fate))

    done = set_up(calendly)

    assert refusal_of(done).startswith(sentence)
    assert calendly.gone_astray == []


@pytest.mark.parametrize("at", ["/users/me", "/event_types", "/webhook_subscriptions", "/organization_memberships"])
@pytest.mark.parametrize("fate", ["list", "503", "huge"])
def test_setup_that_cannot_read_changes_nothing(calendly: FakeCalendly, at: str, fate: Fate) -> None:
    calendly.fates_at[f"GET {at}"].append(fate)

    said = refusal_of(set_up(calendly))

    assert said.startswith("Calendly cannot be asked")
    assert calendly.subscriptions == []


def test_setup_of_a_token_without_scopes_names_them(calendly: FakeCalendly) -> None:
    calendly.lacks_scopes = True

    said = refusal_of(set_up(calendly))

    assert "webhooks:write" in said


def test_setup_deletes_nothing_that_is_not_this_sites(calendly: FakeCalendly) -> None:
    set_up(calendly, SITE_URL="https://elsewhere.example")
    theirs = calendly.subscriptions[0]["uri"]

    said = [refusal_of(set_up(calendly, DELETE=uri)) for uri in (theirs, "nonsense", "https://elsewhere.example/x")]

    assert {line.partition(".")[0] for line in said} == {"DELETE= names no subscription of this site"}
    assert len(calendly.subscriptions) == 1
