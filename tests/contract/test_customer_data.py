"""What is kept about somebody: shown to who can read their mail, removed on request, and gone from the next backup."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from lib.actions.callers import Staff
from lib.actions.maintain import maintain
from lib.actions.ports import Outside
from lib.gateways.vault import FolderVault
from tests.support.customers import booked, post
from tests.support.doors import caller
from tests.support.invariants import broken
from tests.support.postman import Postman
from tests.support.raw_store import RawStore
from tests.support.staff import let_in
from tests.support.studio import wish_body

# Words that stand in the customer's data and nowhere else.
MARKS = ("Xochitl", "Quetzal", "xochitl@", "5550177", "left knee")
PERSON = {
    "firstName": "Xochitl",
    "lastName": "Quetzal",
    "email": "xochitl@example.com",
    "phone": "+1 5550177",
    "notes": "mind my left knee",
}
KEY = {"Idempotency-Key": "one-form-one-key"}


@pytest.fixture
def vault(tmp_path: Path) -> FolderVault:
    return FolderVault(tmp_path)


@pytest.fixture
def kept(world: Outside, vault: FolderVault) -> Outside:
    return replace(world, post=Postman(), vault=vault)


async def ask(outside: Outside, method: str, booking: dict[str, Any], query: str, token: str) -> httpx.Response:
    async with caller("bookings", outside) as client:
        address = f"/api/bookings?id={booking['id']}&{query}"
        return await client.request(method, address, headers={"Authorization": f"Bearer {token}"})


def mailed(outside: Outside, booking: dict[str, Any]) -> str:
    """The token that stands in the booking's letters."""
    return outside.keyring.mailed_token(booking["id"], 1)


async def two_bookings(outside: Outside) -> tuple[dict[str, Any], dict[str, Any]]:
    first = await post(outside, wish_body(personalInfo=PERSON), KEY)
    second = await booked(outside, personalInfo=PERSON, slots=["ana_2030-06-05_9_0"])
    return first.json()["booking"], second


def places_of(raw: RawStore) -> dict[str, Any]:
    return {name: raw.do("ZRANGE", raw.prefix + name, 0, -1) for name in raw.names() if name.startswith("sch:")}


def dump(raw: RawStore, without: tuple[str, ...] = ("no key",)) -> str:
    """Everything that the store holds, as text."""
    readers = {"string": ("GET",), "hash": ("HGETALL",), "zset": ("ZRANGE", 0, -1), "stream": ("XRANGE", "-", "+")}
    found = []
    for name in (each for each in raw.names() if not each.startswith(without)):
        kind = raw.do("TYPE", raw.prefix + name)
        verb, *rest = readers[kind]
        found.append([name, raw.do(verb, raw.prefix + name, *rest)])
    return json.dumps(found, ensure_ascii=False)


async def test_link_in_the_mail_shows_all_that_is_kept(kept: Outside) -> None:
    first, second = await two_bookings(kept)
    await booked(kept, slots=["ana_2030-06-06_9_0"])

    answer = await ask(kept, "GET", first, "format=data", mailed(kept, first))

    told = answer.json()
    assert answer.headers["content-disposition"] == 'attachment; filename="my-data.json"'
    assert answer.headers["cache-control"] == "no-store"
    assert told["scope"] == "customer"
    assert {each["id"] for each in told["bookings"]} == {first["id"], second["id"]}
    assert {each["personalInfo"]["notes"] for each in told["bookings"]} == {"mind my left knee"}
    states = {(each["bookingId"], each["kind"], each["state"]) for each in told["letters"]}
    assert states == {
        (booking["id"], kind, state)
        for booking in (first, second)
        for kind, state in (("confirmed", "sent"), ("reminder", "waiting"))
    }


async def test_link_that_the_maker_is_shown_opens_that_booking_alone(kept: Outside) -> None:
    first, _ = await two_bookings(kept)

    answer = await ask(kept, "GET", first, "format=data", first["manageToken"])

    assert answer.json()["scope"] == "booking"
    assert [each["id"] for each in answer.json()["bookings"]] == [first["id"]]


async def test_who_books_in_anothers_name_learns_and_removes_nothing_of_theirs(kept: Outside) -> None:
    mine, _ = await two_bookings(kept)
    stranger = {"firstName": "Mal", "lastName": "Lory", "email": PERSON["email"]}
    theirs = await booked(kept, personalInfo=stranger, slots=["ana_2030-06-06_9_0"])

    shown = await ask(kept, "GET", theirs, "format=data", theirs["manageToken"])
    erased = await ask(kept, "DELETE", theirs, "erase=1", theirs["manageToken"])
    after = await ask(kept, "GET", mine, "format=json", mine["manageToken"])

    assert (shown.status_code, erased.status_code) == (200, 200)
    assert not any(mark in shown.text for mark in ("Xochitl", "5550177", "knee"))
    assert after.json()["bookings"][0]["personalInfo"]["firstName"] == "Xochitl"


