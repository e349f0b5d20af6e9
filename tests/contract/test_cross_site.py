"""Another site's page with our user's cookie: whatever it sends, nothing happens."""

from typing import Any

import pytest

from lib.actions.ports import Outside
from tests.chaos.in_process import ON_BOTH
from tests.support.customers import booked
from tests.support.doors import caller
from tests.support.raw_store import RawStore
from tests.support.staff import ADDRESS, RIGHT, session, signed_in

pytestmark = ON_BOTH

LEFT_OUT = None
# What the request says beside the cookie, in the place of what our own page would say.
ELSEWHERE: list[dict[str, str | None]] = [
    {"Origin": LEFT_OUT},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "https://evil.example"},
    {"Origin": "http://studio.evil.example"},
    {"Origin": "http://evil-studio"},
    {"Origin": "http://app.studio"},
    {"Origin": "http://studio:8080"},
    {"Origin": "https://studio"},
    {"Origin": "http://studio/"},
    {"Origin": "http://STUDIO"},
    {"Origin": "http://studio https://evil.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "anything"},
    {"X-CSRF-Token": LEFT_OUT},
    {"X-CSRF-Token": ""},
    {"X-CSRF-Token": "x" * 43},
    {"X-CSRF-Token": "é" * 43},
    {"X-CSRF-Token": "null"},
]


@pytest.mark.parametrize("said", ELSEWHERE, ids=str)
async def test_request_from_elsewhere_changes_nothing(
    world: Outside, raw: RawStore, said: dict[str, str | None]
) -> None:
    booking = await booked(world)
    right = (await signed_in(world)).headers
    headers = [(name.encode(), value.encode()) for name, value in {**right, **said}.items() if value is not None]
    before = raw.everything()

    async with caller("bookings", world) as client:
        address = f"/api/bookings?id={booking['id']}"
        answers = [
            await client.put(address, headers=headers, json={"status": "completed"}),
            await client.delete(address, headers=headers),
        ]
    async with caller("admin/session", world) as client:
        answers.append(await client.delete(ADDRESS, headers=headers))

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(403, "forbidden")] * 3
    assert raw.everything() == before


async def test_token_of_one_session_is_no_help_to_another(world: Outside) -> None:
    first, second = await signed_in(world), await signed_in(world)

    mixed = await session(world, "DELETE", {**first.headers, "X-CSRF-Token": second.csrf})

    assert mixed.status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_even_reading_needs_our_own_page(world: Outside, site: str) -> None:
    visit = await signed_in(world)

    answer = await session(world, "GET", {**visit.headers, "Sec-Fetch-Site": site})

    assert answer.status_code == 401


@pytest.mark.parametrize("said", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}], ids=str)
async def test_nobody_is_signed_in_by_another_sites_page(world: Outside, said: dict[str, str]) -> None:
    answer = await session(world, "POST", said, RIGHT)

    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


async def test_own_page_may_on_every_name_of_the_site(world: Outside) -> None:
    """The host that was called, whatever it is called, and the address that links name."""
    visit = await signed_in(world)

    answers = [
        await session(world, "GET", {**visit.headers, "Origin": origin, "Sec-Fetch-Site": "same-origin"})
        for origin in ("http://studio", "https://studio.example")
    ]

    assert [answer.status_code for answer in answers] == [200, 200]


@pytest.mark.parametrize("verb", ["OPTIONS", "GET", "POST", "DELETE", "PUT", "PATCH"])
async def test_other_origins_are_never_named_behind_the_staff_door(world: Outside, verb: str) -> None:
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "DELETE"}
    body: Any = RIGHT if verb == "POST" else None

    answer = await session(world, verb, headers, body)

    assert [name for name in answer.headers if name.startswith("access-control")] == []
    assert answer.headers["cache-control"] == "no-store"
