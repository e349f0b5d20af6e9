"""Whom an edit at the desk does not let in any more is out with that edit; whom it keeps stays in."""

from typing import Any

import pytest

from lib.actions.ports import Outside
from lib.gateways.store import Store
from tests.support.editors import OWNER, Editor
from tests.support.links import ANA, BEN, signed_in_by_link, with_instructor
from tests.support.postman import Postman
from tests.support.raw_store import RawStore
from tests.support.staff import session
from tests.support.studio import OWNER_EMAIL

HOURS: dict[str, Any] = {"week": {}, "breaks": {}, "exceptions": {}}


@pytest.fixture
def owner(open_studio: Outside, raw: RawStore) -> Editor:
    return Editor(OWNER, open_studio, raw)


@pytest.mark.parametrize("change", [{"active": False}, {"email": ""}, {"email": "eve@teachers.example"}])
async def test_dismissed_instructor_is_out_with_the_edit_and_a_colleague_is_not(
    owner: Editor, open_studio: Outside, postman: Postman, change: dict[str, Any]
) -> None:
    ana, ben = [await signed_in_by_link(open_studio, postman, email) for email in (ANA, BEN)]

    tried = await owner.put(with_instructor("ana", **change), query="?dryRun=1")
    before = [(await session(open_studio, "GET", each)).status_code for each in (ana, ben)]
    saved = await owner.put(with_instructor("ana", **change))

    after = [(await session(open_studio, "GET", each)).status_code for each in (ana, ben)]
    assert (tried.status_code, before, saved.status_code, after) == (200, [200, 200], 200, [401, 200])


async def test_own_hours_and_other_edits_put_nobody_out(owner: Editor, open_studio: Outside, postman: Postman) -> None:
    ana = await signed_in_by_link(open_studio, postman)
    owner_of_hours = Editor(OWNER, open_studio, owner.raw)
    owner_of_hours.headers = ana
    tag = (await owner_of_hours.get("?part=ana")).headers["etag"]

    own = await owner_of_hours.put(HOURS, tag, "?part=ana")
    whole = await owner.get()
    other = await owner.put({**whole.json()["catalog"], "closedDays": []}, whole.headers["etag"])

    assert (own.status_code, other.status_code) == (200, 200)
    assert (await session(open_studio, "GET", ana)).status_code == 200


async def test_dismissed_instructor_can_save_nothing_any_more(
    owner: Editor, open_studio: Outside, postman: Postman, store: Store
) -> None:
    ana = Editor(OWNER, open_studio, owner.raw)
    ana.headers = await signed_in_by_link(open_studio, postman)
    tag = (await ana.get("?part=ana")).headers["etag"]
    await owner.put(with_instructor("ana", active=False))
    before = await store.load_catalog()

    answers = [await ana.get("?part=ana"), await ana.put(HOURS, tag, "?part=ana")]

    assert [answer.status_code for answer in answers] == [401, 401]
    assert await store.load_catalog() == before


@pytest.mark.parametrize(
    ("change", "code"),
    [({"email": OWNER_EMAIL}, "owners_address"), ({"email": BEN}, "duplicate"), ({"email": "no address"}, "bad_form")],
)
async def test_address_that_cannot_tell_an_instructor_apart_is_refused(
    owner: Editor, change: dict[str, Any], code: str
) -> None:
    refused = await owner.put(with_instructor("ana", **change))

    found = {(each["pointer"].rpartition("/")[2], each["code"]) for each in refused.json()["details"]}
    assert (refused.status_code, found) == (400, {("email", code)})
