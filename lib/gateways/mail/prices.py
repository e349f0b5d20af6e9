"""How letters write an amount of money, in both languages."""

from lib.studio import money
from lib.studio.catalog import Language

# The dollar stands before its amount in either language: so do the studio's customers write it.
_SYMBOLS = {"EUR": "\u20ac", "GBP": "\u00a3"}
# Spanish as it is written in the Americas has a point where Spain has a comma.
_WITH_A_POINT = frozenset(("USD", "MXN"))
_NO_BREAK = "\u00a0"


def price(amount_minor: int, currency: str, language: Language) -> str:
    """``$45.00``; ``€45.00`` in English and ``45,00 €`` in Spanish; ``45.00 CHF``; a discount is ``-$5.00``."""
    sign = "-" if amount_minor < 0 else ""
    digits = money.text(abs(amount_minor), currency)
    if currency == "USD":
        return f"{sign}${digits}"
    symbol = _SYMBOLS.get(currency, currency)
    if language == "en" and currency in _SYMBOLS:
        return f"{sign}{symbol}{digits}"
    if language == "es" and currency not in _WITH_A_POINT:
        digits = digits.replace(".", ",")
    return f"{sign}{digits}{_NO_BREAK}{symbol}"
