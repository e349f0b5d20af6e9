"""Backing up and restoring as the doctor tries them: what a store holds goes into an empty one and comes back."""

from lib.gateways.store import Store
from lib.gateways.store.backup_lines import PLACE, BookingLine, Line
from lib.gateways.store.backup_texts import SoundBackup, sound
from lib.gateways.store.keys import Keys
from lib.gateways.store.restores import Occupied, Restored

# In the order in which they are tried.
BACKUP_SCRIPTS = (
    "read_bookings",
    "read_letters",
    "begin_restore",
    "restore_bookings",
    "restore_letters",
    "finish_restore",
)


async def tried_backup(store: Store) -> SoundBackup:
    """What the store holds, read and checked."""
    return sound((await store.backup()).content)


async def restore_fault(backup: SoundBackup, empty: Store) -> str:
    """Puts the backup into an empty store and reads it from there; what went wrong, empty if nothing did."""
    done = await empty.restore(backup)
    if not isinstance(done, Restored) or done.bookings != backup.counts[BookingLine]:
        return "restore_bookings: an empty store did not take all of a backup"
    if _bookings(await tried_backup(empty)) != _bookings(backup):
        return "read_bookings: what was restored is not what was backed up"
    if isinstance(await empty.restore(backup), Occupied):
        return "begin_restore: a backup that was restored is not known again"
    return ""


def names_restored(backup: SoundBackup, keys: Keys) -> list[str]:
    """All keys that a restore writes."""
    bookings = [line for line in backup.lines() if isinstance(line, BookingLine)]
    places = [PLACE.fullmatch(place) for each in bookings for place in each.fields["places"].split("\n")]
    months = {place[:7] for each in bookings for place in each.fields["places"].split("\n")}
    instructors = {each.fields["instructor"] for each in bookings} | {place["instructor"] for place in places if place}
    return [
        keys.maintenance,
        keys.catalog,
        keys.customers,
        keys.active,
        keys.by_start,
        keys.by_created,
        keys.words,
        *keys.outbox,
        *(keys.booking(each.id) for each in bookings),
        *map(keys.instructor_schedule, instructors),
        *map(keys.instructor_index, instructors),
        *map(keys.room_schedule, {place["room"] for place in places if place}),
        *map(keys.figures, months),
        *(keys.visits(each.fields["made"][:7]) for each in bookings if "made" in each.fields),
    ]


def _bookings(backup: SoundBackup) -> list[Line]:
    return [line for line in backup.lines() if isinstance(line, BookingLine)]
