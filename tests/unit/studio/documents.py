"""A catalogue document that uses every setting, and ways to change one value of it."""

import copy
from typing import Any

FULL: dict[str, Any] = {
    "studio": {
        "name": "Compás",
        "zone": "Europe/Madrid",
        "currency": "EUR",
        "address": "Calle del Compás 5, Madrid",
        "phone": "+34 910 000 134",
    },
    "rules": {"noticeMinutes": 60, "changeNoticeMinutes": 600, "horizonDays": 30, "activeBookings": 3},
    "closedDays": ["2026-12-25"],
    "rooms": [{"id": "big", "name": {"en": "Big", "es": "Grande"}}],
    "instructors": [
        {
            "id": "ana",
            "name": "Ana",
            "email": "ana@teachers.example",
            "photo": "/img/ana.svg",
            "specialties": [{"en": "Turns", "es": "Giros"}],
            "rating": 4.5,
            "reviewCount": 7,
            "week": {"mon": [["16:00", "24:00"], ["09:00", "12:00"]]},
            "breaks": {"mon": [["18:00", "18:30"]]},
            "exceptions": {"2026-12-24": [["10:00", "14:00"]], "2026-12-31": []},
            "active": False,
        }
    ],
    "classTypes": [
        {
            "id": "salsa-1",
            "name": {"en": "Salsa", "es": "Salsa"},
            "description": {"en": "", "es": ""},
            "icon": "x",
            "priceMinor": 2500,
            "duration": 60,
            "capacity": 12,
            "before": 5,
            "after": 10,
            "step": 30,
            "instructors": ["ana"],
            "rooms": ["big"],
            "active": False,
        }
    ],
    "priceRules": [
        {
            "label": {"en": "Evening", "es": "Noche"},
            "percent": -10,
            "classTypes": ["salsa-1"],
            "instructor": "ana",
            "weekdays": ["sat", "sun"],
            "hours": ["18:00", "21:00"],
            "slotsAtLeast": 4,
        }
    ],
    "calendly": {"mode": "fallback", "url": "https://calendly.com/compas"},
}


def changed(pointer: str, value: object) -> dict[str, Any]:
    """The full document with one value set."""
    document: Any = copy.deepcopy(FULL)
    *way, last = pointer.split("/")
    inner = document
    for name in way:
        inner = inner[int(name) if name.isdigit() else name]
    inner[int(last) if last.isdigit() else last] = value
    return dict(document)
