"""What the claim script is told: its keys in their order, and the plan it decides and writes with."""

import json
from collections.abc import Sequence

from lib.actions.answers import Plan
from lib.gateways.store import records
from lib.gateways.store.keys import Keys
from lib.studio import policy
from lib.studio.catalog import Catalog
from lib.studio.wishes import WantedSlot

# Far more changes than happen between two looks of an open page; who fell further behind reads the week again.
EVENTS_KEPT = 1000
SECONDS_PER_DAY = 86_400


def claim_keys(plan: Plan, catalog: Catalog, keys: Keys) -> list[str]:
    """In the order of the head of claim.lua."""
    fixed = [
        keys.catalog,
        keys.answer(plan.key.key),
        keys.booking(plan.id),
        keys.customer(plan.customer),
        keys.by_start,
        keys.by_created,
        keys.letters_due,
        keys.letters,
        keys.events,
        keys.nudge,
    ]
    return [
        *fixed,
        *map(keys.instructor_schedule, catalog.teachers(plan.wish.class_type)),
        *map(keys.instructor_index, plan.wish.candidates),
        *map(keys.room_schedule, catalog.rooms),
    ]


def claim_arguments(plan: Plan, catalog: Catalog) -> list[str]:
    """In the order of the head of claim.lua."""
    return [_plan_text(plan, catalog), records.terms_text(plan.terms), records.person_text(plan.person)]


def _plan_text(plan: Plan, catalog: Catalog) -> str:
    """Everything random or dependent on the clock is in here, so that a second run is the same run."""
    class_type = plan.wish.class_type
    return json.dumps(
        {
            "id": plan.id,
            "fingerprint": plan.key.fingerprint,
            "catalog": catalog.version,
            "deadline": plan.terms.created // 1000 + policy.CLAIM_LIFETIME_SECONDS,
            "now": plan.terms.created // 60_000,
            "created": plan.terms.created,
            "class": class_type.id,
            "capacity": class_type.capacity,
            "before": class_type.before,
            "after": class_type.after,
            "instructors": catalog.teachers(class_type),
            "candidates": plan.wish.candidates,
            "rooms": class_type.rooms,
            "all_rooms": list(catalog.rooms),
            "slots": _slots(plan.wish.slots),
            "scan_back": policy.LONGEST_SESSION_MINUTES + policy.LONGEST_BUFFER_MINUTES,
            "scan_ahead": policy.LONGEST_BUFFER_MINUTES,
            "around_from": plan.around[0],
            "around_till": plan.around[1],
            "letters": [{"id": letter.id, "due": letter.due, "text": letter.text} for letter in plan.letters],
            "events_kept": EVENTS_KEPT,
            "answer_seconds": policy.IDEMPOTENCY_DAYS * SECONDS_PER_DAY,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _slots(slots: Sequence[WantedSlot]) -> list[dict[str, object]]:
    return [
        {
            "name": slot.name,
            "from": slot.start,
            "till": slot.end,
            "day_from": slot.day_from,
            "day_until": slot.day_until,
        }
        for slot in slots
    ]
