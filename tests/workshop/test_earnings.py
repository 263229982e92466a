"""What an idea earns its creator, through HTTP: to the cent, and to nobody else."""

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.agreements.models import Agreement
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.royalties.payments.actions import give_back
from ideas.royalties.payments.queries import payments_to, statements_due
from ideas.royalties.periods.models import Period
from ideas.workshop.earnings.account import earnings_of
from tests.factories import a_person, an_idea, sign_in
from tests.money import (
    WORKED_EXAMPLE,
    a_period,
    a_product,
    a_rate,
    a_row,
    an_active_agreement,
    an_agreement,
    close,
    pay,
    take_in,
)


def a_sold_idea(fay: Person, flo: Person, ada: Person, ben: Person) -> tuple[Agreement, Period]:
    """The worked example closed, Ada's advance paid, and something reported since."""
    agreement = an_active_agreement(fay, [(ada, 6_000, 100_000), (ben, 4_000, 0)])
    a_product(fay, agreement)
    period = a_period(fay)
    pay(agreement.shares[0], by=fay, confirmed_by=flo)
    a_rate(fay, period)
    take_in(fay, *WORKED_EXAMPLE)
    close(fay, period)
    a_period(fay, "2026-H1")
    take_in(fay, a_row("next", period="2026-H1", units=7, returned_units=2, gross="700.00"))
    return agreement, period


def test_a_creator_sees_every_figure_of_an_idea(client: FlaskClient, session: Session) -> None:
    fay, flo = a_person("Fay", Role.FINANCE), a_person("Flo", Role.FINANCE)
    ada, ben = a_person("Ada"), a_person("Ben")
    agreement, period = a_sold_idea(fay, flo, ada, ben)
    address = f"/workshop/ideas/{agreement.idea.slug}/earnings"
    sign_in(client, ada)
    assert address in client.get("/workshop/statements").text
    page = client.get(address).text
    for figure in (
        *("€3,837.78", "€1,000.00", "€2,837.78", "60%", "€50.00", "€710.70"),
        *("15,140", "12,400", "3,050", "310", "€570,400.00", "€140,300.00", "€5,704.00"),
        *("2026-H1: 5 units, €700.00", "not final", period.code, "of €1,000.00 left to pay back"),
    ):
        assert figure in page, figure
    assert "€2,558.52" not in page
    sign_in(client, ben)
    page = client.get(address).text
    assert "€2,558.52" in page
    assert "€3,837.78" not in page
    for person in (a_person("Eve"), fay):
        sign_in(client, person)
        assert client.get(address).status_code == 404
    with client.session_transaction() as kept:
        kept.clear()
    assert client.get(address).status_code == 303
    assert len(statements_due()) == 2
    assert earnings_of(agreement.shares[0]).paid.amount == 100_000
    give_back(payments_to(ada.id)[0], by=flo, reason="Account closed")
    assert earnings_of(agreement.shares[0]).paid.amount == 0, "what came back is not paid"


def test_before_there_is_anything_the_page_says_what_comes(
    client: FlaskClient, session: Session
) -> None:
    ada, fay = a_person("Ada"), a_person("Fay", Role.FINANCE)
    idea = an_idea(stage=Stage.LIVE, by=ada)
    sign_in(client, ada)
    assert "No agreement yet" in client.get(f"/workshop/ideas/{idea.slug}/earnings").text
    agreement = an_agreement(fay, [(ada, 10_000, 0)])
    page = client.get(f"/workshop/ideas/{agreement.idea.slug}/earnings").text
    assert "Nothing is settled yet" in page
    assert "100%" in page
    assert client.get("/workshop/ideas/no-such-idea/earnings").status_code == 404
