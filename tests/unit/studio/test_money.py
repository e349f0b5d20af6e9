import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.studio import money

CURRENCIES = st.sampled_from(["USD", "EUR", "JPY", "KWD"])


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        (4550, "USD", "45.5"),
        (4500, "USD", "45"),
        (4501, "EUR", "45.01"),
        (5, "USD", "0.05"),
        (-1250, "USD", "-12.5"),
        (4550, "JPY", "4550"),
        (4550, "KWD", "4.55"),
        (0, "USD", "0"),
    ],
)
def test_major_is_written_by_json_without_a_stray_digit(amount: int, currency: str, written: str) -> None:
    assert json.dumps(money.major(amount, currency)) == written


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [(4550, "USD", "45.50"), (-5, "USD", "-0.05"), (4550, "JPY", "4550"), (4550, "KWD", "4.550"), (0, "EUR", "0.00")],
)
def test_text_has_all_digits_of_the_currency(amount: int, currency: str, written: str) -> None:
    assert money.text(amount, currency) == written


@given(st.integers(-(10**12), 10**12), CURRENCIES)
def test_minor_reads_back_what_major_wrote(amount: int, currency: str) -> None:
    sent = json.loads(json.dumps(money.major(amount, currency)))

    assert money.minor(sent, currency) == amount


@pytest.mark.parametrize(
    "amount",
    [0.1 + 0.2, 45.505, 1e16, 1e-7, float("nan"), float("inf"), True, False, "45.5", None, [45]],
)
def test_minor_of_what_is_no_amount_in_cents_is_nothing(amount: object) -> None:
    assert money.minor(amount, "USD") is None


@pytest.mark.parametrize(("amount", "currency"), [(45.5, "JPY"), (4.5505, "KWD")])
def test_minor_knows_how_many_digits_a_currency_has(amount: float, currency: str) -> None:
    assert money.minor(amount, currency) is None


def test_minor_takes_whole_numbers_in_either_form() -> None:
    assert [money.minor(45, "USD"), money.minor(45.0, "USD"), money.minor(-0.0, "USD")] == [4500, 4500, 0]


@pytest.mark.parametrize(
    ("amount", "percent", "share"),
    [(4000, 10, 400), (4005, 10, 401), (4004, 10, 400), (4005, -10, -401), (-4005, 10, -401), (1, 50, 1), (0, 7, 0)],
)
def test_share_rounds_its_size_half_up(amount: int, percent: int, share: int) -> None:
    assert money.share(amount, percent) == share


@pytest.mark.parametrize(("amount", "currency", "minor"), [(45, "JPY", 45), (4.5, "KWD", 4500), (45.5, "USD", 4550)])
def test_minor_fills_up_to_the_digits_of_the_currency(amount: float, currency: str, minor: int) -> None:
    assert money.minor(amount, currency) == minor


@pytest.mark.parametrize(
    ("base", "percent", "share"),
    [(49, 1, 0), (50, 1, 1), (149, 1, 1), (150, 1, 2), (50, -1, -1), (49, -1, 0), (4000, 10, 400), (0, 50, 0)],
)
def test_share_is_rounded_at_the_half_away_from_nothing(base: int, percent: int, share: int) -> None:
    assert money.share(base, percent) == share
