"""Money: whole minor units with an ISO 4217 currency, exact from the first digit to the last.

Nothing here is a float. Amounts round in one place, half away from zero, and a pool is split so
that the parts always add up to it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

BASIS_POINTS = 10_000
MOST = 10**15

_UNUSUAL = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_USUAL = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD "
    "CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS "
    "GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP "
    "LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK "
    "NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS "
    "SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST "
    "XCD XCG YER ZAR ZMW ZWG"
)
EXPONENTS = dict.fromkeys(_USUAL.split(), 2) | {
    code: exponent for exponent, codes in _UNUSUAL.items() for code in codes.split()
}
_PLAIN = re.compile(r"(?P<sign>-?)(?P<whole>[0-9]{1,16})(?:\.(?P<part>[0-9]{1,10}))?", re.ASCII)


class NotMoney(ValueError):
    """A text or a currency that is no amount of money."""


class MixedCurrencies(TypeError):
    """Two currencies met without a rate between them."""


def exponent_of(currency: str) -> int:
    """How many decimals a currency has: EUR 2, JPY 0, KWD 3. NotMoney when there is none such."""
    try:
        return EXPONENTS[currency]
    except KeyError:
        raise NotMoney(f"{currency!r} is not a currency in use") from None


@dataclass(frozen=True)
class Money:
    """An amount in minor units of its currency: ``Money(1250, "EUR")`` is 12.50 euros."""

    amount: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.amount) is not int:
            raise NotMoney("an amount is a whole number of minor units")
        exponent_of(self.currency)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def __bool__(self) -> bool:
        return self.amount != 0

    def __str__(self) -> str:
        return f"{self.plain()} {self.currency}"

    def decimal(self) -> Decimal:
        """The amount in major units, exact, with all the decimals of its currency."""
        return Decimal(self.plain())

    def plain(self) -> str:
        """The amount in major units as ``-1234.50``: for files, never grouped or localised."""
        exponent = exponent_of(self.currency)
        digits = str(abs(self.amount)).rjust(exponent + 1, "0")
        whole = digits[: len(digits) - exponent]
        part = digits[len(digits) - exponent :]
        return ("-" if self.amount < 0 else "") + whole + ("." + part if part else "")

    def _same(self, other: "Money") -> int:
        if not isinstance(other, Money) or other.currency != self.currency:
            raise MixedCurrencies(f"{self} and {other}")
        return other.amount


def parsed(text: str, currency: str) -> Money:
    """The money a plain decimal such as ``-1234.5`` names, or NotMoney.

    Grouping, exponents and decimals the currency does not have are refused, never rounded.
    """
    exponent = exponent_of(currency)
    found = _PLAIN.fullmatch(text.strip())
    if found is None:
        raise NotMoney(f"{text!r} is not an amount")
    part = (found["part"] or "").rstrip("0")
    if len(part) > exponent:
        raise NotMoney(f"{text!r} has more decimals than {currency} has")
    amount = int(found["whole"] + part.ljust(exponent, "0"))
    if amount > MOST:
        raise NotMoney(f"{text!r} is too large")
    return Money(-amount if found["sign"] else amount, currency)


def round_half_away(value: Decimal | Fraction) -> int:
    """The nearest whole number; exactly between two, the one farther from zero."""
    exact = Fraction(value)
    size = (abs(exact) * 2 + 1) // 2
    return -size if exact < 0 else size


def converted(amount: int, currency: str, to: str, rate: Decimal) -> Fraction:
    """Minor units of ``to`` for minor units of ``currency``, exact; ``rate`` is ``to`` per one."""
    scale = Fraction(10) ** (exponent_of(to) - exponent_of(currency))
    return amount * Fraction(rate) * scale


def split(pool: int, shares: Sequence[int]) -> list[int]:
    """Divide a pool by shares so that the parts sum to it: largest remainder, ties by order.

    Shares are whole, not negative and not all zero. Splitting ``-pool`` is the exact negative.
    """
    total = sum(shares)
    if total <= 0 or any(share < 0 for share in shares):
        raise ValueError("shares must be positive")
    size = abs(pool)
    parts = [size * share // total for share in shares]
    remainders = [size * share % total for share in shares]
    first = sorted(range(len(shares)), key=lambda at: -remainders[at])
    for at in first[: size - sum(parts)]:
        parts[at] += 1
    return [-part for part in parts] if pool < 0 else parts
