"""How an amount in minor units is written for people and for JSON, and how a number of theirs is read back exactly."""

import re

# ISO 4217, the currencies whose minor unit is not a hundredth.
_WITHOUT_DECIMALS = frozenset(
    (
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "UYI",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    )
)
_WITH_THREE_DECIMALS = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))

_PLAIN_NUMBER = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")


def decimals(currency: str) -> int:
    """Digits after the point in an amount of this ISO 4217 currency; two for a code that nobody knows."""
    if currency in _WITHOUT_DECIMALS:
        return 0
    return 3 if currency in _WITH_THREE_DECIMALS else 2


def text(amount_minor: int, currency: str) -> str:
    """Major units with all their digits and a point: 4550 in USD is ``45.50``, in JPY ``4550``."""
    places = decimals(currency)
    if places == 0:
        return str(amount_minor)
    whole, fraction = divmod(abs(amount_minor), 10**places)
    return f"{'-' * (amount_minor < 0)}{whole}.{fraction:0{places}}"


def major(amount_minor: int, currency: str) -> int | float:
    """The JSON number in major units: 45 for 4500, 45.5 for 4550; JSON writes exactly these digits.

    A float of up to fifteen digits prints as the text that it was read from, so nothing is rounded on the way.
    """
    digits = text(amount_minor, currency)
    whole, _, fraction = digits.partition(".")
    return float(digits) if fraction.strip("0") else int(whole)


def minor(amount: object, currency: str) -> int | None:
    """Minor units of a JSON number in major units; None for what is no number or needs more digits than exist."""
    if isinstance(amount, bool) or not isinstance(amount, int | float):
        return None
    if isinstance(amount, int):
        return int(amount * 10 ** decimals(currency))
    # The shortest text of a float is what its sender wrote; sixteen digits and more print with an exponent.
    written = _PLAIN_NUMBER.fullmatch(repr(amount))
    if written is None:
        return None
    sign, whole, fraction = written.group(1), written.group(2), (written.group(3) or "").rstrip("0")
    if len(fraction) > decimals(currency):
        return None
    return int(f"{sign}{whole}{fraction.ljust(decimals(currency), '0')}")


def share(amount_minor: int, percent: int) -> int:
    """``percent`` of an amount, its size rounded half up: ten percent off costs what ten percent more brings."""
    hundredths = amount_minor * percent
    size = (abs(hundredths) + 50) // 100
    return -size if hundredths < 0 else size
