"""Documents that must not come in: each is refused whole, with a pointer to every mistake, and nothing is written."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from lib.actions.ports import Outside
from tests.support.editors import OWNER, Editor
from tests.support.raw_store import RawStore
from tests.support.studio import a_document, json_bytes, text

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def owner(world: Outside, raw: RawStore) -> Editor:
    return Editor(OWNER, world, raw)


def at(pointer: str, value: object) -> Change:
    def change(document: Any) -> None:
        *way, last = pointer.strip("/").split("/")
        for step in way:
            document = document[int(step) if isinstance(document, list) else step]
        if isinstance(document, list) and int(last) == len(document):
            document.append(value)
        else:
            document[int(last) if isinstance(document, list) else last] = value

    return change


ANA, PRIVATE, RULE = "/instructors/0", "/classTypes/0", "/priceRules/0"
RLO, NUL = "\u202e", "\x00"
MISTAKES: list[tuple[Change, str, str]] = [
    (at(f"{ANA}/week", {"mon": [["09:00", "12:00"], ["11:00", "13:00"]]}), f"{ANA}/week/mon/1", "overlapping"),
    (at(f"{ANA}/week", {"mon": [["12:00", "09:00"]]}), f"{ANA}/week/mon/0", "ends_before_start"),
    (at(f"{ANA}/exceptions", {"2030-02-29": []}), f"{ANA}/exceptions/2030-02-29", "bad_date"),
    (at(f"{ANA}/exceptions", {"9999-99-99": []}), f"{ANA}/exceptions/9999-99-99", "bad_date"),
    (at(f"{ANA}/id", "any"), f"{ANA}/id", "bad_form"),
    (at(f"{ANA}/rating", 1e17), f"{ANA}/rating", "out_of_range"),
    (at(f"{ANA}/photo", "javascript:alert(1)"), f"{ANA}/photo", "bad_form"),
    (at(f"{ANA}/name", f"{RLO}anA"), f"{ANA}/name", "bad_text"),
    (at(f"{ANA}/name", f"Ana{NUL}"), f"{ANA}/name", "bad_text"),
    (at(f"{ANA}/name", "Ana\r\nBcc: all@example.com"), f"{ANA}/name", "bad_text"),
    (at(f"{ANA}/specialties/0/es", "\u2066x"), f"{ANA}/specialties/0/es", "bad_text"),
    (at(f"{PRIVATE}/name/en", "tab\there"), f"{PRIVATE}/name/en", "bad_text"),
    (at(f"{PRIVATE}/description/en", "\x1b[31m"), f"{PRIVATE}/description/en", "bad_text"),
    (at(f"{PRIVATE}/instructors/0", "zoe"), f"{PRIVATE}/instructors/0", "unknown_choice"),
    (at(f"{PRIVATE}/rooms/0", "attic"), f"{PRIVATE}/rooms/0", "unknown_choice"),
    (at(f"{PRIVATE}/priceMinor", -1), f"{PRIVATE}/priceMinor", "out_of_range"),
    (at(f"{PRIVATE}/priceMinor", 10**17), f"{PRIVATE}/priceMinor", "out_of_range"),
    (at(f"{PRIVATE}/priceMinor", "=1+1"), f"{PRIVATE}/priceMinor", "not_a_whole_number"),
    (at(f"{PRIVATE}/duration", 0), f"{PRIVATE}/duration", "out_of_range"),
    (at(f"{PRIVATE}/duration", "60"), f"{PRIVATE}/duration", "not_a_whole_number"),
    (at("/classTypes/1/id", "private"), "/classTypes/1/id", "duplicate"),
    (at("/rooms/1/id", "big"), "/rooms/1/id", "duplicate"),
    (at("/instructors/1/id", "ana"), "/instructors/1/id", "duplicate"),
    (at("/studio/zone", "Mars/Olympus"), "/studio/zone", "unknown_zone"),
    (at("/studio/zone", "../../../etc/passwd"), "/studio/zone", "unknown_zone"),
    (at("/studio/name", "\u2029"), "/studio/name", "bad_length"),
    (at("/studio/phone", "1\u200f2"), "/studio/phone", "bad_text"),
    (at("/closedDays/1", "today"), "/closedDays/1", "bad_date"),
    (at("/rules/horizonDays", 10**9), "/rules/horizonDays", "out_of_range"),
    (at("/calendly/mode", "always"), "/calendly/mode", "unknown_choice"),
    (
        at("/calendly/hosts", [{"user": "https://evil.example/", "instructor": "ana"}]),
        "/calendly/hosts/0/user",
        "bad_form",
    ),
    (at(f"{RULE}/percent", -101), f"{RULE}/percent", "out_of_range"),
    (at("/__proto__", {"admin": True}), "/__proto__", "unknown_key"),
    (at(f"{RLO}", 1), f"/{RLO}", "unknown_key"),
]


@pytest.mark.parametrize(("change", "pointer", "code"), MISTAKES, ids=[f"{p} {c}" for _, p, c in MISTAKES])
async def test_mistake_is_pointed_at_and_nothing_is_written(
    owner: Editor, raw: RawStore, change: Change, pointer: str, code: str
) -> None:
    document = a_document()
    change(document)
    before = raw.everything()

    refused, tried = await owner.put(document), await owner.put(document, query="?dryRun=1")

    found = [(each["pointer"], each["code"]) for each in refused.json()["details"]]
    assert (refused.status_code, refused.json()["code"]) == (400, "validation_failed")
    assert (pointer, code) in found
    # An id that could not be read is unknown wherever it is named.
    assert {other for other in found if other[0] != pointer} <= {each for each in found if each[1] == "unknown_choice"}
    assert tried.json()["details"] == refused.json()["details"]
    assert raw.everything() == before


async def test_every_mistake_of_all_kinds_at_once_is_pointed_at(owner: Editor) -> None:
    """But those that stand in one another's place, and what makes other ids unknown."""
    chosen = [each for each in MISTAKES if each[1] not in {f"{ANA}/id", "/instructors/1/id", f"/{RLO}"}]
    last = {pointer: (change, code) for change, pointer, code in chosen}
    document = a_document()
    for change, _ in last.values():
        change(document)

    found = {(each["pointer"], each["code"]) for each in (await owner.put(document)).json()["details"]}

    weeks = {f"{ANA}/week/mon/1", f"{ANA}/exceptions/2030-02-29"}
    assert {(pointer, code) for pointer, (_, code) in last.items() if pointer not in weeks} <= found


