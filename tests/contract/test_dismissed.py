"""Whoever may not come in any more is out at once: with the save that says so, in every process, whatever it knows."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from lib.actions.mail import Unreached
from lib.actions.ports import Outside
from lib.actions.send_letters import send_letters
from lib.gateways.store import Store
from lib.studio.roles import ROLES, Operation, scope
from tests.contract.test_matrix import door_of
from tests.support.customers import booked
from tests.support.doors import caller
from tests.support.links import (
    ANA,
    BEN,
    ask,
    come,
    mailed,
    put,
    signed_in_by_link,
    visiting_by_link,
    with_instructor,
)
from tests.support.postman import Postman, standing
from tests.support.raw_store import RawStore
from tests.support.rights import REQUESTS, VERSIONS
from tests.support.staff import bearer, session
from tests.support.studio import Connect, StandingClock, a_document, a_world

# What the editor of the catalogue can do to Ana.
WAYS: dict[str, dict[str, object]] = {
    "inactive": {"active": False},
    "address removed": {"email": ...},
    "address null": {"email": None},
    "address empty": {"email": ""},
    "address of somebody else": {"email": "eve@teachers.example"},
    "address of a namesake": {"email": "ana@teachers.example.org"},
}


def without_ana() -> dict[str, Any]:
    document = a_document()
    document["instructors"] = [each for each in document["instructors"] if each["id"] != "ana"]
    for kind in document["classTypes"]:
        kind["instructors"] = [each for each in kind["instructors"] if each != "ana"]
    document["priceRules"] = []
    return document


def another_in_her_place() -> dict[str, Any]:
    """Her address goes to somebody else's entry: whoever reads it is not Ana here any more."""
    document = with_instructor("ana", email=...)
    document["instructors"][1]["email"] = ANA
    return document


DOCUMENTS: dict[str, dict[str, Any]] = {
    **{name: with_instructor("ana", **changes) for name, changes in WAYS.items()},
    "left out": without_ana(),
    "another in her place": another_in_her_place(),
    "a studio that offers nothing": {},
}


@pytest.fixture
async def elsewhere(live: Outside, connect: Connect, clock: StandingClock) -> Outside:
    """Another process, which has the catalogue at hand and does not read it again."""
    other = a_world(connect(), clock)
    assert "ana" in (await other.catalogs.current()).instructors
    return replace(other, post=live.post)


DESK = "/api/admin/booking-management"
VIEWS = ("view=list", "view=list&format=csv", "view=day&date=2030-06-04")
ACTIONS = ({"action": "search", "q": "rosa"},)

EVERYWHERE = [401] * 10


async def everywhere(world: Outside, booking_id: str, headers: dict[str, str]) -> list[int]:
    """Every door that asks for a session, one of each kind of script."""
    address = f"/api/bookings?id={booking_id}"
    answers = [await session(world, "GET", headers)]
    async with caller("bookings", world) as client:
        answers += [
            await client.get(address, headers=headers),
            await client.put(address, headers=headers, json={"status": "completed"}),
            await client.put(address, headers=headers, json={"slots": ["ana_2030-06-05_9_0"]}),
            await client.delete(address, headers=headers),
        ]
    async with caller("send-confirmation", world) as client:
        answers.append(await client.post("/api/send-confirmation", headers=headers, json={"bookingId": booking_id}))
    async with caller("admin/booking-management", world) as client:
        answers += [await client.get(f"{DESK}?{view}", headers=headers) for view in VIEWS]
        answers += [await client.post(DESK, headers=headers, json=action) for action in ACTIONS]
    return [answer.status_code for answer in answers]


@pytest.mark.parametrize("way", DOCUMENTS)
async def test_dismissed_instructor_is_out_with_the_next_request_in_every_process(
    live: Outside, elsewhere: Outside, postman: Postman, store: Store, way: str
) -> None:
    booking = await booked(live)
    headers = await signed_in_by_link(live, postman)
    page = (await visiting_by_link(live, postman)).headers
    assert [(await session(world, "GET", headers)).status_code for world in (live, elsewhere)] == [200, 200]

    await put(DOCUMENTS[way], store)

    for world in (elsewhere, live):
        assert "ana" in (await elsewhere.catalogs.current()).instructors
        assert await everywhere(world, booking["id"], headers) == EVERYWHERE
        assert await everywhere(world, booking["id"], page) == EVERYWHERE


