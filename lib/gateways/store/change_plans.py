"""What the scripts that change a booking are told: their keys in their order, and the plan they decide with."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from lib.actions.changes import Amend, Authority, Cancel, Change, Details, Move
from lib.gateways.store.keys import Keys
from lib.gateways.store.plans import SCAN, as_json, letters, moment, wanted
from lib.studio import policy
from lib.studio.catalog import Catalog
from lib.studio.figures import months
from lib.studio.search_words import digits, folded_email, folded_name
from lib.studio.values import dataclass


@dataclass(frozen=True, slots=True)
class Resources:
    """Ids of the instructors and rooms whose schedules a change may touch."""

    instructors: tuple[str, ...]
    rooms: tuple[str, ...]
    months: tuple[str, ...]

    @classmethod
    def of(cls, catalog: Catalog, now: int) -> "Resources":
        """All there are: nobody knows before the script runs where a booking stands."""
        months = months_around(now, max(policy.DAYS_AHEAD, catalog.rules.horizon_days))
        return cls(tuple(catalog.instructors), tuple(catalog.rooms), months)

    def with_names(self, names: Sequence[str]) -> "Resources":
        """More of them, named as the scripts do: ``i.<instructor>``, ``r.<room>`` and ``f.<month>``."""
        more = [name.split(".", 1) for name in names]
        return Resources(
            (*self.instructors, *(each for kind, each in more if kind == "i")),
            (*self.rooms, *(each for kind, each in more if kind == "r")),
            (*self.months, *(each for kind, each in more if kind == "f")),
        )


def months_around(now: int, days_ahead: int = policy.DAYS_AHEAD) -> tuple[str, ...]:
    """Those of the lessons that are changed as a rule; a day more at both ends, whatever the zone. ``now`` is in ms."""
    today = datetime.fromtimestamp(now // 1000, UTC).date()
    return months(today - timedelta(days=policy.DAYS_BACK + 1), today + timedelta(days=days_ahead + 1))


def open_call(authority: Authority, keys: Keys) -> tuple[list[str], list[str]]:
    return (
        [keys.booking(authority.booking_id), keys.session(authority.session)],
        [as_json(authority_of(authority))],
    )


def amend_call(amend: Amend, keys: Keys, resources: Resources) -> tuple[list[str], list[str]]:
    plan = _common(amend.change) | {"months": resources.months}
    plan |= {"details": _details(amend.details), "customer": amend.details.customer, "tokens": policy.TOKEN_VERSIONS}
    plan["words"] = _words(amend.details)
    if amend.payment:
        plan["payment"] = amend.payment
    figures = map(keys.figures, resources.months)
    return [*_first_keys(amend.change, keys), keys.words, *figures], [as_json(plan)]


def cancel_call(cancel: Cancel, catalog: Catalog, keys: Keys, resources: Resources) -> tuple[list[str], list[str]]:
    plan = _common(cancel.change) | _schedules(catalog, resources) | {"earliest": cancel.earliest}
    return [
        *_first_keys(cancel.change, keys),
        keys.events,
        keys.nudge,
        *map(keys.instructor_schedule, resources.instructors),
        *map(keys.room_schedule, resources.rooms),
        *map(keys.figures, resources.months),
    ], [as_json(plan)]


def move_call(move: Move, catalog: Catalog, keys: Keys, resources: Resources) -> tuple[list[str], list[str]]:
    plan = _common(move.change) | _schedules(catalog, resources) | SCAN
    plan |= {
        "catalog": catalog.version,
        "wishes": {class_type: wanted(wish) for class_type, wish in move.wishes.items()},
        "earliest": move.earliest,
        "around_from": move.around[0],
        "around_till": move.around[1],
    }
    return [
        *_first_keys(move.change, keys),
        keys.events,
        keys.nudge,
        keys.catalog,
        keys.by_start,
        *map(keys.instructor_schedule, resources.instructors),
        *map(keys.room_schedule, resources.rooms),
        *map(keys.instructor_index, resources.instructors),
        *map(keys.figures, resources.months),
    ], [as_json(plan)]


def _first_keys(change: Change, keys: Keys) -> list[str]:
    """With which the key lists of all three scripts begin."""
    authority = change.authority
    return [
        keys.booking(authority.booking_id),
        keys.answer(change.key.key),
        keys.session(authority.session),
        keys.changes(authority.booking_id),
        keys.letters_due,
        keys.letters,
        keys.customers,
        keys.active,
    ]


def _common(change: Change) -> dict[str, object]:
    """What parts/changes.lua asks; what is not so is left out, because JSON's null is something in Lua."""
    plan: dict[str, object] = {
        "fingerprint": change.key.fingerprint,
        "before": change.transition.before,
        "letters": letters(change.letters, change.now),
        "changes": policy.CHANGES_PER_HOUR,
        "changes_window": 3600,
        "idle_seconds": policy.SESSION_IDLE_MINUTES * 60,
        "trail_kept": policy.CHANGES_KEPT,
        **authority_of(change.authority),
        **moment(change.now),
    }
    # That nothing had to be done is worth knowing only as long as somebody may ask again with this key.
    plan["unchanged_seconds"] = plan["closed_seconds" if change.key.is_made_up else "answer_seconds"]
    if change.transition.after:
        plan["after"] = change.transition.after
    if change.version is not None:
        plan["version"] = change.version
    return plan


def authority_of(authority: Authority) -> dict[str, object]:
    if authority.session:
        return {"id": authority.booking_id, "session": True, "instructor": authority.instructor}
    return {"id": authority.booking_id, "token": authority.token_version}


def _schedules(catalog: Catalog, resources: Resources) -> dict[str, object]:
    return {
        "changes_schedule": True,
        "instructors": resources.instructors,
        "all_rooms": resources.rooms,
        "months": resources.months,
        "capacities": {each.id: each.capacity for each in catalog.class_types.values()},
    }


def _details(details: Details) -> list[tuple[int, str]]:
    """Places in the list that a person is kept as, counted from one, with the words that belong there."""
    words = (details.first_name, details.last_name, details.email, details.phone, details.notes)
    return [(at, each) for at, each in enumerate(words, 1) if each is not None]


def _words(details: Details) -> list[tuple[int, str]]:
    """The same for the line by which the booking is found (studio/search_words.py)."""
    folded = (
        details.first_name is not None and folded_name(details.first_name),
        details.last_name is not None and folded_name(details.last_name),
        details.email is not None and folded_email(details.email),
        details.phone is not None and digits(details.phone),
    )
    return [(at, each) for at, each in enumerate(folded, 1) if each is not False]
