"""Instructors who ask for a link and come in by it, through the door and the letter as people do."""

import json
import re
from typing import Any

import httpx

from lib.actions.mail import Mail
from lib.actions.ports import Outside
from lib.actions.sign_in_by_link import ask_for_link
from lib.gateways.store import Store
from tests.support.postman import Postman
from tests.support.raw_store import RawStore
from tests.support.staff import Visit, session
from tests.support.studio import a_document

ANA, BEN = "ana@teachers.example", "ben@teachers.example"
LINK = re.compile(r"https://studio\.example/admin/#magic=([A-Za-z0-9_-]+)")


async def ask(world: Outside, email: str = ANA) -> httpx.Response:
    return await session(world, "POST", body={"email": email})


async def come(world: Outside, magic: str, key: str | None = None, **more: object) -> httpx.Response:
    headers = {"Idempotency-Key": key} if key else None
    return await session(world, "POST", headers, {"magic": magic, **more})


def magic_in(mail: Mail) -> str:
    """The same in both parts of the letter, and nowhere else."""
    found = {word for part in (mail.text, mail.html) for word in LINK.findall(part)}
    assert len(found) == 1, found
    return str(found.pop())


async def mailed(world: Outside, postman: Postman, email: str = ANA) -> str:
    """What the link in the newest letter says."""
    assert (await ask(world, email)).status_code == 202
    return magic_in(postman.sent[-1])


async def signed_in_by_link(world: Outside, postman: Postman, email: str = ANA) -> dict[str, str]:
    """A bearer token's header."""
    answer = await come(world, await mailed(world, postman, email), bearer=True)
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['token']}"}


async def visiting_by_link(world: Outside, postman: Postman, email: str = ANA) -> Visit:
    answer = await come(world, await mailed(world, postman, email))
    return Visit(answer.cookies["__Host-adm"], answer.json()["csrfToken"])


def with_instructor(who: str, **changes: object) -> dict[str, Any]:
    """The studio's document with other facts about one of them; a fact that is changed to ... is left out."""
    document = a_document()
    [person] = [each for each in document["instructors"] if each["id"] == who]
    for fact, value in changes.items():
        person[fact] = value
        if value is ...:
            del person[fact]
    return document


async def put(document: dict[str, Any], store: Store, *, expected: str = "1", version: str = "2") -> None:
    assert await store.save_catalog(json.dumps(document), expected=expected, version=version)


async def unmailed(world: Outside, raw: RawStore, email: str = ANA) -> str:
    """What a letter would say that nobody sends: for a store that cannot hand letters out."""
    await ask_for_link(email, "", world)
    [letter] = raw.do("ZRANGE", f"{raw.prefix}ob:due", 0, -1)
    return world.keyring.magic(letter.partition("-")[2])
