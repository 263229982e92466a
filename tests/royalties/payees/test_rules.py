"""Withholding rates and tax forms, by table."""

from datetime import date

import pytest

from ideas.royalties.payees.rules import (
    Details,
    FormState,
    form_state,
    rate_on,
    refusal_to_keep_form,
    refusal_to_set_withholding,
    refusal_to_tell,
)

JAN, FEB, MAR = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


@pytest.mark.once
@pytest.mark.parametrize(
    ("rate", "reason", "from_on", "closed", "own", "code"),
    [
        (1_500, "Treaty", JAN, None, False, None),
        (0, "Treaty", JAN, None, False, None),
        (10_000, "Order of a court", JAN, None, False, None),
        (-1, "Treaty", JAN, None, False, "withholding.bounds"),
        (10_001, "Treaty", JAN, None, False, "withholding.bounds"),
        (1_500, " ", JAN, None, False, "withholding.no_reason"),
        (1_500, "Treaty", JAN, JAN, False, "withholding.closed"),
        (1_500, "Treaty", JAN, FEB, False, "withholding.closed"),
        (1_500, "Treaty", FEB, JAN, False, None),
        (1_500, "Treaty", JAN, None, True, "withholding.own"),
    ],
)
def test_a_rate_has_bounds_a_reason_and_a_day_that_is_open(
    rate: int, reason: str, from_on: date, closed: date | None, own: bool, code: str | None
) -> None:
    refusal = refusal_to_set_withholding(rate, reason, from_on, closed_until=closed, is_own=own)
    assert (refusal.code if refusal else None) == code


@pytest.mark.once
@pytest.mark.parametrize(
    ("rates", "day", "rate"),
    [
        ([], JAN, 0),
        ([(FEB, 1, 1_500)], JAN, 0),
        ([(FEB, 1, 1_500)], FEB, 1_500),
        ([(JAN, 1, 1_500), (FEB, 2, 500)], MAR, 500),
        ([(JAN, 1, 1_500), (FEB, 2, 500)], date(2026, 1, 31), 1_500),
        ([(FEB, 1, 1_500), (JAN, 2, 500)], MAR, 1_500),
        ([(JAN, 1, 1_500), (JAN, 2, 500)], MAR, 500),
        ([(JAN, 2, 500), (JAN, 1, 1_500)], MAR, 500),
    ],
)
def test_the_latest_day_holds_and_of_one_day_the_last_entered(
    rates: list[tuple[date, int, int]], day: date, rate: int
) -> None:
    assert rate_on(rates, day) == rate


@pytest.mark.once
@pytest.mark.parametrize(
    ("received", "ends", "own", "code"),
    [
        (JAN, None, False, None),
        (FEB, MAR, False, None),
        (FEB, FEB, False, None),
        (FEB, JAN, False, "tax_form.days"),
        (MAR, None, False, "tax_form.not_received"),
        (JAN, None, True, "tax_form.own"),
    ],
)
def test_a_form_was_received_and_is_not_ones_own(
    received: date, ends: date | None, own: bool, code: str | None
) -> None:
    refusal = refusal_to_keep_form(received, ends, today=FEB, is_own=own)
    assert (refusal.code if refusal else None) == code


@pytest.mark.once
@pytest.mark.parametrize(
    ("ends", "there", "state"),
    [
        (None, False, FormState.MISSING),
        (None, True, FormState.GOOD),
        (date(2026, 4, 3), True, FormState.GOOD),
        (date(2026, 4, 2), True, FormState.ENDS_SOON),
        (FEB, True, FormState.ENDS_SOON),
        (date(2026, 1, 31), True, FormState.ENDED),
    ],
)
def test_a_form_is_asked_for_anew_sixty_days_before_its_end(
    ends: date | None, there: bool, state: FormState
) -> None:
    assert form_state(ends, FEB, is_there=there) is state


@pytest.mark.once
@pytest.mark.parametrize(
    ("name", "is_payee", "code"),
    [
        ("Ada", True, None),
        (" ", True, "name.missing"),
        ("Ada", False, "account.not_a_payee"),
    ],
)
def test_a_payee_says_who_they_are(name: str, is_payee: bool, code: str | None) -> None:
    refusal = refusal_to_tell(Details(name), is_payee=is_payee)
    assert (refusal.code if refusal else None) == code


@pytest.mark.once
def test_a_closed_day_is_named() -> None:
    refusal = refusal_to_set_withholding(1_500, "Treaty", JAN, closed_until=FEB, is_own=False)
    assert refusal is not None
    assert refusal.values == {"day": FEB}
