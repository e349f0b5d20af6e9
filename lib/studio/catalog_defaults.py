"""The studio's settings with everything written out that holds where a document is silent, so that staff can see it."""

import copy
from collections.abc import Mapping
from typing import Any

from lib.studio import policy

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_STUDIO = {
    "name": policy.DEFAULT_STUDIO,
    "zone": policy.DEFAULT_ZONE,
    "currency": policy.DEFAULT_CURRENCY,
    "address": "",
    "phone": "",
}
_RULES = {
    "noticeMinutes": policy.NOTICE_MINUTES,
    "changeNoticeMinutes": policy.CHANGE_NOTICE_MINUTES,
    "horizonDays": policy.HORIZON_DAYS,
    "activeBookings": policy.ACTIVE_BOOKINGS,
}
_CALENDLY = {"mode": "off", "hosts": [], "eventTypes": []}
_PERSON = {"email": "", "specialties": [], "reviewCount": 0, "exceptions": {}, "active": True}
_CLASS_TYPE = {
    "description": {"en": "", "es": ""},
    "icon": "",
    "capacity": 1,
    "before": 0,
    "after": policy.BUFFER_AFTER_MINUTES,
    "rooms": [],
    "active": True,
}
_LISTS = ("closedDays", "rooms", "instructors", "classTypes", "priceRules")


def with_defaults(document: Mapping[str, Any]) -> dict[str, Any]:
    """Says the same as the sound document that it is given, which stays as it is."""
    full = copy.deepcopy(dict(document))
    for name, defaults in (("studio", _STUDIO), ("rules", _RULES), ("calendly", _CALENDLY)):
        _fill(full, {name: {}})
        _fill(full[name], defaults)
    _fill(full, {name: [] for name in _LISTS})
    for person in full["instructors"]:
        # The default breaks belong to the default day.
        _fill(person, {"breaks": {} if person.get("week") is not None else _every_day(policy.DEFAULT_BREAKS)})
        _fill(person, {"week": _every_day(policy.DEFAULT_HOURS), **_PERSON})
    for class_type in full["classTypes"]:
        _fill(class_type, _CLASS_TYPE)
    return full


def _fill(members: dict[str, Any], defaults: Mapping[str, object]) -> None:
    """Null counts as left out."""
    for name, value in defaults.items():
        if members.get(name) is None:
            members[name] = copy.deepcopy(value)


def _every_day(windows: tuple[tuple[str, str], ...]) -> dict[str, list[list[str]]]:
    return {weekday: [list(window) for window in windows] for weekday in WEEKDAYS}
