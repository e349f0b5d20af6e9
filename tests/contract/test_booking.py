"""POST and GET /api/bookings over a real store: what is promised to a customer, one promise a test."""

import json

import pytest

from lib.actions.ports import Outside
from lib.gateways.store import Store
from tests.chaos.in_process import ON_BOTH
from tests.support.customers import booked, post
from tests.support.invariants import broken
from tests.support.raw_store import RawStore
from tests.support.studio import NOW, StandingClock, a_document, a_world, wish_body

pytestmark = ON_BOTH

KEY = {"Idempotency-Key": "key-of-this-form-1"}


async def test_booking_answers_with_everything_that_the_contract_names(world: Outside) -> None:
    answer = await post(world, wish_body(), KEY)

    booking = answer.json()["booking"]
    links = {name: booking.pop(name) for name in ("manageToken", "manageUrl", "calendarUrl")}
    assert answer.status_code == 201
    assert booking == {
        "id": "booking_1906718400000_aaaaaaaaaaaaa",
        "status": "confirmed",
        "confirmationNumber": "AAAAAAAA",
        "classType": "private",
        "instructor": "ana",
        "slots": ["ana_2030-06-04_9_0"],
        "startsAt": "2030-06-04T13:00:00Z",
        "endsAt": "2030-06-04T14:00:00Z",
        "totalAmount": 45,
        "totalAmountMinor": 4500,
        "currency": "USD",
        "priceLines": [{"label": "Private", "amountMinor": 4000}, {"label": "With Ana", "amountMinor": 500}],
        "paymentStatus": "pending",
        "personalInfo": {
            "firstName": "Rosa",
            "lastName": "Vega",
            "email": "rosa@example.com",
            "phone": "+1 555 0100",
            "notes": None,
        },
        "bookingSource": "widget",
        "language": "en",
        "version": 1,
        "createdAt": "2030-06-03T12:00:00.000Z",
    }
    opens = f"id={booking['id']}&token={links['manageToken']}&lang=en"
    assert links["manageUrl"] == f"https://studio.example/manage#{opens}"
    assert links["manageToken"] not in links["calendarUrl"]
    assert answer.headers["location"] == f"/api/bookings?id={booking['id']}"
    assert answer.headers["event-id"]


async def test_booking_is_written_with_all_that_follows_from_it(world: Outside, raw: RawStore) -> None:
    booking = await booked(world)

    start = 1906808400 // 60
    member = f"{start}:{start + 60}:ana:private::0:15:big:0:{booking['id']}"
    keys = raw.names()
    customer = world.keyring.customer("rosa@example.com")
    assert [key for key in keys if not key.startswith("idem:")] == [
        f"bk:{booking['id']}", "cat", "ev", "fg:2030-06", "fv:2030-06", "ix:act", "ix:created", "ix:cus", "ix:i.ana",
        "ix:start", "ix:words", "ob:due", "ob:letters", "sch:i.ana", "sch:r.big", f"tr:c.{customer}",
    ]  # fmt: skip
    assert raw.do("ZRANGE", f"{raw.prefix}sch:i.ana", 0, -1, "WITHSCORES") == [member, str(start)]
    assert raw.do("ZRANGE", f"{raw.prefix}sch:r.big", 0, -1) == [member]
    assert raw.do("ZRANGE", f"{raw.prefix}ix:cus", 0, -1) == [f"{customer}:{start:010}:{booking['id']}"]
    assert raw.do("ZRANGE", f"{raw.prefix}ix:act", 0, -1) == [f"{customer}:{start + 60:010}:{booking['id']}"]
    assert raw.do("ZRANGE", f"{raw.prefix}ix:created", 0, -1) == [booking["id"]]
    made = int(NOW.timestamp() * 1000)
    assert raw.do("ZRANGE", f"{raw.prefix}ob:due", 0, -1, "WITHSCORES") == [
        f"{booking['id']}:1:confirmed", str(made), f"{booking['id']}:1:reminder", str((start - 1440) * 60_000),
    ]  # fmt: skip
    assert set(raw.do("HGETALL", f"{raw.prefix}ob:letters")) == {
        f"{booking['id']}:1:confirmed", f'{{"at":{made},"by":"customer","event":"confirmed"}}',
        f"{booking['id']}:1:reminder", f'{{"at":{made},"by":"customer","event":"reminder"}}',
    }  # fmt: skip
    assert broken(raw.kept(), await world.catalogs.current()) == []


async def test_who_comes_and_what_was_agreed_are_one_readable_line_each(world: Outside, raw: RawStore) -> None:
    person = {"firstName": "Núria", "lastName": "Åberg", "email": "nuria@example.com", "notes": "«sí»"}

    booking = await booked(world, personalInfo=person, context={"utm": {"campaign": "ñandú"}})

    kept = raw.kept().bookings[booking["id"]]
    assert kept["person"] == '["Núria","Åberg","nuria@example.com",null,"«sí»"]'
    assert kept["terms"] == (
        '{"class":"private","prices":[4500],"total":4500,"currency":"USD",'
        '"lines":[["Private","Private (es)",4000],["With Ana","With Ana (es)",500]],'
        '"source":"widget","language":"en","created":1906718400000,"context":{"utm":{"campaign":"ñandú"}}}'
    )


