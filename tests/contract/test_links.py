"""What the two links of a confirmation open, and what they do not."""

from lib.actions.ports import Outside
from tests.chaos.in_process import ON_BOTH
from tests.support.customers import booked
from tests.support.doors import caller

pytestmark = ON_BOTH


async def test_manage_token_opens_its_booking_and_no_other(world: Outside) -> None:
    mine, other = await booked(world), await booked(world, slots=["ana_2030-06-04_10_15"])
    unknown = "booking_1906718400000_zzzzzzzzzzzzz"
    bearer = {"Authorization": f"Bearer {mine['manageToken']}"}

    async with caller("bookings", world) as client:
        opened = await client.get("/api/bookings", params={"id": mine["id"]}, headers=bearer)
        foreign = await client.get("/api/bookings", params={"id": other["id"]}, headers=bearer)
        nowhere = await client.get("/api/bookings", params={"id": unknown}, headers=bearer)
        without = await client.get("/api/bookings", params={"id": mine["id"]})

    links = {"manageToken", "manageUrl", "calendarUrl"}
    assert opened.json() == {"bookings": [{name: mine[name] for name in mine if name not in links}]}
    assert [foreign.status_code, nowhere.status_code, without.status_code] == [404, 404, 401]
    assert foreign.json() | {"instance": ""} == nowhere.json() | {"instance": ""}


async def test_calendar_key_opens_the_calendar_file_alone(world: Outside) -> None:
    mine = await booked(world, slots=["ana_2030-06-04_9_0", "ana_2030-06-05_9_0"])
    address = mine["calendarUrl"].removeprefix("https://studio.example")
    key = address.rpartition("key=")[2]

    async with caller("bookings", world) as client:
        file = await client.get(address)
        as_token = await client.get(f"/api/bookings?id={mine['id']}", headers={"Authorization": f"Bearer {key}"})
        without_format = await client.get(f"/api/bookings?id={mine['id']}&key={key}")

    assert file.headers["content-type"] == "text/calendar; charset=utf-8"
    assert [line for line in file.text.splitlines() if line.startswith(("DTSTART", "DTEND", "UID"))] == [
        "DTSTART:20300604T130000Z", "DTEND:20300604T140000Z", f"UID:{mine['id']}-1@bookings.sabor-con-flow",
        "DTSTART:20300605T130000Z", "DTEND:20300605T140000Z", f"UID:{mine['id']}-2@bookings.sabor-con-flow",
    ]  # fmt: skip
    assert [as_token.status_code, without_format.status_code] == [404, 401]


async def test_manage_link_says_the_language_of_the_booking(world: Outside) -> None:
    links = [
        (await booked(world, language="es"))["manageUrl"],
        (await booked(world, slots=["ana_2030-06-04_10_15"]))["manageUrl"],
    ]

    assert [link.rpartition("&")[2] for link in links] == ["lang=es", "lang=en"]
