"""Instructors come in by a link that is mailed to them: once, for ten minutes, and they alone."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from lib.actions.ports import Outside
from lib.actions.sign_in_by_link import ask_for_link
from lib.gateways.store import Store
from lib.studio import policy
from tests.support.customers import booked, get
from tests.support.doors import caller
from tests.support.fault_proxy import Network
from tests.support.links import ANA, BEN, ask, come, magic_in, mailed, put, signed_in_by_link, with_instructor
from tests.support.postman import Postman
from tests.support.raw_store import RawStore
from tests.support.staff import RIGHT, session
from tests.support.studio import OWNER_EMAIL, Connect, StandingClock, a_world

USED = "This link was used before, or is too old. Please ask for another one."


async def test_instructor_asks_reads_the_letter_and_is_in(live: Outside, postman: Postman) -> None:
    asked = await ask(live)

    [letter] = postman.sent
    answer = await come(live, magic_in(letter))
    cookie = answer.headers["set-cookie"]
    assert (asked.status_code, asked.json(), asked.headers["cache-control"]) == (202, {"accepted": True}, "no-store")
    assert "set-cookie" not in asked.headers
    assert (letter.to, letter.subject, letter.calendars) == (ANA, "Your link to the desk - Test studio", ())
    assert answer.status_code == 200
    assert {**answer.json(), "csrfToken": ""} == {
        "role": "instructor",
        "instructor": "ana",
        "name": "Ana",
        "expiresAt": "2030-06-03T13:00:00Z",
        "csrfToken": "",
    }
    assert [part.split("=")[0].strip() for part in cookie.split(";")] == [
        *("__Host-adm", "HttpOnly", "Max-Age", "Path", "SameSite", "Secure")
    ]
    assert answer.headers["cache-control"] == "no-store"


async def test_instructor_sees_their_own_lessons_and_no_others(live: Outside, postman: Postman) -> None:
    hers, his = await booked(live), await booked(live, instructor="ben", slots=["ben_2030-06-04_9_0"])
    headers = await signed_in_by_link(live, postman)

    answers = [await get(live, "bookings", f"/api/bookings?id={each['id']}", headers) for each in (hers, his)]
    who = await session(live, "GET", headers)

    assert [answer.status_code for answer in answers] == [200, 404]
    assert (who.json()["role"], who.json()["name"], "calendly" in who.json()) == ("instructor", "Ana", False)


async def test_link_works_once(live: Outside, postman: Postman) -> None:
    magic = await mailed(live, postman)
    first = await come(live, magic)

    again = [await come(live, magic), await come(live, magic, key="another-person")]

    assert first.status_code == 200
    assert [(each.status_code, each.json()["code"], each.json()["detail"]) for each in again] == [
        (401, "unauthorized", USED)
    ] * 2


async def test_link_that_many_use_at_once_lets_one_in(live: Outside, postman: Postman, raw: RawStore) -> None:
    magic = await mailed(live, postman)

    answers = await asyncio.gather(*(come(live, magic, key=f"person-{number}") for number in range(12)))

    assert Counter(answer.status_code for answer in answers) == {200: 1, 401: 11}
    assert len([name for name in raw.names() if name.startswith("se:") and name != "se:in"]) == 1


@pytest.mark.parametrize(("seconds", "status"), [(0, 200), (599, 200), (600, 401), (86_400, 401)])
async def test_link_works_for_ten_minutes(
    live: Outside, postman: Postman, clock: StandingClock, seconds: int, status: int
) -> None:
    magic = await mailed(live, postman)
    clock.moment += timedelta(seconds=seconds)

    assert (await come(live, magic)).status_code == status


async def test_link_falls_out_of_the_store_by_itself(live: Outside, postman: Postman, raw: RawStore) -> None:
    await mailed(live, postman)

    [name] = [name for name in raw.names() if name.startswith("ln:")]
    assert 0 < int(raw.do("TTL", raw.prefix + name)) <= policy.LINK_SECONDS


async def test_who_was_not_answered_asks_again_with_the_same_key_and_is_in(live: Outside, postman: Postman) -> None:
    magic = await mailed(live, postman)
    answers = [await come(live, magic, key="the-page-that-asks", bearer=True) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200] * 3
    assert len({answer.json()["csrfToken"] for answer in answers}) == 1
    headers = {"Authorization": f"Bearer {answers[0].json()['token']}"}
    assert (await session(live, "DELETE", headers)).status_code == 200
    assert (await come(live, magic, key="the-page-that-asks")).status_code == 401


async def test_lost_answers_make_one_link_and_open_one_session(
    network: Network, connect: Connect, raw: RawStore, postman: Postman
) -> None:
    world = replace(a_world(connect(network.url)), post=postman)
    await world.catalogs.current()
    network.fates.extend(["lost_after", "pass"] * 2)
    assert (await ask(world)).status_code == 202
    assert [mail.to for mail in postman.sent] == [ANA]
    network.fates.clear()
    network.fates.extend(["lost_after", "pass"] * 2)

    answer = await come(world, magic_in(postman.sent[0]))

    assert answer.status_code == 200
    assert len([name for name in raw.names() if name.startswith("ln:")]) == 1
    assert len([name for name in raw.names() if name.startswith("se:") and name != "se:in"]) == 1


async def test_asking_and_coming_in_are_two_requests_each(network: Network, connect: Connect, postman: Postman) -> None:
    world = a_world(connect(network.url))
    await world.catalogs.current()
    counts = []
    live = replace(world, post=postman)
    for email in (ANA, "nobody@example.com"):
        network.bodies.clear()
        # Not through the door, behind which letters are seen to when the answer is out.
        await ask_for_link(email, "", live)
        counts.append(network.requests)
    magic = await mailed(live, postman)
    network.bodies.clear()
    assert (await come(live, magic)).status_code == 200

    assert [*counts, network.requests] == [2, 2, 2]


@pytest.mark.parametrize("spelled", ["ANA@TEACHERS.EXAMPLE", " Ana@teachers.example "])
async def test_address_is_compared_as_people_write_it(live: Outside, postman: Postman, spelled: str) -> None:
    assert (await ask(live, spelled)).status_code == 202
    assert [mail.to for mail in postman.sent] == [ANA]


STRANGERS = [
    "nobody@example.com",
    "gone@teachers.example",
    "*",
    "ana@teachers.example.evil.example",
    "ana@teachers.example,eve@example.com",
    "aná@teachers.example",
    OWNER_EMAIL,
]


@pytest.mark.parametrize("email", STRANGERS)
async def test_others_get_the_same_answer_and_no_letter(live: Outside, postman: Postman, email: str) -> None:
    known, unknown = await ask(live), await ask(live, email)

    assert (unknown.status_code, unknown.content) == (known.status_code, known.content)
    assert [mail.to for mail in postman.sent] == [ANA]


async def test_owner_who_teaches_has_no_link(live: Outside, postman: Postman, store: Store) -> None:
    """The address is the owner's, who has a password: a stolen mailbox must not be a second way to the same person."""
    await put(with_instructor("ana", email=OWNER_EMAIL), store)

    assert (await ask(live, OWNER_EMAIL)).status_code == 202
    assert postman.sent == []


