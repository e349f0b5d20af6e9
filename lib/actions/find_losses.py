"""Compares the store with what was kept elsewhere, and lists what it lost or sold twice; changes nothing by itself.

A store that fails over to a copy of itself may lose the last things that it said yes to. The newest backup and the
copies that were kept of every letter since know better.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from lib.actions.answers import NewCatalog
from lib.actions.back_up import PREFIX as BACKUPS
from lib.actions.keep_copy import PREFIX as COPIES
from lib.actions.keep_copy import copied_booking, copy_facts
from lib.actions.outages import NotConfigured, StoreUnavailable
from lib.actions.ports import Outside, ScheduleQuery, epoch_minute, epoch_ms
from lib.actions.upkeep import Report
from lib.studio.booking import BookedSlot, Booking
from lib.studio.catalog import Catalog
from lib.studio.slots import Block, bookable_starts
from lib.studio.values import dataclass

# What took place longer ago than this is for the accounts and not for the desk. Minutes.
LOOK_BACK = 7 * 1440
PAGE = 200
# A list that is longer than this is read as "very many".
MOST = 100


@dataclass(frozen=True, slots=True)
class Kept:
    """A booking as it was kept outside the store, and where."""

    booking: Booking
    where: str


@dataclass(frozen=True, slots=True)
class Missed:
    """What the comparison before found: ids by the file that knows them, and since when each is missed.

    Instants are epoch milliseconds. ``settled`` names which booking stands for one that was lost, because the copy of
    that may be found every night.
    """

    files: Mapping[str, set[str]]
    since: Mapping[str, int]
    settled: Mapping[str, str]


async def find_losses(outside: Outside) -> Mapping[str, object]:
    """Ids, places and names of copies, nothing personal. Raises NotConfigured without a vault, or an Outage."""
    if not outside.vault.is_configured:
        raise NotConfigured("BACKUP_URL")
    now = epoch_minute(outside.clock.now())
    missed = await _missed(outside)
    kept = {each.booking.id: each for each in await _kept(now, missed, outside)}
    present = await _present(tuple(kept), outside)
    blocks, catalog = await _schedule(now, outside)
    stands = [booking for booking in present.values() if booking and booking.status != "canceled"]
    since = {booking_id: missed.since.get(booking_id, now * 60_000) for booking_id in kept}
    absent = [each for booking_id, each in kept.items() if present.get(booking_id) is None]
    settled = _settled([each.booking for each in absent], stands, replace(missed, since=since), catalog)
    lost = [each for each in absent if each.booking.id not in settled]
    went_back = [each for key, each in kept.items() if (known := present.get(key)) and _is_other(known, each.booking)]
    # Who is there and cannot be read still has their places.
    gone = [each for each in lost if each.booking.id not in present]
    twice = [*_overlaps(blocks), *_resold(gone, blocks, catalog)]
    return {
        "found": len(lost) + len(went_back) + len(twice),
        "lost": [_told(each, since) for each in lost[:MOST]],
        "wentBack": [_told(each, since) for each in went_back[:MOST]],
        "soldTwice": twice[:MOST],
        "settled": [{"bookingId": lost_id, "by": other} for lost_id, other in settled.items()],
        "compared": len(kept),
    }


async def _kept(now: int, missed: Missed, outside: Outside) -> list[Kept]:
    """Whatever has not long been over, in the newest version that was kept anywhere."""
    found: dict[str, Kept] = {}
    newest = (await outside.vault.names(BACKUPS))[-1:]
    for name in sorted({*newest, *missed.files}):
        content = await outside.vault.get(name)
        for booking in outside.store.bookings_in(content) if content else ():
            if name in newest or booking.id in missed.files[name]:
                _remember(Kept(booking, name), found)
    newer = [
        name
        for booking_id, (version, name) in (await _newest_copies(outside)).items()
        if booking_id not in found or found[booking_id].booking.version < version
    ]
    for name, content in zip(newer, await asyncio.gather(*map(outside.vault.get, newer)), strict=True):
        if copied := copied_booking(content or b"{}"):
            found[copied.id] = Kept(copied, name)
    return [each for each in found.values() if each.booking.slots[-1].end > now - LOOK_BACK]


def _remember(kept: Kept, found: dict[str, Kept]) -> None:
    known = found.get(kept.booking.id)
    if known is None or known.booking.version <= kept.booking.version:
        found[kept.booking.id] = kept


async def _missed(outside: Outside) -> Missed:
    """Bookings that were missed before, by the backup that knows them: the backups made since do not."""
    report = (await outside.store.pulse(epoch_ms(outside.clock.now()))).reports.get("losses")
    files: dict[str, set[str]] = {}
    since: dict[str, int] = {}
    for each in (*_entries(report, "lost"), *_entries(report, "wentBack")):
        since[str(each["bookingId"])] = int(each.get("since", report.at if report else 0))
        if str(each["where"]).startswith(BACKUPS):
            files.setdefault(str(each["where"]), set()).add(str(each["bookingId"]))
    settled = {str(each["bookingId"]): str(each["by"]) for each in _entries(report, "settled")}
    return Missed(files, since, settled)


def _entries(report: Report | None, kind: str) -> list[dict[str, Any]]:
    entries = report.said.get(kind) if report else None
    return entries if isinstance(entries, list) else []


async def _newest_copies(outside: Outside) -> Mapping[str, tuple[int, str]]:
    """Version and name of the newest copy of each booking."""
    newest: dict[str, tuple[int, str]] = {}
    for name in await outside.vault.names(COPIES):
        if facts := copy_facts(name):
            newest[facts[0]] = max(newest.get(facts[0], (0, "")), (facts[1], name))
    return newest


async def _present(booking_ids: Sequence[str], outside: Outside) -> Mapping[str, Booking | None]:
    """None for one that nobody can read: it is lost as well, and its copy has it."""
    now = epoch_ms(outside.clock.now())
    found: dict[str, Booking | None] = {}
    for at in range(0, len(booking_ids), PAGE):
        page = await outside.store.recipients(booking_ids[at : at + PAGE], now)
        found |= {booking_id: recipient.booking if recipient else None for booking_id, recipient in page.items()}
    return found


async def _schedule(now: int, outside: Outside) -> tuple[Sequence[Block], Catalog]:
    catalog = await outside.catalogs.fresh(0)
    everything = ScheduleQuery(
        tuple(catalog.instructors), tuple(catalog.rooms), (now - 1440, bookable_starts(catalog, now).stop + 1440), now
    )
    schedule = await outside.store.schedule(everything, catalog)
    if isinstance(schedule, NewCatalog):
        raise StoreUnavailable("catalogue_edited")
    return schedule.blocks, catalog


def _is_other(present: Booking, kept: Booking) -> bool:
    """A booking that went back may have been changed again since, and bear the same number for something else."""
    if present.version != kept.version:
        return present.version < kept.version
    return (present.status, present.slots) != (kept.status, kept.slots)


def _settled(
    absent: Sequence[Booking], stands: Sequence[Booking], missed: Missed, catalog: Catalog
) -> Mapping[str, str]:
    """By which booking each is settled that is not there any more; one booking stands for one."""
    found = {each.id: missed.settled[each.id] for each in absent if each.id in missed.settled}
    taken = set(missed.settled.values())
    for lost in (each for each in absent if each.id not in missed.settled):
        others = (each for each in stands if each.id not in taken)
        other = next((each for each in others if _makes_good(each, lost, missed.since[lost.id], catalog)), None)
        if other:
            found[lost.id] = other.id
            taken.add(other.id)
    return found


def _makes_good(other: Booking, lost: Booking, since: int, catalog: Catalog) -> bool:
    """Whether another booking of the same person stands for one that is lost: in its places, or by hand since then.

    In the places of a group somebody may have had two bookings all the time.
    """
    email = lost.person.email.casefold()
    if not email or (other.terms.class_type, other.person.email.casefold()) != (lost.terms.class_type, email):
        return False
    class_type = catalog.class_types.get(lost.terms.class_type)
    has_its_places = other.slot_ids == lost.slot_ids and class_type is not None and class_type.capacity == 1
    return has_its_places or (other.terms.source == "desk" and other.terms.created >= since)


def _overlaps(blocks: Sequence[Block]) -> Iterator[dict[str, object]]:
    """Calendly may impose one on us; between our own sessions there is none unless a store lost its memory."""
    ours = sorted((block for block in blocks if not block.session), key=lambda block: block.start)
    for at, one in enumerate(ours):
        for other in ours[at + 1 :]:
            if other.start >= one.end:
                break
            if one.instructor == other.instructor or one.room == other.room != "":
                place = {"instructor": one.instructor, "room": one.room, "start": one.start, "end": one.end}
                yield {**place, "other": other.start}


def _resold(lost: Sequence[Kept], blocks: Sequence[Block], catalog: Catalog) -> Iterator[dict[str, object]]:
    """Places of lost bookings that somebody else has by now."""
    for each in lost:
        for slot in each.booking.slots if each.booking.status != "canceled" else ():
            if any(_holds(block, slot, each.booking, catalog) for block in blocks):
                place = {"instructor": each.booking.instructor, "start": slot.start, "end": slot.end}
                yield {**place, "bookingId": each.booking.id}


def _holds(block: Block, slot: BookedSlot, booking: Booking, catalog: Catalog) -> bool:
    if block.instructor != booking.instructor or block.start >= slot.end or slot.start >= block.end:
        return False
    class_type = catalog.class_types.get(booking.terms.class_type)
    is_its_session = (block.start, block.end, block.class_type) == (slot.start, slot.end, booking.terms.class_type)
    return not (is_its_session and class_type and block.taken < class_type.capacity)


def _told(kept: Kept, since: Mapping[str, int]) -> dict[str, object]:
    booking = kept.booking
    return {
        "bookingId": booking.id,
        "version": booking.version,
        "status": booking.status,
        "instructor": booking.instructor,
        "start": booking.slots[0].start,
        "where": kept.where,
        "since": since[booking.id],
    }
