"""When a withholding rate or a tax form can be entered, and how long a form is still good."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ideas.money import BASIS_POINTS
from ideas.refusals import Refusal

SOON = timedelta(days=60)
"""So long before its last day a tax form is asked for anew."""


class TaxFormKind(StrEnum):
    """What a payee gave in for taxes; finance knows which one the law asks for."""

    RESIDENCE = "residence"
    EXEMPTION = "exemption"
    SELF_DECLARED = "self_declared"
    OTHER = "other"


class PayeeKind(StrEnum):
    """Who is paid."""

    PERSON = "person"
    COMPANY = "company"


class FormState(StrEnum):
    """How a payee's tax form stands on a day."""

    MISSING = "missing"
    GOOD = "good"
    ENDS_SOON = "ends_soon"
    ENDED = "ended"


@dataclass(frozen=True)
class Details:
    """Who a payee is by law, and where: for payments and for taxes."""

    name: str
    street: str = ""
    town: str = ""
    tax_number: str = ""


def refusal_to_tell(details: Details, *, is_payee: bool) -> Refusal | None:
    """A payee says who they are."""
    if not is_payee:
        return Refusal("account.not_a_payee")
    return None if details.name.strip() else Refusal("name.missing")


def refusal_to_set_withholding(
    rate_bp: int, reason: str, from_on: date, *, closed_until: date | None, is_own: bool
) -> Refusal | None:
    """A rate in basis points, a reason, a day no close has passed, and not one's own."""
    if is_own:
        return Refusal("withholding.own")
    if not 0 <= rate_bp <= BASIS_POINTS:
        return Refusal("withholding.bounds")
    if not reason.strip():
        return Refusal("withholding.no_reason")
    if closed_until is not None and from_on <= closed_until:
        return Refusal("withholding.closed", day=closed_until)
    return None


def rate_on(rates: Iterable[tuple[date, int, int]], day: date) -> int:
    """The basis points in force on a day, 0 before the first.

    Each rate is the day it holds from, its place in the order of entering, and basis points: of
    those that have begun the latest day holds, and of one day what was entered last.
    """
    begun = [each for each in rates if each[0] <= day]
    return max(begun)[2] if begun else 0


def refusal_to_keep_form(
    received_on: date, ends_on: date | None, *, today: date, is_own: bool
) -> Refusal | None:
    """A form that was received by today, ends after that, and is not one's own."""
    if is_own:
        return Refusal("tax_form.own")
    if received_on > today:
        return Refusal("tax_form.not_received")
    if ends_on is not None and ends_on < received_on:
        return Refusal("tax_form.days")
    return None


def form_state(ends_on: date | None, today: date, *, is_there: bool = True) -> FormState:
    """How a form stands; one without a last day stays good."""
    if not is_there:
        return FormState.MISSING
    if ends_on is None or ends_on - today > SOON:
        return FormState.GOOD
    return FormState.ENDS_SOON if ends_on >= today else FormState.ENDED
