"""The pages for agreements, through HTTP."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.agreements.cards.rules import Counts, Pays, Rate, Step, flat
from ideas.agreements.models import Agreement, AgreementState
from ideas.journey.stages import Stage
from ideas.policy import Role
from tests.conftest import Clock
from tests.factories import a_person, an_idea, sign_in
from tests.money import an_agreement


@pytest.fixture
def fay(session: Session, clock: Clock) -> Person:
    return a_person("Fay", Role.FINANCE)


@pytest.fixture
def ada(session: Session, clock: Clock) -> Person:
    return a_person("Ada")


def typed(agreement: Agreement, **changed: str) -> dict[str, str]:
    form = {
        "currency": "eur",
        "rates-0-kind": "percent-units",
        "rates-0-rate": "1.25",
        "territories": "EU,  United   Kingdom,",
        "frequency": "half_year",
        "reserve": "10",
        "reserve_periods": "2",
        "reserve_parts": "1",
        "deductions_cap": "6",
        "minimum": "50.00",
        "copies": "5",
        "text_en": "Some words",
        "text_fr": "",
        "shares-0-person_id": str(agreement.shares[0].person_id),
        "shares-0-share": "100",
        "shares-0-advance": "1000.00",
    }
    return form | changed


def test_finance_prepares_edits_and_offers(
    client: FlaskClient, session: Session, fay: Person, ada: Person
) -> None:
    idea = an_idea("Lighthouse", stage=Stage.SELECTED, by=ada)
    sign_in(client, fay)
    assert "Lighthouse" in client.get("/desk/agreements").text
    made = client.post(f"/desk/ideas/{idea.slug}/agreement")
    assert made.status_code == 303
    page = client.get(made.location).text
    assert "What you earn" in page
    agreement = session.query(Agreement).one()
    assert client.post(made.location, data=typed(agreement)).status_code == 303
    session.expire_all()
    assert (
        agreement.card.rates[0].steps[0].rate,
        agreement.currency,
        agreement.card.minimum,
    ) == (125, "EUR", 5_000)
    assert (agreement.shares[0].share_bp, agreement.shares[0].advance) == (10_000, 100_000)
    assert client.post(f"{made.location}/offer").status_code == 303
    session.expire_all()
    assert agreement.state is AgreementState.OFFERED
    assert "Not yet" not in client.get(made.location).text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("currency", "XYZ", "three letters"),
        ("rates-0-rate", "101", "from 0 to 100"),
        ("rates-0-rate", "1.255", "two decimals at most"),
        ("rates-0-rate", "ten", "such as 12.50"),
        ("rates-0-rate", "-1", "from 0 to 100"),
        ("rates-0-start", "0.5", "whole number of units"),
        ("rates-0-start", "5", "begins at 0"),
        ("rates-0-territory", "EU", "without territory and channel"),
        ("guarantee", "0.001", "amount this currency can have"),
        ("begins_on", "tomorrow", "Write a date"),
        ("contributors-0-handle", "nobody-at-all", "Nobody has this handle"),
        ("minimum", "-1", "not below zero"),
        ("minimum", "0.005", "amount this currency can have"),
        ("shares-0-advance", "-5", "not below zero"),
        ("shares-0-share", "0", "An advance goes with a share"),
    ],
)
def test_what_is_wrong_is_said_and_kept(
    client: FlaskClient, fay: Person, ada: Person, field: str, value: str, sentence: str
) -> None:
    agreement = an_agreement(fay, [(ada, 10_000, 0)], offered=False)
    sign_in(client, fay)
    answer = client.post(
        f"/desk/agreements/{agreement.id}", data=typed(agreement, **{field: value})
    )
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{value}"' in answer.text


def test_a_card_of_many_rows_is_written_read_and_changed(
    client: FlaskClient, session: Session, fay: Person, ada: Person
) -> None:
    agreement = an_agreement(fay, [(ada, 10_000, 0)], offered=False)
    cy, address = a_person("Cy"), f"/desk/agreements/{agreement.id}"
    sign_in(client, fay)
    rows = [
        ("", "", "percent-units", "", "1"),
        ("", "", "percent-units", "10000", "2"),
        ("EU", "", "percent-value", "", "1.5"),
        ("EU", "", "percent-value", "250000.00", "3"),
        ("EU", "shop", "unit-units", "0", "0.45"),
        ("", "", "percent-units", "", ""),
    ]
    names = ("territory", "channel", "kind", "start", "rate")
    form = typed(agreement, begins_on="2026-01-01", guarantee="500", **{"shares-0-share": "95"})
    form |= {
        f"rates-{at}-{name}": value
        for at, row in enumerate(rows)
        for name, value in zip(names, row, strict=True)
    }
    form |= {"contributors-0-handle": f"@{cy.handle}", "contributors-0-share": "5"}
    assert client.post(address, data=form).status_code == 303
    session.expire_all()
    assert agreement.territories == ["EU", "United Kingdom"]
    assert agreement.card.rule.rates == (
        Rate(steps=(Step(0, 100), Step(10_000, 200))),
        Rate("EU", "", counts=Counts.VALUE, steps=(Step(0, 150), Step(250_000_00, 300))),
        Rate("EU", "shop", Pays.UNIT, steps=(Step(0, 45),)),
    )
    assert [(each.part, each.share_bp) for each in agreement.shares] == [
        ("creator", 9_500),
        ("contributor", 500),
    ]
    page = client.get(address).text
    assert 'value="250000.00"' in page
    assert f'value="{cy.handle}"' in page
    assert client.post(f"{address}/offer").status_code == 303
    read = client.get(address).text
    assert "then, beyond 10,000 units, 2% of net sales" in read
    assert "€0.45 per unit" in read
    assert "Everywhere else" in read
    sign_in(client, cy)
    theirs = f"/workshop/agreements/{agreement.id}"
    assert "Your share is 5%" in client.get(theirs).text
    assert client.post(theirs, data={"name": "Cy", "agree": "y"}).status_code == 303


def test_another_row_keeps_what_was_typed_and_saves_nothing(
    client: FlaskClient, session: Session, fay: Person, ada: Person
) -> None:
    agreement = an_agreement(fay, [(ada, 10_000, 0)], offered=False)
    sign_in(client, fay)
    form = typed(agreement, add="rates", **{"rates-0-rate": "7.77"})
    answer = client.post(f"/desk/agreements/{agreement.id}", data=form)
    assert answer.status_code == 200
    assert 'value="7.77"' in answer.text
    assert 'name="rates-1-rate"' in answer.text
    session.expire_all()
    assert agreement.card.rule.rates == flat(100)


def test_two_rows_for_one_place_that_pay_differently_are_refused(
    client: FlaskClient, fay: Person, ada: Person
) -> None:
    agreement = an_agreement(fay, [(ada, 10_000, 0)], offered=False)
    sign_in(client, fay)
    form = typed(agreement, **{"rates-1-kind": "unit-units", "rates-1-rate": "1"})
    answer = client.post(f"/desk/agreements/{agreement.id}", data=form)
    assert answer.status_code == 422
    assert "same territory and channel" in answer.text


def test_an_offer_of_less_than_the_whole_says_why(
    client: FlaskClient, fay: Person, ada: Person
) -> None:
    agreement = an_agreement(fay, [(ada, 9_000, 0)], offered=False)
    sign_in(client, fay)
    answer = client.post(f"/desk/agreements/{agreement.id}/offer")
    assert answer.status_code == 409
    assert "exactly 100 %" in answer.text


def test_a_creator_reads_and_accepts(
    client: FlaskClient, session: Session, fay: Person, ada: Person
) -> None:
    agreement = an_agreement(fay, [(ada, 10_000, 100_000)])
    sign_in(client, ada)
    address = f"/workshop/agreements/{agreement.id}"
    assert address in client.get("/workshop/agreements").text
    page = client.get(address).text
    assert "<strong>a part</strong>" in page
    assert "€1,000.00" in page
    refused = client.post(address, data={"name": " ", "agree": "y"})
    assert refused.status_code in {409, 422}
    assert client.post(address, data={"name": "Ada", "agree": "y"}).status_code == 303
    assert "in force" in client.get(address).text
    again = client.post(address, data={"name": "Ada", "agree": "y"})
    assert again.status_code == 303


def test_the_name_typed_is_kept_when_the_box_is_not_ticked(
    client: FlaskClient, fay: Person, ada: Person
) -> None:
    agreement = an_agreement(fay, [(ada, 10_000, 0)])
    sign_in(client, ada)
    answer = client.post(f"/workshop/agreements/{agreement.id}", data={"name": "Ada Example"})
    assert answer.status_code == 422
    assert 'value="Ada Example"' in answer.text


def test_eve_finds_nothing(client: FlaskClient, fay: Person, ada: Person) -> None:
    agreement = an_agreement(fay, [(ada, 10_000, 0)])
    sign_in(client, a_person("Eve"))
    address = f"/workshop/agreements/{agreement.id}"
    assert client.get(address).status_code == 404
    assert client.post(address, data={"name": "Ada", "agree": "y"}).status_code == 404
    assert client.get(f"/desk/agreements/{agreement.id}").status_code == 403
    assert client.post(f"/desk/agreements/{agreement.id}/offer").status_code == 403


def test_a_visitor_is_asked_to_sign_in(client: FlaskClient, fay: Person, ada: Person) -> None:
    agreement = an_agreement(fay, [(ada, 10_000, 0)])
    answer = client.get(f"/workshop/agreements/{agreement.id}")
    assert answer.status_code == 303


def test_ending_needs_a_reason(client: FlaskClient, fay: Person, ada: Person) -> None:
    agreement = an_agreement(fay, [(ada, 10_000, 0)])
    sign_in(client, fay)
    address = f"/desk/agreements/{agreement.id}/end"
    assert client.post(address, data={"reason": ""}).status_code == 422
    assert client.post(address, data={"reason": "A slip"}).status_code == 303
    sign_in(client, ada)
    assert "A slip" in client.get(f"/workshop/agreements/{agreement.id}").text
