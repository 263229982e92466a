"""Large periods are calculated and closed by the worker, and as strictly as small ones."""

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person, RoleGrant
from ideas.agreements.cards.rules import Counts, Pays, Rate, Step
from ideas.agreements.models import Agreement
from ideas.audit.models import AuditEntry
from ideas.db import take_write_lock
from ideas.jobs.worker import drain
from ideas.refusals import Refused
from ideas.royalties.books.faults import faults_now
from ideas.royalties.closing.actions import confirm_close, propose_close
from ideas.royalties.closing.wishes import laying, listeners, rules
from ideas.royalties.closing.wishes.actions import (
    ask_close,
    ask_figures,
    propose_calculated,
    stop,
)
from ideas.royalties.closing.wishes.events import CloseWished
from ideas.royalties.closing.wishes.laying import NotReady
from ideas.royalties.closing.wishes.models import CloseWish, ReadyLine, ReadyPart
from ideas.royalties.closing.wishes.queries import is_large
from ideas.royalties.closing.wishes.rules import (
    Meanwhile,
    refusal_to_carry_out,
    refusal_to_propose,
)
from ideas.royalties.payees.actions import set_withholding
from ideas.royalties.periods.actions import (
    propose_reopening,
    reopen,
    soft_close,
    take_back_proposal,
)
from ideas.royalties.periods.models import Period, PeriodProposal
from ideas.royalties.settlements.actions import Correction, adjust
from ideas.royalties.settlements.models import SettledPart, SettledSale, Settlement, Statement
from tests.conftest import Clock
from tests.factories import a_person, sign_in
from tests.money import (
    WORKED_EXAMPLE,
    a_period,
    a_product,
    a_rate,
    a_row,
    an_active_agreement,
    take_in,
)

A, B = "a" * 64, "b" * 64
OWN = {"id", "settlement_id"}


