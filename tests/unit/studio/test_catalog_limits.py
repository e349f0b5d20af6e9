"""How much and how little each setting of a catalogue may be: the last that is taken and the first that is not."""

import pytest

from lib.studio.catalog_document import BadCatalog, parse
from tests.unit.studio.documents import changed

PERSON, KIND, RULE = "instructors/0", "classTypes/0", "priceRules/0"
NUMBERS = {
    "rules/noticeMinutes": (0, 43_200),
    "rules/changeNoticeMinutes": (0, 43_200),
    "rules/horizonDays": (0, 730),
    "rules/activeBookings": (1, 1000),
    f"{PERSON}/rating": (0, 5),
    f"{PERSON}/reviewCount": (0, 10_000_000),
    f"{KIND}/priceMinor": (0, 100_000_000),
    f"{KIND}/duration": (1, 1440),
    f"{KIND}/before": (0, 120),
    f"{KIND}/after": (0, 120),
    f"{KIND}/step": (1, 1560),
    f"{KIND}/capacity": (1, 500),
    f"{RULE}/percent": (-100, 1000),
    f"{RULE}/slotsAtLeast": (2, 4),
}
TEXTS = {
    "studio/name": 80,
    "studio/address": 200,
    "studio/phone": 40,
    "rooms/0/name/en": 80,
    f"{PERSON}/name": 80,
    f"{PERSON}/specialties/0/es": 80,
    f"{KIND}/name/es": 80,
    f"{KIND}/description/en": 1000,
    f"{RULE}/label/en": 120,
}


def mistakes(pointer: str, value: object) -> list[tuple[str, str, str]]:
    try:
        parse(changed(pointer, value), "1")
    except BadCatalog as bad:
        return [(each.pointer, each.code, each.detail) for each in bad.problems]
    return []


@pytest.mark.parametrize(("pointer", "lowest", "highest"), [(name, *ends) for name, ends in NUMBERS.items()])
def test_number_is_taken_up_to_its_ends_and_not_beyond(pointer: str, lowest: int, highest: int) -> None:
    refused = [(f"/{pointer}", "out_of_range", f"must be {lowest} to {highest}")]

    assert [mistakes(pointer, value) for value in (lowest, highest)] == [[], []]
    assert [mistakes(pointer, value) for value in (lowest - 1, highest + 1)] == [refused, refused]


@pytest.mark.parametrize(("pointer", "longest"), TEXTS.items())
def test_text_is_taken_up_to_its_length_and_not_beyond(pointer: str, longest: int) -> None:
    assert mistakes(pointer, "é" * longest) == []
    [(where, code, detail)] = mistakes(pointer, "é" * (longest + 1))
    assert (where, code) == (f"/{pointer}", "bad_length")
    assert detail.endswith(f" to {longest} characters")


@pytest.mark.parametrize("amount", [-100_000_000, 0, 100_000_000])
def test_rule_of_an_amount_is_read_up_to_its_ends(amount: int) -> None:
    document = changed(f"{RULE}/amountMinor", amount)
    del document["priceRules"][0]["percent"]

    [rule] = parse(document, "1").price_rules

    assert (rule.percent, rule.amount_minor) == (None, amount)
    document["priceRules"][0]["amountMinor"] = amount + (1 if amount >= 0 else -1) * 100_000_001
    with pytest.raises(BadCatalog):
        parse(document, "1")
