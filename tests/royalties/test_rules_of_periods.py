"""When a period opens, takes no more, opens again and closes; and who says so."""

from datetime import date
from decimal import Decimal

import pytest

from ideas.accounts.approvals.rules import refusal_to_approve
from ideas.royalties.periods import rules

pytestmark = pytest.mark.once


def code_of(refusal: object) -> str | None:
    return getattr(refusal, "code", None)


OPEN = rules.Standing(is_open=True, is_closed=False)
SOFT = rules.Standing(is_open=False, is_closed=False)
CLOSED = rules.Standing(is_open=False, is_closed=True)
EARLY = rules.Standing(is_open=True, is_closed=False, is_over=False)
SECOND = rules.Standing(is_open=True, is_closed=False, earlier="2025-H1")
BEFORE = rules.Standing(is_open=False, is_closed=False, later="2026-H1")


@pytest.mark.parametrize(
    ("period", "soft_closing", "reopening", "closing"),
    [
        (OPEN, None, "period.open", "period.not_soft_closed"),
        (SOFT, "period.soft_closed", None, None),
        (CLOSED, "period.closed", "period.closed", "period.closed"),
        (EARLY, "period.not_over", "period.open", "period.not_soft_closed"),
        (SECOND, "period.earlier_open", "period.open", "period.not_soft_closed"),
        (BEFORE, "period.soft_closed", "period.later_closed", None),
    ],
)
def test_the_steps(
    period: rules.Standing, soft_closing: str | None, reopening: str | None, closing: str | None
) -> None:
    assert code_of(rules.refusal_to_soft_close(period)) == soft_closing
    assert code_of(rules.refusal_to_reopen(period, "Why")) == reopening
    refusal = rules.refusal_to_close(period, missing_rates=[], without_agreement=[])
    assert code_of(refusal) == closing


def test_what_else_stops_a_step() -> None:
    assert code_of(rules.refusal_to_reopen(SOFT, " ")) == "period.no_reason"
    late = rules.Standing(is_open=False, is_closed=False, earlier="2025-H1")
    refusal = rules.refusal_to_close(late, missing_rates=[], without_agreement=[])
    assert refusal is not None
    assert (refusal.code, refusal.values) == ("period.earlier_open", {"period": "2025-H1"})
    for digests in (("a", "a", "b"), ("a", "b", "a"), ("a", "b", "b")):
        refusal = rules.refusal_of_figures(digests[0], seen=digests[1], now=digests[2])
        assert code_of(refusal) == "period.figures_changed"
    assert rules.refusal_of_figures("a", seen="a", now="a") is None


@pytest.mark.parametrize(
    ("by", "others", "code"),
    [(2, (), None), (1, ("Flo",), "approval.own"), (1, (), "approval.alone")],
)
def test_who_proposed_does_not_approve(by: int, others: tuple[str, ...], code: str | None) -> None:
    assert code_of(refusal_to_approve(by=by, proposed_by=1, others=others)) == code


DAYS = (date(2025, 7, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("days", "others", "is_taken", "code"),
    [
        (DAYS, (), False, None),
        ((DAYS[0], DAYS[0]), (), False, None),
        (DAYS, (), True, "period.code_taken"),
        ((DAYS[1], DAYS[0]), (), False, "period.days"),
        (DAYS, ((DAYS[1], date(2026, 1, 1), False),), False, "period.overlaps"),
        (DAYS, ((date(2025, 6, 1), DAYS[0], False),), False, "period.overlaps"),
        (DAYS, ((date(2026, 1, 1), date(2026, 6, 30), False),), False, None),
        (DAYS, ((date(2026, 1, 1), date(2026, 6, 30), True),), False, "period.before_closed"),
        (DAYS, ((date(2025, 1, 1), date(2025, 6, 30), True),), False, None),
    ],
)
def test_when_a_period_opens(
    days: tuple[date, date],
    others: tuple[tuple[date, date, bool], ...],
    is_taken: bool,
    code: str | None,
) -> None:
    assert code_of(rules.refusal_to_open(*days, others, is_taken=is_taken)) == code


@pytest.mark.parametrize(
    ("pair", "rate", "is_closed", "code"),
    [
        (("USD", "EUR"), "0.92", False, None),
        (("USD", "EUR"), "999999999.99", False, None),
        (("USD", "EUR"), "0.92", True, "period.closed"),
        (("EUR", "EUR"), "0.92", False, "rate.same_currency"),
        (("USD", "EUR"), "0", False, "rate.bounds"),
        (("USD", "EUR"), "-1", False, "rate.bounds"),
        (("USD", "EUR"), "1000000000", False, "rate.bounds"),
    ],
)
def test_when_a_rate_is_typed(
    pair: tuple[str, str], rate: str, is_closed: bool, code: str | None
) -> None:
    refusal = rules.refusal_to_type_rate(*pair, Decimal(rate), is_closed=is_closed)
    assert code_of(refusal) == code


@pytest.mark.parametrize(
    ("missing", "homeless", "code", "values"),
    [
        (
            (("USD", "EUR"), ("JPY", "EUR")),
            ("X",),
            "period.missing_rates",
            {"pairs": "USD → EUR, JPY → EUR"},
        ),
        ((), ("X", "Y"), "period.no_agreement", {"skus": "X, Y"}),
    ],
)
def test_what_is_missing_is_named(
    missing: tuple[tuple[str, str], ...],
    homeless: tuple[str, ...],
    code: str,
    values: dict[str, str],
) -> None:
    refusal = rules.refusal_to_close(SOFT, missing_rates=missing, without_agreement=homeless)
    assert refusal is not None
    assert (refusal.code, refusal.values) == (code, values)


def test_what_goes_first_is_named() -> None:
    refusal = rules.refusal_to_reopen(BEFORE, "Why")
    assert refusal is not None
    assert refusal.values == {"period": "2026-H1"}
    own = refusal_to_approve(by=1, proposed_by=1, others=("Flo", "Kim"))
    assert own is not None
    assert own.values == {"names": "Flo, Kim"}
