"""What must not come in where instructors do: odd addresses, odd links, other people's, and many at once."""

import json
from typing import Any

import httpx
import pytest

from lib.actions.ports import Outside
from lib.actions.sign_in_by_link import NOBODY
from tests.contract.test_hostile_input import JSON, judged
from tests.support.doors import caller
from tests.support.links import ANA, ask, come, mailed
from tests.support.postman import Postman
from tests.support.raw_store import RawStore
from tests.support.staff import ADDRESS

DEEP = b'{"email":' + b"[" * 3000 + b"]" * 3000 + b"}"
# Body, status, code, first pointer. Of those that are let in, none is anybody's address.
ASKED: dict[str, tuple[object, int, str | None, str | None]] = {
    "nothing": ({}, 400, "validation_failed", "/email"),
    "a list": ([ANA], 400, "validation_failed", "/"),
    "null": (None, 400, "validation_failed", "/"),
    "a text": (ANA, 400, "validation_failed", "/"),
    "address of null": ({"email": None}, 400, "validation_failed", "/email"),
    "address as a number": ({"email": 7}, 400, "validation_failed", "/email"),
    "address as a list": ({"email": [ANA]}, 400, "validation_failed", "/email"),
    "address as an object": ({"email": {"$ne": ""}}, 400, "validation_failed", "/email"),
    "empty address": ({"email": ""}, 400, "validation_failed", "/email"),
    "blank address": ({"email": " \u200b\u3000"}, 400, "validation_failed", "/email"),
    "address of 255": ({"email": "a" * 243 + "@example.com"}, 400, "validation_failed", "/email"),
    "direction marks": ({"email": f"\u202e{ANA}"}, 400, "validation_failed", "/email"),
    "NUL": ({"email": f"{ANA}\x00"}, 400, "validation_failed", "/email"),
    "a second header": ({"email": f"{ANA}\r\nBcc: eve@example.com"}, 400, "validation_failed", "/email"),
    "half a character": (b'{"email": "\\ud800"}', 400, "bad_json", None),
    "one field more": ({"email": ANA, "role": "owner"}, 400, "validation_failed", "/role"),
    "somebody else's instructor": ({"email": ANA, "instructor": "ben"}, 400, "validation_failed", "/instructor"),
    "where to": ({"email": ANA, "redirect": "https://evil.example"}, 400, "validation_failed", "/redirect"),
    "password of null": ({"email": ANA, "password": None}, 400, "validation_failed", "/password"),
    "bearer": ({"email": ANA, "bearer": True}, 400, "validation_failed", "/bearer"),
    "twice": (f'{{"email": "{ANA}", "email": "eve@example.com"}}'.encode(), 400, "bad_json", None),
    "bad UTF-8": (b'{"email": "\xff\xfe"}', 400, "bad_json", None),
    "NaN": (b'{"email": NaN}', 400, "bad_json", None),
    "huge number": (b'{"email": 1e999}', 400, "bad_json", None),
    "deep": (DEEP, 400, None, None),
    "large": (b" " * 17_000 + b"{}", 413, "payload_too_large", None),
    "two addresses": ({"email": f"{ANA},eve@example.com"}, 202, None, None),
    "with a name": ({"email": f"Ana <{ANA}>"}, 202, None, None),
    "pattern": ({"email": "*@teachers.example"}, 202, None, None),
    "with a plus": ({"email": "ana+eve@teachers.example"}, 202, None, None),
    "other alphabet": ({"email": "\u0430na@teachers.example"}, 202, None, None),
    "wide letters": ({"email": "\uff41na@teachers.example"}, 202, None, None),
    "key of the store": ({"email": "se:in|ln:*"}, 202, None, None),
    "Lua": ({"email": "']] redis.call('FLUSHALL') --"}, 202, None, None),
}
MAGIC: dict[str, tuple[object, int, str, str | None]] = {
    "of null": ({"magic": None}, 400, "validation_failed", "/email"),
    "a number": ({"magic": 7}, 400, "validation_failed", "/magic"),
    "a huge number": ({"magic": 10**400}, 400, "bad_json", None),
    "a list": ({"magic": ["a" * 69]}, 400, "validation_failed", "/magic"),
    "true": ({"magic": True}, 400, "validation_failed", "/magic"),
    "empty": ({"magic": ""}, 400, "validation_failed", "/magic"),
    "201 letters": ({"magic": "a" * 201}, 400, "validation_failed", "/magic"),
    "NUL": ({"magic": "a" * 68 + "\x00"}, 400, "validation_failed", "/magic"),
    "direction mark": ({"magic": "a" * 68 + "\u2066"}, 400, "validation_failed", "/magic"),
    "with a password": ({"magic": "a" * 69, "password": "x"}, 400, "validation_failed", "/password"),
    "with a role": ({"magic": "a" * 69, "role": "owner"}, 400, "validation_failed", "/role"),
    "with somebody": ({"magic": "a" * 69, "instructor": "ben"}, 400, "validation_failed", "/instructor"),
    "bearer a word": ({"magic": "a" * 69, "bearer": "yes"}, 400, "validation_failed", "/bearer"),
    "too short": ({"magic": "a"}, 401, "unauthorized", None),
    "other digits": ({"magic": "\u0664" * 69}, 401, "unauthorized", None),
    "69 letters": ({"magic": "a" * 69}, 401, "unauthorized", None),
    "a path": ({"magic": "../../cat"}, 401, "unauthorized", None),
    "pattern": ({"magic": "*" * 26 + "a" * 43}, 401, "unauthorized", None),
}


