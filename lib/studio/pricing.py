"""What a slot and a booking cost under the catalogue's price rules, and which rule made the difference."""

from collections.abc import Sequence

from lib.studio import money
from lib.studio.catalog import Catalog, ClassType, PriceRule, Text
from lib.studio.localtime import LocalMinute
from lib.studio.values import dataclass


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One line of the bill; negative for a discount."""

    label: Text
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Quote:
    """The price of a booking in minor units: ``lines`` add up to ``total_minor``.

    ``slot_prices`` are in the order of the slots and stand before the rules for several slots.
    """

    total_minor: int
    slot_prices: tuple[int, ...]
    lines: tuple[PriceLine, ...]


def slot_rules(catalog: Catalog, class_type: ClassType, instructor: str) -> tuple[PriceRule, ...]:
    """The rules that can change a slot of this class type, in catalogue order.

    ``instructor`` is who was wished for: a rule for one person never applies to ANYONE, whoever teaches in the end.
    """
    return tuple(
        rule for rule in catalog.price_rules if rule.slots_at_least is None and _is_for(rule, class_type, instructor)
    )


def slot_price(class_type: ClassType, rules: Sequence[PriceRule], weekday: int, minute: int) -> int:
    """Minor units for a start at this wall minute; Monday is 0, ``rules`` come from ``slot_rules``.

    Percentages are of the class's own price and do not compound; after no rule is a price below zero.
    """
    price = class_type.price_minor
    for rule in rules:
        if _holds_at(rule, weekday, minute):
            price = max(0, price + _change(rule, class_type.price_minor))
    return price


def quote(catalog: Catalog, class_type: ClassType, instructor: str, starts: Sequence[LocalMinute]) -> Quote:
    """What one booking of these starts costs.

    A rule for several slots is taken from the sum of the slots, and its weekdays and hours must hold for each.
    """
    rules = slot_rules(catalog, class_type, instructor)
    prices = tuple(slot_price(class_type, rules, start.day.weekday(), start.minute) for start in starts)
    lines = [PriceLine(class_type.name, class_type.price_minor * len(starts))]
    for count, rule in enumerate(rules, start=1):
        with_it, without = (
            sum(slot_price(class_type, rules[:upto], start.day.weekday(), start.minute) for start in starts)
            for upto in (count, count - 1)
        )
        lines.append(PriceLine(rule.label, with_it - without))
    total = sum(prices)
    for rule in _booking_rules(catalog, class_type, instructor, starts):
        change = max(-total, _change(rule, sum(prices)))
        lines.append(PriceLine(rule.label, change))
        total += change
    return Quote(total, prices, (lines[0], *(line for line in lines[1:] if line.amount_minor)))


def _booking_rules(
    catalog: Catalog, class_type: ClassType, instructor: str, starts: Sequence[LocalMinute]
) -> list[PriceRule]:
    return [
        rule
        for rule in catalog.price_rules
        if rule.slots_at_least is not None
        and len(starts) >= rule.slots_at_least
        and _is_for(rule, class_type, instructor)
        and all(_holds_at(rule, start.day.weekday(), start.minute) for start in starts)
    ]


def _is_for(rule: PriceRule, class_type: ClassType, instructor: str) -> bool:
    return (not rule.class_types or class_type.id in rule.class_types) and rule.instructor in {None, instructor}


def _holds_at(rule: PriceRule, weekday: int, minute: int) -> bool:
    if rule.weekdays and weekday not in rule.weekdays:
        return False
    return rule.hours is None or rule.hours.opens <= minute < rule.hours.closes


def _change(rule: PriceRule, base_minor: int) -> int:
    if rule.percent is not None:
        return money.share(base_minor, rule.percent)
    return rule.amount_minor or 0
