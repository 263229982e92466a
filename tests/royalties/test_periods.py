"""A period closes in two steps, by two people, with the figures that were proposed."""

import re
from datetime import date

import pytest
import sqlalchemy as sa
import sqlalchemy.exc
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.agreements.models import Agreement
from ideas.db import take_write_lock
from ideas.refusals import Refused
from ideas.royalties.closing.actions import confirm_close, propose_close
from ideas.royalties.periods.actions import (
    propose_reopening,
    reopen,
    soft_close,
    take_back_proposal,
)
from ideas.royalties.periods.models import Period, PeriodState
from ideas.royalties.periods.queries import proposal_waiting
from ideas.royalties.sales.imports.queries import problems_of
from ideas.royalties.sales.models import Sale
from ideas.royalties.settlements.actions import Correction, adjust
from ideas.royalties.settlements.models import Settlement
from tests.conftest import Clock
from tests.factories import a_person, sign_in
from tests.money import WORKED_EXAMPLE, a_period, a_rate, a_row, close, take_in


@pytest.fixture
def soft(session: Session, fay: Person, period: Period) -> Period:
    """The worked example, soft-closed."""
    a_rate(fay, period)
    take_in(fay, *WORKED_EXAMPLE)
    soft_close(period, by=fay)
    session.commit()
    return period


def test_it_takes_no_more_sales_but_corrections(
    session: Session, fay: Person, agreement: Agreement, soft: Period
) -> None:
    later = a_period(fay, "2026-H1")
    take_in(fay, a_row("late"))
    sale = session.scalars(sa.select(Sale).where(Sale.external_id == "late")).one()
    assert (sale.told_period_id, sale.period_id) == (soft.id, later.id)
    adjust(agreement, soft, Correction(500, "Forgotten"), by=fay)
    a_rate(fay, soft, "0.93")
    session.commit()


def test_without_an_open_period_a_sale_waits(session: Session, fay: Person, soft: Period) -> None:
    (problem,) = problems_of(take_in(fay, a_row("late")).id)
    assert problem.code == "sale.none_open"


def test_two_people_close_it(session: Session, fay: Person, flo: Person, soft: Period) -> None:
    proposal = propose_close(soft, by=fay)
    session.commit()
    with pytest.raises(Refused) as caught:
        confirm_close(soft, by=fay, seen=proposal.digest)
    assert caught.value.refusal.values == {"names": "Flo"}
    session.rollback()
    confirm_close(soft, by=flo, seen=proposal.digest)
    session.commit()
    assert (soft.state, soft.closed_by_id) == (PeriodState.CLOSED, flo.id)
    assert (proposal.proposed_by_id, proposal.approved_by_id) == (fay.id, flo.id)
    with pytest.raises(Refused, match=r"period\.closed"):
        confirm_close(soft, by=flo, seen=proposal.digest)


def test_figures_that_changed_are_proposed_again(
    session: Session, fay: Person, flo: Person, agreement: Agreement, soft: Period
) -> None:
    first = propose_close(soft, by=fay)
    adjust(agreement, soft, Correction(500, "Forgotten"), by=flo)
    session.commit()
    with pytest.raises(Refused, match=r"period\.figures_changed"):
        confirm_close(soft, by=flo, seen=first.digest)
    session.rollback()
    assert session.scalar(sa.select(sa.func.count()).select_from(Settlement)) == 0
    second = propose_close(soft, by=fay)
    with pytest.raises(Refused, match=r"period\.figures_changed"):
        confirm_close(soft, by=flo, seen=first.digest)
    confirm_close(soft, by=flo, seen=second.digest)
    session.commit()
    assert (first.ended_at is not None, second.approved_by_id) == (True, flo.id)


def test_what_was_not_proposed_is_not_confirmed(
    session: Session, fay: Person, flo: Person, soft: Period
) -> None:
    with pytest.raises(Refused, match=r"period\.no_proposal"):
        confirm_close(soft, by=flo, seen="")
    with pytest.raises(Refused, match=r"period\.no_proposal"):
        reopen(soft, by=flo)
    propose_close(soft, by=fay)
    for _ in range(2):
        take_back_proposal(soft, by=fay)
    assert proposal_waiting(soft.id) is None
    with pytest.raises(Refused, match=r"period\.no_proposal"):
        confirm_close(soft, by=flo, seen="")


def test_two_people_open_it_again(
    session: Session, fay: Person, flo: Person, clock: Clock, soft: Period
) -> None:
    propose_reopening(soft, by=fay, reason=" A shop forgot a file ")
    with pytest.raises(Refused, match=r"approval\.own"):
        reopen(soft, by=fay)
    reopen(soft, by=flo)
    session.commit()
    assert soft.is_open
    take_in(fay, a_row("late"))
    sale = session.scalars(sa.select(Sale).where(Sale.external_id == "late")).one()
    assert sale.period_id == soft.id
    clock.go(days=1)
    soft_close(soft, by=fay)
    session.commit()
    with pytest.raises(sqlalchemy.exc.DBAPIError, match="two people"):
        session.execute(sa.text("UPDATE periods SET state = 'open'"))