async def test_repeating_a_request_gives_the_first_answer_and_writes_nothing(world: Outside, raw: RawStore) -> None:
    first = await post(world, wish_body(), KEY)
    before = raw.everything()

    second = await post(world, wish_body(), KEY)

    assert (second.status_code, second.json()) == (201, first.json())
    assert second.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert raw.everything() == before


async def test_repeating_a_request_for_several_lessons_names_each_of_them(world: Outside) -> None:
    days = [f"ana_2030-06-0{day}_9_0" for day in (8, 4, 5, 6)]
    wish = wish_body(slots=days, language="es")

    first, second = await post(world, wish, KEY), await post(world, wish, KEY)

    assert (second.status_code, second.json()) == (201, first.json())
    assert second.json()["booking"]["slots"] == sorted(days)
    assert second.json()["booking"]["priceLines"][1] == {"label": "Saturday (es)", "amountMinor": 400}


async def test_repeating_is_answered_even_when_the_rules_would_say_no_by_now(
    world: Outside, clock: StandingClock, store: Store
) -> None:
    first = await post(world, wish_body(totalAmount=45), KEY)
    dearer = a_document()
    dearer["priceRules"] = []
    await store.save_catalog(json.dumps(dearer), expected="1", version="2")
    clock.moment = NOW.replace(day=5)

    later = await post(a_world(store, clock), wish_body(totalAmount=45), KEY)

    assert (later.status_code, later.json()) == (201, first.json())


@pytest.mark.parametrize("change", [{"slots": ["ana_2030-06-04_10_15"]}, {"totalAmount": 45}, {"language": "es"}])
async def test_key_of_another_wish_is_refused(world: Outside, raw: RawStore, change: dict[str, object]) -> None:
    await post(world, wish_body(), KEY)
    before = raw.everything()

    other = await post(world, wish_body(**change), KEY)

    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")
    assert raw.everything() == before


async def test_what_the_page_measured_does_not_make_it_another_wish(world: Outside) -> None:
    first = await post(world, wish_body(context={"elapsedMs": 9000}), KEY)

    second = await post(world, wish_body(context={"elapsedMs": 12000}), KEY)

    assert second.json() == first.json()


async def test_language_of_the_browser_does_not_make_it_another_wish(world: Outside) -> None:
    first = await post(world, wish_body(), KEY | {"accept-language": "en"})

    second = await post(world, wish_body(), KEY | {"accept-language": "es"})

    assert second.json() == first.json()


async def test_taken_slot_names_it_and_offers_others(world: Outside, raw: RawStore) -> None:
    await booked(world)
    before = raw.everything()

    answer = await post(world, wish_body())

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "slot_taken")
    assert problem["unavailableSlots"] == ["ana_2030-06-04_9_0"]
    assert [slot["id"] for slot in problem["alternatives"]] == [
        "ana_2030-06-04_10_15", "ana_2030-06-04_13_0", "ana_2030-06-04_14_15",
    ]  # fmt: skip
    assert all(slot["available"] for slot in problem["alternatives"])
    assert raw.everything() == before


async def test_several_slots_are_booked_all_or_none(world: Outside, raw: RawStore) -> None:
    await booked(world, slots=["ana_2030-06-05_9_0"])
    before = raw.everything()

    answer = await post(world, wish_body(slots=["ana_2030-06-04_9_0", "ana_2030-06-05_9_0"]))

    assert answer.json()["unavailableSlots"] == ["ana_2030-06-05_9_0"]
    assert raw.everything() == before


async def test_four_slots_have_one_price_and_their_own_places(world: Outside) -> None:
    days = [f"ana_2030-06-{day:02}_9_0" for day in (8, 4, 5, 6)]

    booking = await booked(world, slots=days)

    assert booking["slots"] == [*days[1:], days[0]]
    assert (booking["startsAt"], booking["endsAt"]) == ("2030-06-04T13:00:00Z", "2030-06-08T14:00:00Z")
    assert booking["priceLines"] == [
        {"label": "Private", "amountMinor": 16000},
        {"label": "Saturday", "amountMinor": 400},
        {"label": "With Ana", "amountMinor": 2000},
        {"label": "Four at once", "amountMinor": -1840},
    ]
    assert booking["totalAmountMinor"] == 16560


async def test_price_that_the_page_showed_wrongly_is_refused_with_the_right_one(world: Outside, raw: RawStore) -> None:
    before = raw.everything()

    answer = await post(world, wish_body(totalAmount=0.01))

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "price_changed")
    assert (problem["totalAmount"], problem["totalAmountMinor"], problem["currency"]) == (45, 4500, "USD")
    assert raw.everything() == before