@pytest.mark.parametrize("way", DOCUMENTS)
async def test_link_of_a_dismissed_instructor_is_of_no_use(
    live: Outside, elsewhere: Outside, postman: Postman, store: Store, way: str
) -> None:
    magic = await mailed(live, postman)

    await put(DOCUMENTS[way], store)

    assert [(await come(world, magic)).status_code for world in (live, elsewhere)] == [401, 401]


@pytest.mark.parametrize("way", DOCUMENTS)
async def test_process_that_knows_an_older_catalogue_makes_no_link(
    live: Outside, elsewhere: Outside, postman: Postman, store: Store, way: str
) -> None:
    await put(DOCUMENTS[way], store)

    answers = [await ask(world) for world in (elsewhere, live)]

    assert [answer.status_code for answer in answers] == [202, 202]
    assert [mail.to for mail in postman.sent] == ([ANA] * 2 if way == "another in her place" else [])
    if postman.sent:
        assert [mail.text.splitlines()[0] for mail in postman.sent] == ["Hello Ben,"] * 2


async def test_letter_that_waits_for_a_dismissed_instructor_is_forgotten(
    live: Outside, postman: Postman, store: Store, raw: RawStore, clock: StandingClock
) -> None:
    postman.outcomes.append(Unreached("out of office"))
    await ask(live)
    assert len(standing(raw)["due"]) == 1
    await put(with_instructor("ana", active=False), store)
    clock.moment += timedelta(minutes=1)

    await send_letters(0, live)

    assert postman.sent == []
    assert standing(raw) == {"due": [], "dead": [], "sent": []}


@pytest.mark.parametrize(
    "changes", [{"name": "Ana María"}, {"week": {}}, {"rating": None}, {"email": "ANA@Teachers.Example"}]
)
async def test_other_edits_put_nobody_out(
    live: Outside, postman: Postman, store: Store, changes: dict[str, object]
) -> None:
    hers, owners = await signed_in_by_link(live, postman), await bearer(live)
    link = await mailed(live, postman)

    await put(with_instructor("ana", **changes), store)

    assert [(await session(live, "GET", headers)).status_code for headers in (hers, owners)] == [200, 200]
    assert (await come(live, link)).status_code == 200


async def test_dismissal_puts_out_nobody_else(live: Outside, postman: Postman, store: Store) -> None:
    hers, his, owners = (
        await signed_in_by_link(live, postman),
        await signed_in_by_link(live, postman, BEN),
        await bearer(live),
    )
    his_link = await mailed(live, postman, BEN)

    await put(with_instructor("ana", active=False), store)

    assert [(await session(live, "GET", each)).status_code for each in (hers, his, owners)] == [401, 200, 200]
    assert (await come(live, his_link)).status_code == 200


async def test_who_comes_back_comes_in_anew_and_not_by_what_they_had(
    live: Outside, postman: Postman, store: Store
) -> None:
    headers, link = await signed_in_by_link(live, postman), await mailed(live, postman)
    await put(with_instructor("ana", active=False), store)
    await put(a_document(), store, expected="2", version="3")

    assert (await session(live, "GET", headers)).status_code == 401
    assert (await come(live, link)).status_code == 401
    assert (await session(live, "GET", await signed_in_by_link(live, postman))).status_code == 200


@pytest.mark.parametrize("right", ROLES)
async def test_dismissed_instructor_has_none_of_the_rights_that_there_are(
    live: Outside, postman: Postman, store: Store, raw: RawStore, right: Operation
) -> None:
    """Every row of the table, with the request of the matrix, about a lesson that was theirs a moment ago."""
    booking = await booked(live)
    headers = await signed_in_by_link(live, postman)
    headers |= {"If-Match": f'"{VERSIONS[right]}"'} if right in VERSIONS else {}
    await put(with_instructor("ana", email=...), store)
    before = raw.everything()
    method, path, body = REQUESTS[right]
    body = {"bookingId": booking["id"]} if right == "resend" else body

    async with caller(door_of(path), live) as client:
        address = f"{path}{'&' if '?' in path else '?'}id={booking['id']}"
        answer = await client.request(method, address, headers=headers, json=body)

    # What no instructor may is refused before the store is asked whether this one is still here.
    assert answer.status_code == (401 if scope(right, "instructor") else 403), answer.text
    assert "rosa" not in answer.text.lower()
    assert raw.everything() == before