def test_periods_soft_close_in_order_and_reopen_in_the_other(
    session: Session, fay: Person, clock: Clock, soft: Period
) -> None:
    clock.go(days=365)
    later = a_period(fay, "2026-H1")
    soft_close(later, by=fay)
    session.commit()
    with pytest.raises(Refused) as caught:
        propose_reopening(soft, by=fay, reason="Why")
    assert caught.value.refusal.values == {"period": "2026-H1"}
    with pytest.raises(Refused) as caught:
        propose_close(later, by=fay)
    assert caught.value.refusal.values == {"period": "2025-H2"}
    close(fay, soft)
    close(fay, later)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE periods SET state = 'closed', ledger_hash = 'x'",
        "UPDATE periods SET state = 'open'",
        "UPDATE period_proposals SET approved_by_id = proposed_by_id, approved_at = proposed_at",
        "UPDATE period_proposals SET approved_at = proposed_at",
        "UPDATE period_proposals SET digest = ''",
        "INSERT INTO periods (code, starts_on, ends_on, state, opened_by_id, opened_at)"
        " SELECT 'x', '2030-01-01', '2030-02-01', 'soft_closed', opened_by_id, opened_at"
        " FROM periods",
        "INSERT INTO sales_taken_back (sale_id, period_id, import_id)"
        " SELECT id, period_id, import_id FROM sales",
    ],
)
def test_the_database_holds_the_steps(
    session: Session, fay: Person, soft: Period, change: str
) -> None:
    propose_close(soft, by=fay)
    session.commit()
    take_write_lock()
    kept = r"two people|four_eyes|open|approved|close|once posted"
    with pytest.raises(sqlalchemy.exc.DBAPIError, match=kept):
        session.execute(sa.text(change))


def test_a_decided_proposal_stays(session: Session, fay: Person, soft: Period) -> None:
    close(fay, soft)
    take_write_lock()
    for change in ("UPDATE period_proposals SET reason = 'x'", "DELETE FROM period_proposals"):
        with pytest.raises(sqlalchemy.exc.DBAPIError, match="stays"), session.begin_nested():
            session.execute(sa.text(change))


def test_the_page_leads_through_the_steps(
    client: FlaskClient, fay: Person, flo: Person, agreement: Agreement, period: Period
) -> None:
    sign_in(client, fay)
    address = f"/desk/royalties/periods/{period.id}"
    assert "Take no more sales" in client.get(address).text
    assert client.post(f"{address}/close").status_code == 409
    assert client.post(f"{address}/soft-close").status_code == 303
    assert client.post(f"{address}/soft-close").status_code == 409
    assert client.post(f"{address}/reopening", data={"reason": ""}).status_code == 422
    assert client.post(f"{address}/reopening", data={"reason": "Why"}).status_code == 303
    page = client.get(address).text
    assert "Ask one of these: Flo." in page
    assert client.post(f"{address}/reopening/confirmation").status_code == 409
    taken = client.post(f"{address}/proposal", data={"_method": "DELETE"})
    assert taken.status_code == 303
    assert client.post(f"{address}/close").status_code == 303
    form = {"agreement": str(agreement.id), "amount": "5.00", "reason": "Forgotten"}
    assert client.post(f"{address}/adjustments", data=form).status_code == 303
    sign_in(client, flo)
    page = client.get(address).text
    assert "The figures have changed since" in page
    assert 'name="digest"' not in page
    assert client.post(f"{address}/close").status_code == 303
    sign_in(client, fay)
    (digest,) = re.findall(r'name="digest" value="(\w+)"', client.get(address).text)
    wrong = client.post(f"{address}/close/confirmation", data={"digest": "0" * 64})
    assert wrong.status_code == 409
    sent = client.post(f"{address}/close/confirmation", data={"digest": digest})
    assert sent.status_code == 303
    page = client.get(address).text
    assert "proposed by Flo" in page
    assert "confirmed by Fay" in page


def test_nobody_else_gets_there(client: FlaskClient, period: Period) -> None:
    steps = ("soft-close", "close", "close/confirmation", "reopening", "reopening/confirmation")
    for step in steps:
        sent = client.post(f"/desk/royalties/periods/{period.id}/{step}")
        assert sent.status_code in {302, 303, 401}
    sign_in(client, a_person("Eve"))
    for step in steps:
        assert client.post(f"/desk/royalties/periods/{period.id}/{step}").status_code == 403
    assert date(2025, 12, 31) == period.ends_on