async def test_owner_signs_in_as_before(live: Outside, postman: Postman) -> None:
    await signed_in_by_link(live, postman)

    assert (await session(live, "POST", body=RIGHT)).json()["role"] == "owner"


@pytest.mark.parametrize("email", [ANA, OWNER_EMAIL, "nobody@example.com"])
async def test_studio_without_mail_says_so_to_everybody(world: Outside, raw: RawStore, email: str) -> None:
    before = raw.everything()

    answer = await ask(world, email)

    assert (answer.status_code, answer.json()["code"]) == (503, "not_configured")
    assert answer.json()["detail"] == "The studio has not set EMAIL_FROM yet."
    assert raw.everything() == before


async def test_studio_without_an_address_of_its_own_can_send_no_link(live: Outside) -> None:
    answer = await ask(replace(live, site_url=""))

    assert (answer.status_code, answer.json()["detail"]) == (503, "The studio has not set SITE_URL yet.")


async def test_two_links_are_two_ways_in_each_of_use_once(live: Outside, postman: Postman) -> None:
    first, second = await mailed(live, postman), await mailed(live, postman)
    his = await mailed(live, postman, BEN)

    answers = [await come(live, magic) for magic in (second, first, his, second, first, his)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 401, 401, 401]
    assert [answer.json()["instructor"] for answer in answers[:3]] == ["ana", "ana", "ben"]


async def test_link_is_of_no_use_in_an_address(live: Outside, postman: Postman) -> None:
    """Scanners of mail open links: nothing is used up by opening one, and what stands behind the # is never sent."""
    magic = await mailed(live, postman)

    async with caller("admin/session", live) as client:
        opened = [
            await client.request(verb, f"/api/admin/session?magic={magic}") for verb in ("GET", "HEAD", "OPTIONS")
        ]

    assert [answer.status_code for answer in opened] == [401, 405, 204]
    assert (await come(live, magic)).status_code == 200


async def test_other_sites_page_cannot_sign_anybody_in(live: Outside, postman: Postman) -> None:
    magic = await mailed(live, postman)

    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        for body in ({"magic": magic}, {"email": ANA}):
            assert (await session(live, "POST", headers, body)).status_code == 403

    assert len(postman.sent) == 1
    assert (await come(live, magic)).status_code == 200
