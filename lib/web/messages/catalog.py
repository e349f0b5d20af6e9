"""GET /api/class-types and /api/instructors: the public part of the catalogue in one language."""

from pydantic import BaseModel, ConfigDict
from typing_extensions import TypedDict

from lib.studio.catalog import Catalog, ClassType, Instructor, Language
from lib.studio.money import major


class InstructorsQuery(BaseModel):
    """``feed`` is the secret of one instructor's calendar; of what form it is, no answer says."""

    model_config = ConfigDict(strict=True, frozen=True, defer_build=True)

    feed: str | None = None


class ClassTypeMessage(TypedDict):
    """``duration`` in minutes, ``price`` in major units of ``currency``."""

    id: str
    name: str
    description: str
    icon: str
    price: float
    priceMinor: int
    currency: str
    duration: int
    capacity: int


class InstructorMessage(TypedDict):
    id: str
    name: str
    photo: str
    specialties: list[str]
    rating: float | None
    reviewCount: int
    classTypes: list[str]


def class_type_messages(catalog: Catalog, language: Language) -> list[ClassTypeMessage]:
    """Class types that somebody teaches, in catalogue order."""
    return [_class_type(kind, catalog, language) for kind in _taught(catalog)]


def instructor_messages(catalog: Catalog, language: Language) -> list[InstructorMessage]:
    return [_instructor(who, catalog, language) for who in catalog.instructors.values() if who.active]


def _taught(catalog: Catalog) -> list[ClassType]:
    return [kind for kind in catalog.class_types.values() if kind.active and catalog.teachers(kind)]


def _class_type(kind: ClassType, catalog: Catalog, language: Language) -> ClassTypeMessage:
    return {
        "id": kind.id,
        "name": kind.name.in_language(language),
        "description": kind.description.in_language(language),
        "icon": kind.icon,
        "price": major(kind.price_minor, catalog.currency),
        "priceMinor": kind.price_minor,
        "currency": catalog.currency,
        "duration": kind.duration,
        "capacity": kind.capacity,
    }


def _instructor(who: Instructor, catalog: Catalog, language: Language) -> InstructorMessage:
    return {
        "id": who.id,
        "name": who.name,
        "photo": who.photo,
        "specialties": [specialty.in_language(language) for specialty in who.specialties],
        "rating": who.rating,
        "reviewCount": who.review_count,
        "classTypes": [kind.id for kind in _taught(catalog) if who.id in kind.instructors],
    }