async def test_thousands_of_mistakes_are_counted_and_the_first_are_told(owner: Editor) -> None:
    refused = await owner.put(a_document(closedDays=["x"] * 20_000))

    assert (refused.status_code, len(refused.json()["details"])) == (400, 200)
    assert refused.json()["detail"] == "This has 20000 mistakes. Nothing was changed."


async def test_description_may_have_several_lines_and_markup_is_only_words(owner: Editor) -> None:
    document = a_document()
    words = "Salsa.\n\n<img src=x onerror=alert(1)> =HYPERLINK(1) 👩‍👩‍👧 ñ"
    document["classTypes"][0]["description"] = {"en": words, "es": words}

    saved = await owner.put(document)

    assert saved.json()["catalog"]["classTypes"][0]["description"] == {"en": words, "es": words}


GOOD = json_bytes(a_document())
BODIES: dict[str, tuple[bytes, int, str]] = {
    "nothing": (b"", 400, "bad_json"),
    "half": (GOOD[:-1], 400, "bad_json"),
    "two": (GOOD + GOOD, 400, "bad_json"),
    "bad UTF-8": (GOOD.replace(b"Ana", b"\xff\xfe"), 400, "bad_json"),
    "UTF-16": (json.dumps(a_document()).encode("utf-16"), 400, "bad_json"),
    "NaN": (GOOD.replace(b"4.5", b"NaN"), 400, "bad_json"),
    "infinity": (GOOD.replace(b"4.5", b"1e999"), 400, "bad_json"),
    "huge number": (GOOD.replace(b"4000", b"9" * 400), 400, "bad_json"),
    "repeated name": (b'{"rooms": [], ' + GOOD[1:], 400, "bad_json"),
    "lone surrogate": (GOOD.replace(b"Test studio", b"\\ud800"), 400, "bad_json"),
    "a list": (b"[]", 400, "validation_failed"),
    "null": (b"null", 400, "validation_failed"),
    "a number": (b"1", 400, "validation_failed"),
    "very deep": (b"[" * 200_000, 400, "bad_json"),
    "deep and whole": (b'{"rooms": ' + b"[" * 900 + b"]" * 900 + b"}", 400, "validation_failed"),
    "257 KB": (b" " * (257 * 1024 - len(GOOD)) + GOOD, 413, "payload_too_large"),
    "257 KB of names": (json_bytes({"x" * n: 1 for n in range(740)}), 413, "payload_too_large"),
}


@pytest.mark.parametrize(("body", "status", "code"), BODIES.values(), ids=BODIES)
async def test_what_is_no_document_is_refused(
    owner: Editor, raw: RawStore, body: bytes, status: int, code: str
) -> None:
    before = raw.everything()

    refused = await owner.send(body)

    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert refused.headers["cache-control"] == "no-store"
    assert raw.everything() == before


async def test_document_of_just_under_256_kb_is_saved(owner: Editor) -> None:
    document = a_document(closedDays=[])
    room = {"id": "r", "name": text("R" * 70)}
    while len(json_bytes(document)) < 255 * 1024:
        document["rooms"].append({**room, "id": f"r{len(document['rooms'])}"})

    saved = await owner.put(document)

    assert saved.status_code == 200
    assert len((await owner.get()).json()["catalog"]["rooms"]) == len(document["rooms"])


@pytest.mark.parametrize(
    "tag", [None, "", "1", "*", '"', '""', '"1", "2"', '"1\' OR 1"', '"' + "1" * 65 + '"', '"ü"', 'w/"1"']
)
async def test_edit_without_the_version_that_was_read_is_refused(owner: Editor, raw: RawStore, tag: str | None) -> None:
    before = raw.everything()

    refused = await owner.put(a_document(closedDays=[]), tag)

    assert (refused.status_code, refused.json()["details"][0]["pointer"]) == (400, "header:If-Match")
    assert raw.everything() == before


@pytest.mark.parametrize("tag", ['"2"', '"0"', '"1.0"', '"01"'])
async def test_edit_of_another_version_is_refused(owner: Editor, tag: str) -> None:
    assert (await owner.put(a_document(closedDays=[]), tag)).status_code == 412


async def test_tag_that_a_cache_called_weak_is_the_same_tag(owner: Editor) -> None:
    assert (await owner.put(a_document(closedDays=[]), 'W/"1"')).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["?part=", "?part=ANA", "?part=any/../x", "?part=ana&part=ben", f"?part={'a' * 41}", "?dryRun=0", "?dryRun=true"],
)
async def test_address_that_says_something_else_changes_nothing(owner: Editor, raw: RawStore, query: str) -> None:
    before = raw.everything()

    refused = await owner.put(a_document(closedDays=[]), query=query)

    assert (refused.status_code, refused.json()["code"]) == (400, "validation_failed")
    assert raw.everything() == before


async def test_body_of_another_type_is_refused(owner: Editor) -> None:
    refused = await owner.send(GOOD, content_type="text/plain")

    assert (refused.status_code, refused.json()["code"]) == (415, "unsupported_media_type")