@pytest.fixture
def large(
    session: Session, fay: Person, period: Period, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> Period:
    """The worked example, soft-closed, and called large."""
    monkeypatch.setattr(rules, "LARGE", 1)
    a_rate(fay, period)
    take_in(fay, *WORKED_EXAMPLE)
    soft_close(period, by=fay)
    session.commit()
    clock.go(minutes=1)
    return period


def work(session: Session, wish: CloseWish, clock: Clock) -> CloseWish:
    """The worker carries a wish out, a minute later."""
    session.commit()
    clock.go(minutes=1)
    listeners.carry_out_wish(CloseWished(wish.id))
    session.commit()
    clock.go(minutes=1)
    session.refresh(wish)
    return wish


def proposed(session: Session, period: Period, by: Person, clock: Clock) -> PeriodProposal:
    digest = work(session, ask_figures(period, by=by), clock).digest
    proposal = propose_calculated(period, by=by, seen=digest)
    session.commit()
    clock.go(minutes=1)
    return proposal


def code(refusal: object) -> str | None:
    return getattr(refusal, "code", None)


@pytest.mark.once
@pytest.mark.parametrize(
    ("overtaken", "in_finance", "said"),
    [
        (False, True, None),
        (True, True, "close.overtaken"),
        (False, False, "close.not_allowed"),
        (True, False, "close.not_allowed"),
    ],
)
def test_what_the_worker_still_does(overtaken: bool, in_finance: bool, said: str | None) -> None:
    assert code(refusal_to_carry_out(Meanwhile(overtaken, in_finance))) == said


@pytest.mark.once
@pytest.mark.parametrize(
    ("calculated", "seen", "old", "said"),
    [
        (A, A, False, None),
        (A, B, False, "close.figures_old"),
        (A, A, True, "close.figures_old"),
        ("", "", False, "close.figures_old"),
    ],
)
def test_what_is_proposed_was_calculated(
    calculated: str, seen: str, old: bool, said: str | None
) -> None:
    assert code(refusal_to_propose(calculated, seen=seen, is_old=old)) == said


def test_the_worker_closes_what_two_people_saw(
    session: Session, fay: Person, flo: Person, clock: Clock, large: Period
) -> None:
    assert is_large(large.id)
    first = ask_figures(large, by=fay)
    assert ask_figures(large, by=flo).id == first.id
    calculated = work(session, first, clock)
    assert calculated.digest == propose_close(large, by=fay).digest
    session.rollback()
    proposal = propose_calculated(large, by=fay, seen=calculated.digest)
    with pytest.raises(Refused, match=r"approval\.own"):
        ask_close(large, by=fay, seen=proposal.digest)
    with pytest.raises(Refused, match=r"period\.figures_changed"):
        ask_close(large, by=flo, seen=A)
    wish = ask_close(large, by=flo, seen=proposal.digest)
    assert ask_close(large, by=flo, seen=proposal.digest).id == wish.id
    with pytest.raises(Refused, match=r"close\.at_work"):
        ask_figures(large, by=fay)
    work(session, wish, clock)
    listeners.carry_out_wish(CloseWished(wish.id))
    session.commit()
    session.refresh(large)
    assert (large.is_closed, large.closed_by_id, wish.refusal) == (True, flo.id, {})
    assert session.query(Statement).count() == 2
    assert faults_now() == []
    with pytest.raises(Refused, match=r"period\.closed"):
        ask_close(large, by=flo, seen=proposal.digest)
    kinds = session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    of_close = [each for each in kinds if each.startswith("period.")][-4:]
    assert of_close == ["period.wish", "period.propose_close", "period.wish", "period.close"]
    take_write_lock()
    for change in ("UPDATE close_wishes SET seen = ''", "DELETE FROM close_wishes"):
        with pytest.raises(sa.exc.DBAPIError, match="stays"), session.begin_nested():
            session.execute(sa.text(change))


@pytest.mark.parametrize(
    ("meanwhile", "said"),
    [
        ("adjusted", "period.figures_changed"),
        ("taken back", "period.no_proposal"),
        ("reopened", "period.not_soft_closed"),
        ("reopened and soft-closed", "close.overtaken"),
        ("proposed anew", "close.overtaken"),
        ("left finance", "close.not_allowed"),
        ("stopped", "close.stopped"),
    ],
)
def test_what_happened_meanwhile_keeps_it_from_closing(
    session: Session,
    fay: Person,
    flo: Person,
    agreement: Agreement,
    clock: Clock,
    large: Period,
    meanwhile: str,
    said: str,
) -> None:
    seen = proposed(session, large, fay, clock).digest
    wish = ask_close(large, by=flo, seen=seen)
    session.commit()
    clock.go(minutes=1)
    if meanwhile == "adjusted":
        adjust(agreement, large, Correction(500, "Forgotten"), by=fay)
    elif meanwhile == "taken back":
        take_back_proposal(large, by=fay)
    elif meanwhile.startswith("reopened"):
        propose_reopening(large, by=fay, reason="Why")
        reopen(large, by=flo)
        if meanwhile.endswith("closed"):
            soft_close(large, by=fay)
    elif meanwhile == "proposed anew":
        propose_close(large, by=fay)
    elif meanwhile == "left finance":
        session.execute(sa.delete(RoleGrant).where(RoleGrant.person_id == flo.id))
    else:
        for _ in range(2):
            stop(large, by=fay)
    work(session, wish, clock)
    session.refresh(large)
    assert (wish.refusal["code"], large.is_closed) == (said, False)
    assert session.query(Settlement).count() == 0
    if meanwhile == "adjusted":
        assert wish.digest not in {"", seen}
        propose_calculated(large, by=fay, seen=wish.digest)


def test_killed_in_the_middle_it_is_done_again(
    session: Session,
    fay: Person,
    flo: Person,
    clock: Clock,
    large: Period,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wish = ask_close(large, by=flo, seen=proposed(session, large, fay, clock).digest)
    session.commit()

    def die(*_: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("ideas.royalties.closing.actions.hash_of_period", die)
        with pytest.raises(KeyboardInterrupt):
            listeners.carry_out_wish(CloseWished(wish.id))
    session.rollback()
    session.refresh(wish)
    assert (wish.finished_at, session.query(Settlement).count()) == (None, 0)
    work(session, wish, clock)
    session.refresh(large)
    assert (large.is_closed, session.query(Statement).count()) == (True, 2)


def settled(session: Session) -> list[sa.Row[Any]]:
    columns = [each for each in SettledSale.__table__.columns if each.name not in OWN]
    rows = session.execute(sa.select(*columns).order_by(SettledSale.sale_id, SettledSale.sign))
    parts = sa.select(SettledSale.sale_id, SettledPart.step_id, SettledPart.quantity)
    parts = parts.join(SettledPart, SettledPart.settled_sale_id == SettledSale.id)
    return [*rows.all(), *session.execute(parts.order_by(*parts.selected_columns)).all()]


def lying_ready(session: Session) -> int:
    return session.query(ReadyLine).count() + session.query(ReadyPart).count()


@pytest.fixture
def with_steps(
    session: Session, ada: Person, fay: Person, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> Period:
    """Five sales on a card with steps, some of which no cap allows, soft-closed, called large."""
    monkeypatch.setattr(rules, "LARGE", 1)
    monkeypatch.setattr(laying, "PORTION", 2)
    steps = (Rate("", "", Pays.PERCENT, Counts.UNITS, (Step(0, 100), Step(25, 333))),)
    agreement = an_active_agreement(fay, [(ada, 10_000, 0)], rates=steps)
    a_product(fay, agreement)
    period = a_period(fay)
    sold = [a_row(str(at), units=10, gross="99.99", deductions="7.77") for at in range(5)]
    take_in(fay, *sold)
    soft_close(period, by=fay)
    session.commit()
    clock.go(minutes=1)
    return period


def test_the_worker_writes_what_a_request_would(
    session: Session, fay: Person, flo: Person, clock: Clock, with_steps: Period
) -> None:
    seen = proposed(session, with_steps, fay, clock).digest
    confirm_close(with_steps, by=flo, seen=seen)
    expected = settled(session)
    session.rollback()
    assert len(expected) == 5 + 6
    assert settled(session) == []
    work(session, ask_close(with_steps, by=flo, seen=seen), clock)
    assert settled(session) == expected
    assert faults_now() == []
    assert lying_ready(session) == 0


@pytest.mark.parametrize("portion", [1, 2, 3])
def test_killed_between_portions_nothing_is_half_closed(
    session: Session,
    fay: Person,
    flo: Person,
    clock: Clock,
    with_steps: Period,
    portion: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wish = ask_close(with_steps, by=flo, seen=proposed(session, with_steps, fay, clock).digest)
    session.commit()
    lay, laid = laying._lay, list[int]()

    def die(*told: Any) -> None:
        laid.append(1)
        if len(laid) == portion:
            raise KeyboardInterrupt
        lay(*told)

    with monkeypatch.context() as patched:
        patched.setattr(laying, "_lay", die)
        with pytest.raises(KeyboardInterrupt):
            listeners.carry_out_wish(CloseWished(wish.id))
    session.rollback()
    session.expire_all()
    assert (with_steps.is_closed, settled(session), session.query(Statement).count()) == (
        False,
        [],
        0,
    )
    assert session.query(ReadyLine).count() == 2 * (portion - 1)
    work(session, wish, clock)
    session.refresh(with_steps)
    assert (with_steps.is_closed, session.query(SettledSale).count()) == (True, 5)
    assert (faults_now(), lying_ready(session)) == ([], 0)


@pytest.mark.parametrize("change", ["rate", "adjustment", "withholding"])
def test_what_changes_once_the_lines_lie_ready_is_not_closed_over(
    session: Session,
    fay: Person,
    flo: Person,
    agreement: Agreement,
    clock: Clock,
    large: Period,
    change: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wish = ask_close(large, by=flo, seen=proposed(session, large, fay, clock).digest)
    session.commit()
    lay, laid = laying.laid_ready, list[laying.Ready | None]()

    def lay_and_change(*told: Any) -> laying.Ready | None:
        laid.append(lay(*told))
        if change == "rate":
            a_rate(fay, large, "0.93")
        elif change == "adjustment":
            adjust(agreement, large, Correction(1, "A cent"), by=fay)
        else:
            payee = agreement.shares[0].person
            set_withholding(payee, 2_500, large.ends_on, reason="Told", by=fay)
        session.commit()
        return laid[-1]

    monkeypatch.setattr(listeners, "laid_ready", lay_and_change)
    work(session, wish, clock)
    session.refresh(large)
    assert (len(laid), wish.refusal["code"]) == (1, "period.figures_changed")
    assert (large.is_closed, session.query(Settlement).count()) == (False, 0)
    assert lying_ready(session) == 0


def test_a_line_that_is_gone_closes_nothing(
    session: Session,
    fay: Person,
    flo: Person,
    clock: Clock,
    with_steps: Period,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wish = ask_close(with_steps, by=flo, seen=proposed(session, with_steps, fay, clock).digest)
    session.commit()

    def lay_and_lose(*told: Any) -> laying.Ready | None:
        ready = laying.laid_ready(*told)
        take_write_lock()
        session.execute(sa.delete(ReadyLine).where(ReadyLine.number == 3))
        session.commit()
        return ready

    monkeypatch.setattr(listeners, "laid_ready", lay_and_lose)
    with pytest.raises(NotReady, match="4 of 5 lines"):
        listeners.carry_out_wish(CloseWished(wish.id))
    session.rollback()
    session.refresh(with_steps)
    assert (with_steps.is_closed, settled(session)) == (False, [])


def test_what_is_missing_is_said(
    session: Session, fay: Person, clock: Clock, period: Period, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "LARGE", 1)
    take_in(fay, *WORKED_EXAMPLE)
    with pytest.raises(Refused, match=r"period\.not_soft_closed"):
        ask_figures(period, by=fay)
    soft_close(period, by=fay)
    wish = work(session, ask_figures(period, by=fay), clock)
    told = {"code": "period.missing_rates", "values": {"pairs": "USD → EUR"}}
    assert (wish.refusal, wish.digest) == (told, "")


def test_figures_grow_old_when_something_is_typed(
    session: Session, fay: Person, agreement: Agreement, clock: Clock, large: Period
) -> None:
    with pytest.raises(Refused, match=r"close\.figures_old"):
        propose_calculated(large, by=fay, seen=A)
    wish = work(session, ask_figures(large, by=fay), clock)
    a_rate(fay, large, "0.93")
    session.commit()
    with pytest.raises(Refused, match=r"close\.figures_old"):
        propose_calculated(large, by=fay, seen=wish.digest)


def pressed(client: FlaskClient, address: str, to: str) -> int:
    (digest,) = re.findall(r'name="digest" value="(\w+)"', client.get(address).text)
    return client.post(f"{address}/{to}", data={"digest": digest}).status_code


def test_the_page_leads_through_it(
    app: Flask,
    client: FlaskClient,
    session: Session,
    fay: Person,
    flo: Person,
    clock: Clock,
    large: Period,
) -> None:
    address = f"/desk/royalties/periods/{large.id}"
    for step in ("figures", "close"):
        assert client.post(f"{address}/{step}").status_code in {302, 303, 401}
    sign_in(client, a_person("Eve"))
    assert client.post(f"{address}/figures").status_code == 403
    assert client.delete(f"{address}/figures").status_code == 403
    sign_in(client, fay)
    assert client.post(f"{address}/close").status_code == 409
    assert "First the figures are calculated" in client.get(address).text
    assert client.post(f"{address}/figures").status_code == 303
    assert "The figures are being calculated" in client.get(address).text
    parts = {"HX-Request": "true", "HX-Request-Type": "partial"}
    assert "<html" not in client.get(address, headers=parts).text
    clock.go(minutes=1)
    drain(app)
    clock.go(minutes=1)
    assert "It is done." in client.get(address, headers=parts).text
    shown = client.get(address).text
    assert all(told in shown for told in ("€7,107.00", "Ada: €3,837.78 due", "Ben: €2,558.52 due"))
    assert pressed(client, address, "close") == 303
    assert "Ask one of these: Flo." in client.get(address).text
    sign_in(client, flo)
    assert pressed(client, address, "close/confirmation") == 303
    page = client.get(address).text
    assert "The period is being closed" in page
    assert 'name="digest"' not in page
    clock.go(minutes=1)
    drain(app)
    assert "It is done." in client.get(address, headers=parts).text
    assert "confirmed by Flo" in client.get(address).text
    assert client.post(f"{address}/figures").status_code == 409
