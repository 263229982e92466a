"""What an account is, and when one can be typed, approved and used."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ideas.refusals import Refusal

WAIT = timedelta(hours=48)
"""So long after it was typed an account is not paid to: time to notice and to object."""
LONGEST_NAME, LONGEST_OTHER = 70, 500

SEPA_LENGTHS = {
    "AD": 24,
    "AL": 28,
    "AT": 20,
    "BE": 16,
    "BG": 22,
    "CH": 21,
    "CY": 28,
    "CZ": 24,
    "DE": 22,
    "DK": 18,
    "EE": 20,
    "ES": 24,
    "FI": 18,
    "FR": 27,
    "GB": 22,
    "GI": 23,
    "GR": 27,
    "HR": 21,
    "HU": 28,
    "IE": 22,
    "IS": 26,
    "IT": 27,
    "LI": 21,
    "LT": 20,
    "LU": 20,
    "LV": 21,
    "MC": 27,
    "MD": 24,
    "ME": 22,
    "MK": 19,
    "MT": 31,
    "NL": 18,
    "NO": 15,
    "PL": 28,
    "PT": 25,
    "RO": 24,
    "RS": 22,
    "SE": 24,
    "SI": 19,
    "SK": 24,
    "SM": 27,
    "VA": 22,
}
"""Countries of SEPA (EPC409-09) and how long an IBAN is there (SWIFT's IBAN registry)."""

_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", re.ASCII)
_BIC = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", re.ASCII)


class AccountState(StrEnum):
    """What became of an account that was typed."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Account:
    """Where money goes: an IBAN, or in ``other`` what a bank elsewhere needs."""

    holder: str
    iban: str = ""
    bic: str = ""
    other: str = ""

    @property
    def masked(self) -> str:
        """All that pages show: dots and the last four letters or digits."""
        plain = "".join(c for c in self.iban or self.other if c.isalnum())
        country = self.iban[:2]
        return f"{country}…{plain[-4:]}" if len(plain) > 8 else f"{country}…"

    @property
    def is_sepa(self) -> bool:
        """True when a SEPA transfer reaches it."""
        return self.iban[:2] in SEPA_LENGTHS


def plain_code(text: str) -> str:
    """An IBAN or BIC as it is kept: capitals without spaces."""
    return "".join(text.split()).upper()


def is_iban(iban: str) -> bool:
    """Is this an IBAN? ISO 13616: with the first four last and A to Z as 10 to 35, 1 modulo 97."""
    if not _IBAN.fullmatch(iban):
        return False
    digits = "".join(str(int(c, 36)) for c in iban[4:] + iban[:4])
    return len(iban) == SEPA_LENGTHS.get(iban[:2], len(iban)) and int(digits) % 97 == 1


def is_bic(bic: str) -> bool:
    """Has this the shape of a BIC (ISO 9362)?"""
    return _BIC.fullmatch(bic) is not None


def refusal_to_type(account: Account, *, is_payee: bool) -> Refusal | None:
    """A payee's account: somebody's, and either an IBAN or an account elsewhere."""
    if not is_payee:
        return Refusal("account.not_a_payee")
    if not account.holder.strip():
        return Refusal("holder.missing")
    if bool(account.iban) == bool(account.other.strip()):
        return Refusal("iban.or_other")
    if account.iban and not is_iban(account.iban):
        return Refusal("iban.wrong")
    return Refusal("bic.wrong") if account.bic and not is_bic(account.bic) else None


def refusal_to_decide(
    state: AccountState, *, is_own: bool, others: Sequence[str]
) -> Refusal | None:
    """Somebody of finance whose account it is not decides, once."""
    if is_own and others:
        return Refusal("account.own", names=", ".join(others))
    if is_own:
        return Refusal("account.alone")
    return None if state is AccountState.WAITING else Refusal("account.decided")


def refusal_to_refuse(reason: str) -> Refusal | None:
    """The payee hears why."""
    return None if reason.strip() else Refusal("account.no_reason")


def refusal_to_withdraw(state: AccountState) -> Refusal | None:
    """What is used or was refused stays as it is."""
    return None if state is AccountState.WAITING else Refusal("account.decided")


def is_usable(state: AccountState, usable_at: datetime, moment: datetime) -> bool:
    """Can money go there now?"""
    return state is AccountState.APPROVED and usable_at <= moment