async def sent(world: Outside, body: object, headers: dict[str, str] | None = None) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with caller("admin/session", world) as client:
        return await client.post(ADDRESS, content=content, headers=JSON | (headers or {}))


@pytest.mark.parametrize("case", ASKED)
async def test_hostile_address_gets_a_clear_answer_and_no_letter(
    live: Outside, postman: Postman, raw: RawStore, case: str
) -> None:
    body, status, code, pointer = ASKED[case]
    before = raw.everything()

    answer = await sent(live, body)

    assert answer.status_code == status
    assert postman.sent == []
    if status != 202:
        assert judged(answer)[1:] == (code or answer.json()["code"], pointer or judged(answer)[2])
        assert raw.everything() == before


@pytest.mark.parametrize("case", MAGIC)
async def test_hostile_link_lets_nobody_in(live: Outside, postman: Postman, raw: RawStore, case: str) -> None:
    body, status, code, pointer = MAGIC[case]
    magic = await mailed(live, postman)
    before = raw.everything()

    answer = await sent(live, body)

    assert judged(answer) == (status, code, pointer)
    assert raw.everything() == before
    assert "set-cookie" not in answer.headers
    assert (await come(live, magic)).status_code == 200


FORGED: dict[str, Any] = {
    "one letter less": lambda magic: magic[:-1],
    "one letter more": lambda magic: magic + "A",
    "another last letter": lambda magic: magic[:-1] + ("A" if magic[-1] != "A" else "E"),
    "another ticket": lambda magic: ("b" if magic[0] != "b" else "c") + magic[1:],
    "in capitals": lambda magic: magic.upper(),
    "padded": lambda magic: magic + "=",
    "ticket alone": lambda magic: magic[:26],
    "proof alone": lambda magic: magic[26:],
    "twice": lambda magic: magic * 2,
}


@pytest.mark.parametrize("how", FORGED)
async def test_link_that_was_changed_lets_nobody_in(live: Outside, postman: Postman, how: str) -> None:
    magic = await mailed(live, postman)

    assert (await come(live, FORGED[how](magic))).status_code == 401
    assert (await come(live, magic)).status_code == 200


async def test_ticket_of_nobody_lets_nobody_in_even_with_our_own_proof(live: Outside) -> None:
    await ask(live, "nobody@example.com")

    assert (await come(live, live.keyring.magic(NOBODY))).status_code == 401


async def test_other_tokens_of_ours_are_no_links(live: Outside, postman: Postman) -> None:
    magic = await mailed(live, postman)
    ticket = magic[:26]
    keyring = live.keyring

    for other in (keyring.csrf_token(ticket), keyring.manage_token(ticket, 1), keyring.return_token(ticket)):
        assert (await come(live, ticket + other)).status_code == 401


@pytest.mark.parametrize("key", ["short", "x" * 65, "with spaces in it", "se:in|ln:*"])
async def test_key_that_is_none_is_refused_and_the_link_stays(live: Outside, postman: Postman, key: str) -> None:
    magic = await mailed(live, postman)

    refused = await come(live, magic, key=key)

    assert judged(refused) == (400, "validation_failed", "header:Idempotency-Key")
    assert (await come(live, magic)).status_code == 200


async def test_key_of_another_link_opens_another_session(live: Outside, postman: Postman) -> None:
    first, second = await mailed(live, postman), await mailed(live, postman)

    answers = [await come(live, magic, key="one-key-for-both") for magic in (first, second)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert len({answer.json()["csrfToken"] for answer in answers}) == 2
