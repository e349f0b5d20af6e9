"""What other systems cost a booking: nothing where none is set, and no command more where some are."""

from datetime import timedelta
from typing import cast

from lib.actions.book_lesson import book_lesson
from lib.web.messages.bookings import BookingRequest
from tests.chaos.store_bill import commands_so_far
from tests.support.customers import booked
from tests.support.fault_proxy import Network
from tests.support.raw_store import RawStore
from tests.support.receiver import Receiver, hooked, unreached
from tests.support.studio import NOW, Connect, a_world, wish_body

ELSEWHERE = {"slots": ["ana_2030-06-05_9_0"]}
DESK = "/api/admin/booking-management"
HOUR = timedelta(hours=1)
NOW_S = int(NOW.timestamp())


def waiting(raw: RawStore) -> list[str]:
    return cast("list[str]", raw.do("ZRANGE", f"{raw.prefix}ob:due", 0, -1))


async def test_without_a_setting_nothing_is_written_and_nothing_asked(
    network: Network, connect: Connect, raw: RawStore, receiver: Receiver
) -> None:
    world = a_world(connect(network.url))
    await world.catalogs.current()
    network.bodies.clear()

    await booked(world)

    assert network.requests == 1
    assert [name for name in raw.do("HKEYS", f"{raw.prefix}ob:letters") if "webhook" in name] == []
    assert receiver.taken == []


async def test_entry_costs_no_command_and_no_request_more(
    network: Network, connect: Connect, raw: RawStore, receiver: Receiver
) -> None:
    """Counted on the wire and by the store itself: what follows the answer is left out, as it waits for nobody."""
    world, bills = a_world(connect(network.url)), []
    await world.catalogs.current()
    for day, each in ((5, world), (6, world), (7, unreached(hooked(world, receiver)))):
        wish = BookingRequest.model_validate(wish_body(slots=[f"ana_2030-06-{day:02}_9_0"])).wish("en")
        before = commands_so_far(raw)
        network.bodies.clear()
        await book_lesson(wish, None, each)
        bills.append((network.requests, commands_so_far(raw) - before))

    assert bills[1] == bills[2]
    assert bills[2][0] == 1
    assert [name for name in waiting(raw) if "webhook" in name] != []
