"""An instructor's address is for the letter to them: it stands in the catalogue, and comes out nowhere."""

from io import StringIO
from typing import Any

import pytest

from lib.actions.ports import Outside
from lib.gateways.store import Store
from tests.contract.test_canaries import IMPERSONAL, content
from tests.contract.test_canaries import log as log  # noqa: PLC0414 -- a fixture
from tests.support.customers import booked, get, post
from tests.support.doors import caller
from tests.support.links import come, mailed, put, with_instructor
from tests.support.postman import Postman
from tests.support.raw_store import RawStore
from tests.support.staff import bearer, session
from tests.support.studio import wish_body

MARKED = "Canary5@example.com"
READS = (
    ("class-types", "/api/class-types"),
    ("instructors", "/api/instructors"),
    ("instructors", "/api/instructors?lang=es"),
    ("availability/index", "/api/availability"),
    ("availability/index", "/api/availability?classType=private&week=2030-06-03&instructor=ana"),
    ("availability/index", "/api/availability?classType=tango"),
    ("health", "/api/health"),
)


@pytest.fixture
async def marked(live: Outside, store: Store) -> Outside:
    await put(with_instructor("ana", email=MARKED), store)
    return live


async def told(world: Outside, postman: Postman) -> list[str]:
    """All that anybody is told by any door that there is: strangers, customers, Ana herself, the owner."""
    said = [await get(world, name, address) for name, address in READS]
    said += [await post(world, wish_body(slots=["ana_2030-06-04_10_15"])), await post(world, wish_body(instructor="x"))]
    booking = await booked(world)
    address = f"/api/bookings?id={booking['id']}"
    customer = {"Authorization": f"Bearer {booking['manageToken']}"}
    said += [await get(world, "bookings", address + more, customer) for more in ("", "&format=ics", "&format=data")]
    said.append(await session(world, "POST", body={"email": MARKED}))
    said.append(await come(world, magic := await mailed(world, postman, MARKED)))
    said.append(await come(world, magic))
    owner = await bearer(world)
    said += [await session(world, "GET", owner), await get(world, "bookings", address, owner)]
    said.append(await get(world, "admin/booking-management", "/api/admin/booking-management?view=problems", owner))
    async with caller("bookings", world) as client:
        said.append(await client.put(address, json={"slots": ["ana_2030-06-05_9_0"]}, headers=customer))
        said.append(await client.delete(address, headers=customer))
    assert {answer.status_code for answer in said} == {200, 201, 202, 400, 401, 404}
    return [answer.text + str(answer.headers) for answer in said]


async def test_address_is_told_to_nobody_and_logged_nowhere(marked: Outside, postman: Postman, log: StringIO) -> None:
    said = await told(marked, postman)

    assert MARKED in [mail.to for mail in postman.sent]
    assert not [text for text in (*said, log.getvalue()) if "canary5" in text.lower()]


async def test_address_is_kept_in_the_catalogue_alone(marked: Outside, postman: Postman, raw: RawStore) -> None:
    await told(marked, postman)

    found = {name: content(raw, name) for name in raw.names()}
    assert [name for name, text in found.items() if "canary5" in (name + text).lower()] == ["cat"]
    assert [name for name in found if name.startswith(("se:", "ln:")) and not IMPERSONAL.fullmatch(name)] == []


async def test_judge_would_see_an_address(marked: Outside, postman: Postman, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same words where they must not be: an answer that tells one is caught."""
    import lib.web.messages.catalog as messages

    original = messages._instructor

    def leaking(who: Any, catalog: Any, language: Any) -> Any:
        return {**original(who, catalog, language), "photo": who.email}

    monkeypatch.setattr(messages, "_instructor", leaking)

    assert [text for text in await told(marked, postman) if "canary5" in text.lower()] != []
