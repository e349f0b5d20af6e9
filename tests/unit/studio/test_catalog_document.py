import json
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from lib.studio import policy
from lib.studio.catalog import (
    Calendly,
    Catalog,
    ClassType,
    Instructor,
    PriceRule,
    Room,
    Rules,
    Text,
)
from lib.studio.catalog_document import parse
from lib.studio.slots import openings
from tests.unit.studio.builders import NO_BREAKS, at, windows
from tests.unit.studio.documents import FULL, changed

DEMO = Path(__file__).parents[3] / "lib/local/demo_catalog.json"


ANA = Instructor(
    id="ana",
    name="Ana",
    photo="/img/ana.svg",
    specialties=(Text("Turns", "Giros"),),
    rating=4.5,
    review_count=7,
    week=(windows("09:00-12:00 16:00-24:00"), *NO_BREAKS[1:]),
    breaks=(windows("18:00-18:30"), *NO_BREAKS[1:]),
    exceptions={date(2026, 12, 24): windows("10:00-14:00"), date(2026, 12, 31): ()},
    active=False,
    email="ana@teachers.example",
)
SALSA = ClassType(
    id="salsa-1",
    name=Text("Salsa", "Salsa"),
    description=Text("", ""),
    icon="x",
    duration=60,
    price_minor=2500,
    capacity=12,
    before=5,
    after=10,
    step=30,
    instructors=("ana",),
    rooms=("big",),
    active=False,
)
RULE = PriceRule(
    Text("Evening", "Noche"),
    percent=-10,
    class_types=("salsa-1",),
    instructor="ana",
    weekdays=(5, 6),
    hours=windows("18:00-21:00")[0],
    slots_at_least=4,
)


def test_full_document_is_read_to_the_last_value() -> None:
    found = parse(FULL, "v7")

    assert found == Catalog(
        version="v7",
        studio="Compás",
        zone=ZoneInfo("Europe/Madrid"),
        currency="EUR",
        class_types={"salsa-1": SALSA},
        instructors={"ana": ANA},
        rooms={"big": Room("big", Text("Big", "Grande"))},
        closed_days=frozenset({date(2026, 12, 25)}),
        price_rules=(RULE,),
        rules=Rules(60, 600, 30, 3),
        calendly=Calendly("fallback", "https://calendly.com/compas"),
        address="Calle del Compás 5, Madrid",
        phone="+34 910 000 134",
    )


def test_empty_document_is_a_studio_with_the_defaults() -> None:
    rules = Rules(policy.NOTICE_MINUTES, policy.CHANGE_NOTICE_MINUTES, policy.HORIZON_DAYS, policy.ACTIVE_BOOKINGS)
    zone = ZoneInfo(policy.DEFAULT_ZONE)

    found = parse({}, "0")

    assert found == Catalog(
        "0", policy.DEFAULT_STUDIO, zone, policy.DEFAULT_CURRENCY, {}, {}, {}, frozenset(), (), rules
    )


def test_instructor_and_class_without_more_have_the_defaults() -> None:
    document = {
        "instructors": [
            {"id": "ana", "name": "Ana"},
            {"id": "ben", "name": "Ben", "week": {"tue": [["10:00", "11:00"]]}},
        ],
        "classTypes": [
            {
                "id": "salsa",
                "name": {"en": "Salsa", "es": "Salsa"},
                "priceMinor": 0,
                "duration": 50,
                "instructors": ["ana"],
            }
        ],
    }

    found = parse(document, "1")

    ana, ben, salsa = found.instructors["ana"], found.instructors["ben"], found.class_types["salsa"]
    assert (ana.week, ana.breaks) == ((windows("09:00-21:00"),) * 7, (windows("12:00-13:00 17:00-17:30"),) * 7)
    assert (ben.week[1], ben.week[2], ben.breaks) == (windows("10:00-11:00"), (), NO_BREAKS)
    assert (ana.photo, ana.rating, ana.review_count, ana.exceptions, ana.active, ana.email) == (
        "",
        None,
        0,
        {},
        True,
        "",
    )
    assert (salsa.capacity, salsa.before, salsa.after, salsa.step, salsa.rooms) == (1, 0, 15, 65, ())


def test_null_is_the_same_as_left_out() -> None:
    found = parse(changed("instructors/0/rating", None) | {"calendly": {"mode": "off", "url": None}}, "1")

    assert (found.instructors["ana"].rating, found.calendly) == (None, Calendly("off", None))


@pytest.mark.parametrize("left_out", [None, ""])
def test_studio_needs_neither_address_nor_phone(left_out: str | None) -> None:
    document = changed("studio/address", left_out)
    document["studio"]["phone"] = left_out

    found = parse(document, "1")

    assert (found.address, found.phone) == ("", "")


@pytest.mark.parametrize(("name", "longest"), [("address", 200), ("phone", 40)])
def test_studio_address_and_phone_may_be_as_long_as_this(name: str, longest: int) -> None:
    found = parse(changed(f"studio/{name}", "1" * longest), "1")

    assert getattr(found, name) == "1" * longest


def test_demo_studio_can_be_booked_on_most_days() -> None:
    catalog = parse(json.loads(DEMO.read_text(encoding="utf-8")), "demo")

    found = openings(catalog, [], at("2026-11-23 08:00"), None)

    assert [each.instructor for each in found] == ["maria", "carlos", "lucia", "diego"]
    assert all(each.open_slots >= 20 for each in found)
    assert {name: (kind.capacity > 1) for name, kind in catalog.class_types.items()} == {
        "salsa-1": True,
        "bachata-1": True,
        "salsa-2": True,
        "salsa-private": False,
        "bachata-private": False,
        "wedding-dance": False,
    }
