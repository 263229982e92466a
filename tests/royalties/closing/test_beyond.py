"""Finance is told of sales that an agreement does not speak of, before the period closes."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from ideas.accounts.models import Person
from ideas.royalties.closing.rules import Beyond, Told, beyond
from tests.factories import sign_in
from tests.money import a_period, a_product, a_row, an_active_agreement, take_in

Q1, Q2 = (date(2026, 1, 1), date(2026, 3, 31)), (date(2026, 4, 1), date(2026, 6, 30))


@pytest.mark.once
@pytest.mark.parametrize(
    ("territory", "days", "territories", "begins", "ends", "what"),
    [
        ("US", Q1, (), None, None, None),
        ("US", Q1, ("EU",), None, None, Beyond.TERRITORY),
        (" eu", Q1, ("EU", "US"), None, None, None),
        ("", Q1, ("EU",), None, None, Beyond.TERRITORY),
        ("EU", Q2, ("EU",), None, date(2026, 3, 31), Beyond.TERM),
        ("EU", Q2, ("EU",), None, date(2026, 4, 1), None),
        ("EU", Q1, (), date(2026, 4, 1), None, Beyond.TERM),
        ("EU", Q1, (), date(2026, 3, 31), None, None),
    ],
)
def test_what_an_agreement_speaks_of(
    territory: str,
    days: tuple[date, date],
    territories: tuple[str, ...],
    begins: date | None,
    ends: date | None,
    what: Beyond | None,
) -> None:
    assert beyond(Told("LAMP-1", territory, *days), territories, begins, ends) is what


def test_the_page_of_a_period_says_it(client: FlaskClient, fay: Person, ada: Person) -> None:
    deal = an_active_agreement(fay, [(ada, 10_000, 0)], territories=("EU",))
    a_product(fay, deal)
    period = a_period(fay)
    take_in(fay, a_row("1"), a_row("2", territory="US"))
    sign_in(client, fay)
    page = client.get(f"/desk/royalties/periods/{period.id}").text
    assert page.count("The agreement does not speak of it") == 1
    assert "LAMP-1 was sold in US, which is none of" in page
