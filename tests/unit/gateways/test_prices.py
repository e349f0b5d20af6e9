import pytest

from lib.gateways.mail.prices import price


@pytest.mark.parametrize(
    ("amount", "currency", "english", "spanish"),
    [
        (4500, "USD", "$45.00", "$45.00"),
        (-505, "USD", "-$5.05", "-$5.05"),
        (0, "USD", "$0.00", "$0.00"),
        (4500, "EUR", "€45.00", "45,00\u00a0€"),
        (-505, "EUR", "-€5.05", "-5,05\u00a0€"),
        (4500, "GBP", "£45.00", "45,00\u00a0£"),
        (4500, "MXN", "45.00\u00a0MXN", "45.00\u00a0MXN"),
        (4500, "CHF", "45.00\u00a0CHF", "45,00\u00a0CHF"),
        (4500, "JPY", "4500\u00a0JPY", "4500\u00a0JPY"),
        (4500, "KWD", "4.500\u00a0KWD", "4,500\u00a0KWD"),
    ],
)
def test_price_is_written_as_the_language_writes_it(amount: int, currency: str, english: str, spanish: str) -> None:
    assert (price(amount, currency, "en"), price(amount, currency, "es")) == (english, spanish)