async def test_erased_is_nowhere_any_more_and_what_took_place_stays(
    kept: Outside, raw: RawStore, vault: FolderVault
) -> None:
    first, second = await two_bookings(kept)
    await booked(kept, slots=["ana_2030-06-06_9_0"])
    before = places_of(raw)
    assert all(mark in dump(raw) for mark in MARKS)

    answer = await ask(kept, "DELETE", first, "erase=1", mailed(kept, first))
    await maintain(kept)

    assert answer.status_code == 200
    assert answer.json()["booking"]["personalInfo"] == {
        "firstName": "",
        "lastName": "",
        "email": "",
        "phone": None,
        "notes": None,
    }
    assert [mark for mark in MARKS if mark in dump(raw)] == []
    # Counters against abuse know a keyed hash, and fall away by themselves.
    assert kept.keyring.customer(PERSON["email"]) not in dump(raw, without=("tr:c.", "ob:n."))
    assert places_of(raw) == before
    assert broken(raw.kept(), await kept.catalogs.current()) == []
    contents = [await vault.get(name) or b"" for name in await vault.names("")]
    assert len(contents) == 1
    assert [mark for mark in MARKS if mark.encode() in contents[0]] == []
    assert second["id"].encode() in contents[0]


async def test_erasing_again_answers_the_same(kept: Outside, raw: RawStore) -> None:
    first, _ = await two_bookings(kept)
    token = mailed(kept, first)
    once = await ask(kept, "DELETE", first, "erase=1", token)
    before = raw.everything()

    again = await ask(kept, "DELETE", first, "erase=1", token)

    assert again.json() == once.json()
    assert raw.everything() == before


async def test_erased_booking_can_be_cancelled_and_moved_but_not_corrected(kept: Outside) -> None:
    first, second = await two_bookings(kept)
    await ask(kept, "DELETE", first, "erase=1", mailed(kept, first))

    async with caller("bookings", kept) as client:
        headers = {"Authorization": f"Bearer {first['manageToken']}"}
        address = f"/api/bookings?id={first['id']}"
        moved = await client.put(address, headers=headers, json={"slots": ["ana_2030-06-07_9_0"]})
        corrected = await client.put(address, headers=headers, json={"personalInfo": {"firstName": "New"}})
        canceled = await client.delete(address, headers=headers)
        seen = await client.get(
            f"/api/bookings?id={second['id']}", headers={"Authorization": f"Bearer {second['manageToken']}"}
        )

    assert [each.status_code for each in (moved, corrected, canceled, seen)] == [200, 409, 200, 200]


async def test_nobody_is_written_to_after_they_were_erased(world: Outside, raw: RawStore) -> None:
    first, _ = await two_bookings(world)
    await ask(world, "DELETE", first, "erase=1", mailed(world, first))
    postman = Postman()
    owner = let_in(Staff("s-owner", "owner", ""), world, raw)
    live = replace(world, post=postman)

    async with caller("send-confirmation", live) as client:
        answer = await client.post("/api/send-confirmation", headers=owner, json={"bookingId": first["id"]})
    await maintain(live)

    assert answer.status_code == 409
    assert postman.tried == []


async def test_repeated_request_is_answered_as_at_first_whatever_was_corrected_or_erased(kept: Outside) -> None:
    first, _ = await two_bookings(kept)
    await ask(kept, "DELETE", first, "erase=1", mailed(kept, first))

    again = await post(kept, wish_body(personalInfo=PERSON), KEY)

    assert again.headers["idempotency-replayed"] == "true"
    assert again.json()["booking"] == first


@pytest.mark.parametrize("token", ["", "x" * 43, "not a token"])
@pytest.mark.parametrize(("method", "query"), [("GET", "format=data"), ("DELETE", "erase=1")])
async def test_data_is_closed_to_strangers(kept: Outside, raw: RawStore, method: str, query: str, token: str) -> None:
    first, second = await two_bookings(kept)
    before = raw.everything()

    stranger = await ask(kept, method, first, query, token)
    of_another_booking = await ask(kept, method, first, query, mailed(kept, second))

    assert (stranger.status_code, of_another_booking.status_code) == (404 if len(token) == 43 else 401, 404)
    assert raw.everything() == before


@pytest.mark.parametrize("query", ["erase=0", "erase=yes", "erase=", "erase=1&erase=1"])
async def test_erasing_is_asked_for_plainly_or_nothing_is_done(kept: Outside, raw: RawStore, query: str) -> None:
    first, _ = await two_bookings(kept)
    before = raw.everything()

    answer = await ask(kept, "DELETE", first, query, mailed(kept, first))

    assert answer.status_code == 400
    assert raw.everything() == before
