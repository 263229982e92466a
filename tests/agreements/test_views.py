"""The pages for agreements, through HTTP."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
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
        "rate": "1.25",
        "territory": "Europe",
        "reserve": "10",
        "reserve_periods": "2",
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
        ("rate", "101", "from 0 to 100"),
        ("rate", "1.255", "two decimals at most"),
        ("rate", "ten", "such as 12.50"),
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
