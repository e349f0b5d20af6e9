"""What the operator is told, and what is set up at Calendly, by the program itself."""

from collections.abc import Iterator

import pytest

from lib.actions.calendly import SignedDelivery
from lib.gateways.calendly.signature import calendly_verdict, keys_of
from lib.gateways.store import Store
from tests.support.calendly_asks import START
from tests.support.calendly_hooks import delivery, signature
from tests.support.calendly_program import HOOK, key_of, mapping_of, refusal_of, set_up
from tests.support.calendly_state import FakeCalendly
from tests.support.fake_calendly import running_calendly
from tests.support.raw_store import RawStore


@pytest.fixture
def calendly() -> Iterator[FakeCalendly]:
    with running_calendly() as calendly:
        yield calendly


def test_setup_subscribes_and_prints_the_key_with_which_it_is_signed(calendly: FakeCalendly) -> None:
    kind = calendly.add_event_type("Salsa")

    done = set_up(calendly)

    (made,) = calendly.subscriptions
    body = delivery(calendly, calendly.book(kind, START).uri)
    assert done.returncode == 0
    assert (made["callback_url"], made["scope"], made["organization"]) == (HOOK, "organization", calendly.organization)
    assert made["events"] == [
        "invitee.created",
        "invitee.canceled",
        "invitee_no_show.created",
        "invitee_no_show.deleted",
    ]
    assert signature(body, key_of(done), 1) == signature(body, made["signing_key"], 1)
    assert len(key_of(done)) >= 43
    assert "Eva Owner <eva@example.com>" in done.stderr


def test_setup_key_opens_the_door_for_what_is_signed_with_it(calendly: FakeCalendly) -> None:
    done = set_up(calendly)

    key = calendly.subscriptions[0]["signing_key"]
    signed = SignedDelivery(b"{}", (signature(b"{}", key, 1_900_000_000),), (), 1_900_000_000_000)
    assert calendly_verdict(signed, keys_of(f"{key_of(done)},older")) == "fresh"


def test_setup_prints_everybody_and_everything_to_fill_in(calendly: FakeCalendly) -> None:
    ben = calendly.add_member("Ben\x1b[31m Host", "ben@example.com")
    salsa, old = calendly.add_event_type("Salsa"), calendly.add_event_type("Old one", host=ben)
    old.active = False

    done = set_up(calendly)

    assert mapping_of(done) == {
        "hosts": [{"user": calendly.me.uri, "instructor": ""}, {"user": ben.uri, "instructor": ""}],
        "eventTypes": [{"uri": salsa.uri, "classType": ""}],
    }
    assert f"# {salsa.uri} is Salsa, 60 minutes, of Eva Owner;" in done.stderr
    assert f"# {ben.uri} is Ben[31m Host <ben@example.com>;" in done.stderr
    assert "\x1b" not in done.stderr


def test_setup_guesses_who_is_who_from_the_catalogue(calendly: FakeCalendly, store: Store, raw: RawStore) -> None:
    assert store
    people = [calendly.add_member(name, "x@example.com") for name in ("ÁNA", "Ben Bailador", "Somebody Else", "Gone")]
    kinds = [calendly.add_event_type(name) for name in ("private", "Group class of salsa", "Yoga", "Old")]
    where = {"KV_REST_API_URL": raw.url, "KV_REST_API_TOKEN": raw.token, "KEY_PREFIX": raw.prefix}

    done = set_up(calendly, **where)

    guesses = {each.uri: guess for each, guess in zip(people, ("ana", "ben", "", ""), strict=True)}
    classes = {each.uri: guess for each, guess in zip(kinds, ("private", "group", "", ""), strict=True)}
    assert mapping_of(done) == {
        "hosts": [
            {"user": calendly.me.uri, "instructor": ""},
            *({"user": uri, "instructor": guess} for uri, guess in guesses.items()),
        ],
        "eventTypes": [{"uri": uri, "classType": guess} for uri, guess in classes.items()],
    }


def test_setup_does_without_a_store_that_is_away(calendly: FakeCalendly) -> None:
    done = set_up(calendly, KV_REST_API_URL="http://127.0.0.1:9", KV_REST_API_TOKEN="none")

    assert done.returncode == 0
    assert "nothing is guessed" in done.stderr


def test_setup_of_a_member_subscribes_to_what_is_theirs(calendly: FakeCalendly) -> None:
    calendly.is_owner = False
    calendly.add_member("Ben", "ben@example.com")

    done = set_up(calendly)

    (made,) = calendly.subscriptions
    assert done.returncode == 0
    assert (made["scope"], made["user"]) == ("user", calendly.me.uri)
    assert mapping_of(done) == {"hosts": [{"user": calendly.me.uri, "instructor": ""}], "eventTypes": []}


def test_setup_a_second_time_changes_nothing_and_says_what_is_there(calendly: FakeCalendly) -> None:
    set_up(calendly)
    calendly.subscriptions[0]["state"] = "disabled"

    done = set_up(calendly)

    assert (done.returncode, len(calendly.subscriptions)) == (0, 1)
    assert "CALENDLY_WEBHOOK_SECRET" not in done.stdout
    assert f"There is a subscription for {HOOK}: Calendly has given it up" in done.stderr
    assert "REPLACE=1" in done.stderr
    assert mapping_of(done)


def test_setup_replaces_a_key_and_later_deletes_the_old_one(calendly: FakeCalendly) -> None:
    first = key_of(set_up(calendly))

    replaced = set_up(calendly, REPLACE="1")
    old, new = calendly.subscriptions
    deleted = set_up(calendly, DELETE=old["uri"])

    assert key_of(replaced) == new["signing_key"] != first
    assert (old["callback_url"], new["callback_url"]) == (HOOK, f"{HOOK}?v=2")
    assert f"make calendly-setup DELETE={old['uri']}" in replaced.stderr
    assert "comma" in replaced.stderr
    assert (deleted.returncode, calendly.subscriptions) == (0, [new])


def test_setup_replaces_again_at_an_address_never_used(calendly: FakeCalendly) -> None:
    for _ in range(3):
        set_up(calendly, REPLACE="1")

    addresses = [each["callback_url"] for each in calendly.subscriptions]
    assert addresses == [HOOK, f"{HOOK}?v=2", f"{HOOK}?v=3"]


def test_setup_at_an_address_that_somebody_else_subscribed_offers_another(calendly: FakeCalendly) -> None:
    calendly.subscriptions.append({"callback_url": HOOK, "scope": "group", "uri": "x"})

    said = refusal_of(set_up(calendly))
    replaced = set_up(calendly, REPLACE="1")

    assert said == "Nothing was changed. With REPLACE=1 another subscription is made beside it."
    assert (replaced.returncode, calendly.subscriptions[-1]["callback_url"]) == (0, f"{HOOK}?v=2")


def test_setup_of_a_token_that_may_not_see_the_members_lists_its_own_user(calendly: FakeCalendly) -> None:
    calendly.fates_at["GET /organization_memberships"].extend(("403", "403"))

    done = set_up(calendly)

    assert mapping_of(done) == {"hosts": [{"user": calendly.me.uri, "instructor": ""}], "eventTypes": []}
