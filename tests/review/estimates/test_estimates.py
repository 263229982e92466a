"""What an idea would cost and bring."""

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.review.conflicts.actions import declare_conflict
from ideas.review.estimates.actions import estimate
from ideas.review.estimates.queries import estimates_of, newest_estimates
from ideas.review.estimates.rules import Figures, break_even, refusal_to_estimate
from ideas.review.models import Case
from tests.factories import a_person, sign_in
from tests.review.rounds_made import address_of

LAMP = Figures("EUR", unit_cost=1_250, price=3_999, one_off=2_000_000, low=0, likely=500, high=900)
SENT = {
    "currency": "eur",
    "unit_cost": "12.50",
    "price": "39.99",
    "one_off": "20000",
    "low": "0",
    "likely": "500",
    "high": "900",
    "basis": "A quotation.",
}


@given(st.integers(-1_000, 10**9), st.integers(0, 10**14))
def test_break_even_is_the_least_number_that_loses_nothing(margin: int, one_off: int) -> None:
    copies = break_even(margin, one_off)
    if copies is None:
        assert margin <= 0 < one_off
    else:
        assert copies * margin >= one_off
        assert copies == 0 or (copies - 1) * margin < one_off


def test_a_scenario_is_exact() -> None:
    assert LAMP.break_even == 728
    assert (LAMP.margin.amount, LAMP.margin_bp) == (2_749, 6_874)
    left = [each.left.amount for each in LAMP.scenarios]
    assert left == [-2_000_000, 500 * 2_749 - 2_000_000, 900 * 2_749 - 2_000_000]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None),
        ({"price": 0}, "estimate.no_price"),
        ({"low": 501}, "estimate.out_of_order"),
        ({"high": 10**8 + 1}, "estimate.too_large"),
        ({"price": 10**14}, "estimate.too_large"),
        ({"unit_cost": -1}, "estimate.too_large"),
    ],
)
def test_what_is_refused(changed: dict[str, int], code: str | None) -> None:
    refusal = refusal_to_estimate(Figures(**(vars(LAMP) | changed)))
    assert (refusal and refusal.code) == code


def test_versions_stay(rita: Person, remi: Person, lamp: Case, session: Session) -> None:
    first = estimate(lamp, LAMP, note="A guess.", by=rita)
    second = estimate(lamp, LAMP, note="A quotation.", by=remi)
    assert estimates_of(lamp.idea_id) == [second, first]
    assert newest_estimates([lamp.idea_id]) == {lamp.idea_id: second}
    first.price = 1
    with pytest.raises(DatabaseError, match="append-only"):
        session.flush()


def test_who_has_a_conflict_does_not_estimate(cara: Person, lamp: Case) -> None:
    declare_conflict(lamp, "My brother drew it.", by=cara)
    with pytest.raises(Refused, match=r"^review\.conflict$"):
        estimate(lamp, LAMP, note="", by=cara)


def test_it_is_typed_on_the_page(client: FlaskClient, rita: Person, lamp: Case) -> None:
    address = address_of(lamp)
    assert client.post(f"{address}/estimate", data=SENT).status_code == 303
    sign_in(client, a_person("Eve", Role.FINANCE))
    assert client.post(f"{address}/estimate", data=SENT).status_code == 403
    sign_in(client, rita)
    wrong = client.post(f"{address}/estimate", data=SENT | {"low": "600"})
    assert wrong.status_code == 422
    assert "Low is at most likely" in wrong.text
    assert client.post(f"{address}/estimate", data=SENT | {"price": "1.999"}).status_code == 422
    assert estimates_of(lamp.idea_id) == []
    done = client.post(f"{address}/estimate", data=SENT)
    assert done.location == f"{address}#value"
    page = " ".join(client.get(address).text.split())
    for shown in ("€27.49", "68.74%", "728", "A quotation.", "Rita"):
        assert shown in page
