"""What the claim script is told: its keys in their order, and the plan it decides and writes with."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from lib.actions.answers import IdempotencyKey, Letter, Plan
from lib.gateways.store import letter_texts, records
from lib.gateways.store.keys import Keys
from lib.studio import policy
from lib.studio.booking import Terms
from lib.studio.catalog import Catalog
from lib.studio.figures import labels, month_of, split_labels
from lib.studio.localtime import local_minute
from lib.studio.search_words import SearchWords
from lib.studio.wishes import CheckedWish, WantedSlot

# Far more changes than happen between two looks of an open page; who fell further behind reads the week again.
EVENTS_KEPT = 1000
SECONDS_PER_DAY = 86_400


def claim_keys(plan: Plan, catalog: Catalog, keys: Keys) -> list[str]:
    """In the order of the head of claim.lua."""
    fixed = [
        keys.catalog,
        keys.answer(plan.key.key),
        keys.booking(plan.id),
        keys.customers,
        keys.active,
        keys.by_start,
        keys.by_created,
        keys.letters_due,
        keys.letters,
        keys.events,
        keys.nudge,
        keys.tries(plan.customer),
        keys.visitors(plan.limits.visitor),
        keys.words,
        keys.visits(month_of(local_day(plan.terms.created, catalog))),
    ]
    return [
        *fixed,
        *map(keys.instructor_schedule, catalog.teachers(plan.wish.class_type)),
        *map(keys.instructor_index, plan.wish.candidates),
        *map(keys.room_schedule, catalog.rooms),
        *map(keys.figures, slot_months(plan.wish)),
    ]


def claim_arguments(plan: Plan, catalog: Catalog) -> list[str]:
    """In the order of the head of claim.lua."""
    return [_plan_text(plan, catalog), records.terms_text(plan.terms), records.person_text(plan.person)]


def _plan_text(plan: Plan, catalog: Catalog) -> str:
    """Everything random or dependent on the clock is in here, so that a second run is the same run."""
    wish = plan.wish
    limits: dict[str, object] = {
        "customer": plan.customer,
        "most_active": plan.limits.active_bookings,
        "most_tries": policy.TRIES_PER_MINUTE,
        "tries_window": 60,
    }
    if plan.limits.visitor:
        limits |= {"most_by_visitor": policy.BOOKINGS_PER_ADDRESS_AND_HOUR, "visitor_window": 3600}
    return as_json(
        {
            "id": plan.id,
            "fingerprint": plan.key.fingerprint,
            "catalog": catalog.version,
            "class": wish.class_type.id,
            "words": SearchWords.of(plan.person).line,
            "instructors": catalog.teachers(wish.class_type),
            "all_rooms": list(catalog.rooms),
            "around_from": plan.around[0],
            "around_till": plan.around[1],
            "letters": letters(plan.letters, plan.terms.created),
            "months": slot_months(wish),
            "by": plan.by,
            "lost": _lost(wish, catalog),
            **visit(plan.terms, plan.terms.created, catalog),
            **moment(plan.terms.created),
            **wanted(wish),
            **SCAN,
            **limits,
        }
    )


def visit(terms: Terms, made: int, catalog: Catalog) -> dict[str, object]:
    """How a booking was made and when (milliseconds), as it is counted; the day is the studio's."""
    few, said = split_labels(labels(terms.source, terms.context))
    return {
        "today": local_day(made, catalog).isoformat(),
        "labels": few,
        "said": said,
        "names_kept": policy.NAMES_A_MONTH,
    }


def local_day(ms: int, catalog: Catalog) -> date:
    return local_minute(catalog.zone, ms // 60_000).day


def slot_months(wish: CheckedWish) -> list[str]:
    return list(dict.fromkeys(slot.name[:7] for slot in wish.slots))


def _lost(wish: CheckedWish, catalog: Catalog) -> list[str]:
    """What was tried in vain: the class type, and when in the week, once for each time."""
    whens = (local_minute(catalog.zone, slot.start) for slot in wish.slots)
    return [
        f"class:{wish.class_type.id}",
        f"instructor:{wish.instructor}",
        *dict.fromkeys(f"when:{when.day.weekday()}-{when.minute // 60}" for when in whens),
    ]


def recall_arguments(key: IdempotencyKey, catalog: Catalog, now: int) -> list[str]:
    return [as_json({"fingerprint": key.fingerprint, "catalog": catalog.version, **moment(now)})]


SCAN = {
    "scan_back": policy.LONGEST_SESSION_MINUTES + policy.LONGEST_BUFFER_MINUTES,
    "scan_ahead": policy.LONGEST_BUFFER_MINUTES,
}


def moment(now: int) -> dict[str, object]:
    """What every plan says of its time; ``now`` is in epoch milliseconds."""
    return {
        "deadline": now // 1000 + policy.CLAIM_LIFETIME_SECONDS,
        "now": now // 60_000,
        "created": now,
        "events_kept": EVENTS_KEPT,
        "answer_seconds": policy.IDEMPOTENCY_DAYS * SECONDS_PER_DAY,
        "reminder": letter_texts.text_of("reminder", "customer", now),
        "reminder_minutes": policy.REMINDER_MINUTES,
        # Whatever is still on its way by then comes after its deadline anyway.
        "closed_seconds": 2 * policy.CLAIM_LIFETIME_SECONDS,
    }


def wanted(wish: CheckedWish) -> dict[str, object]:
    """What choose() of parts/places.lua has to know of a wish."""
    class_type = wish.class_type
    return {
        "capacity": class_type.capacity,
        "before": class_type.before,
        "after": class_type.after,
        "candidates": wish.candidates,
        "rooms": class_type.rooms,
        "slots": _slots(wish.slots),
    }


def letters(planned: Sequence[Letter], now: int) -> list[dict[str, object]]:
    return [_letter(each, now) for each in planned]


def _letter(letter: Letter, now: int) -> dict[str, object]:
    text = letter_texts.text_of(letter.event, letter.by, now)
    if letter.kind != "webhook":
        return {"kind": letter.kind, "due": letter.due, "text": text}
    # Letters are written from how a booking stands when they go out; whoever is told of each step needs how it stood.
    kind = letter_texts.webhook_kind(letter.to)
    return {"kind": kind, "due": letter.due, "text": text, "event": letter.event, "states": True}


def as_json(plan: Mapping[str, object]) -> str:
    return json.dumps(plan, ensure_ascii=False, separators=(",", ":"))


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
