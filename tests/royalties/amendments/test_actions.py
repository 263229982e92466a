"""Amendments: from the draft to the cent, and all that keeps an agreement as it was."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
import sqlalchemy.exc
from flask import Flask
from sqlalchemy.orm import Session

from ideas.accounts.models import AgeBand, Person
from ideas.agreements import signing
from ideas.agreements.actions import end
from ideas.agreements.cards.models import RateCard
from ideas.agreements.guardians.rules import Guardian
from ideas.agreements.models import Agreement, Share
from ideas.agreements.rules import hash_of
from ideas.audit.models import AuditEntry
from ideas.db import db, take_write_lock
from ideas.events.models import RecordedEvent
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.royalties.amendments.actions import (
    Change,
    contents_of,
    edit,
    offer,
    prepare,
    withdraw,
)
from ideas.royalties.amendments.models import AmendmentAcceptance, AmendmentEnd
from ideas.royalties.amendments.rules import Signature
from ideas.royalties.amendments.signing import accept, refuse_amendment, sign_as_guardian
from ideas.royalties.ledger.actions import check_ledger
from ideas.royalties.periods.models import Period
from ideas.royalties.settlements.models import SettledSale, Settlement, Statement
from ideas.royalties.statements.papers import paper_of
from ideas.royalties.statements.queries import groups_of, lines_of
from ideas.royalties.statements.table import csv_of
from tests.agreements.guardians.test_guardians import token_sent
from tests.conftest import Clock
from tests.factories import a_person
from tests.money import TEXT, a_card, a_period, a_row, an_active_agreement, close, take_in
from tests.races import at_once

NEXT = date(2026, 1, 1)
MORE = {"en": "You earn **twice as much**.", "fr": "Vous recevez **le double**."}


def a_change(**changed: Any) -> Change:
    values = {"first_on": NEXT, "reason": "It sells well", "card": a_card(rate_bp=200)}
    return Change(**{**values, "text": MORE, **changed})


def seen(agreement: Agreement, card: RateCard) -> str:
    return hash_of(contents_of(agreement, card))


def offered(agreement: Agreement, fay: Person, flo: Person, **changed: Any) -> RateCard:
    card = prepare(agreement, a_change(**changed), by=fay)
    offer(card, by=flo, seen=seen(agreement, card))
    db.session.commit()
    return card


def accept_all(agreement: Agreement, card: RateCard) -> None:
    for share in list(agreement.shares):
        accept(card, share, Signature(share.person.name), by=share.person)
    db.session.commit()


def codes(session: Session, table: Any) -> list[str]:
    column = table.action if table is AuditEntry else table.name
    return [
        each for each in session.scalars(sa.select(column).order_by(table.id)) if "mendment" in each
    ]


def test_two_periods_are_settled_by_two_versions(
    session: Session,
    fay: Person,
    flo: Person,
    agreement: Agreement,
    period: Period,
    clock: Clock,
) -> None:
    take_in(fay, a_row("1", gross="1234.57"))
    close(fay, period)
    stated = sa.select(Statement.id, Statement.gross).order_by(Statement.id)
    before = session.execute(stated).all()
    card = offered(agreement, fay, flo, card=a_card(rate_bp=250, reserve_bp=500))
    accept_all(agreement, card)
    clock.go(days=365)
    second = a_period(fay, "2026-H1")
    take_in(fay, a_row("2", period="2026-H1", gross="1234.57"))
    take_in(fay, a_row("1", revision=2, gross="2000.00"))
    close(fay, second)
    lines = session.scalars(sa.select(SettledSale).order_by(SettledSale.id)).all()
    first, again = session.scalars(sa.select(Settlement).order_by(Settlement.id))
    told = [(each.sale.external_id, each.sign, each.earned, each.rate.card_id) for each in lines]
    one, two = (each.id for each in agreement.cards)
    assert told == [
        ("1", 1, 1_235, one),
        ("2", 1, 3_086, two),
        ("1", 1, 2_000, one),
        ("1", -1, -1_235, one),
    ]
    assert (first.card_id, first.earned, first.reserve_held) == (one, 1_235, 124)
    assert (again.card_id, again.earned, again.reserve_held) == (two, 3_851, 193)
    assert {(each.period, each.card) for each in groups_of(again)} == {
        ("2025-H2", 1),
        ("2026-H1", 2),
    }
    statement = session.scalars(sa.select(Statement).order_by(Statement.id.desc()).limit(1)).one()
    rows = csv.DictReader(io.StringIO(csv_of(paper_of(statement), lines_of(again.id))))
    versions = [(row["what"], row["external_id"], row["rate_version"]) for row in rows]
    assert versions[:3] == [("sale", "2", "2"), ("sale", "1", "1"), ("taken_back", "1", "1")]
    assert ("reserve_held", "", "2") in versions
    assert session.execute(stated.limit(len(before))).all() == before
    check_ledger()


def test_everybody_accepts_what_a_second_person_offered(
    session: Session, fay: Person, flo: Person, agreement: Agreement
) -> None:
    card = offered(agreement, fay, flo)
    ada, ben = agreement.shares
    given = accept(card, ada, Signature(" Ada L. "), by=ada.person)
    assert (given.name, given.text_hash, card.state) == ("Ada L.", card.text_hash, "offered")
    assert agreement.card.version == 1
    assert agreement.words == TEXT
    again = accept(card, ada, Signature("Somebody else"), by=ada.person)
    assert again.name == "Ada L."
    accept(card, ben, Signature("Ben"), by=ben.person)
    session.commit()
    assert (card.state, agreement.card.version, agreement.words) == ("active", 2, MORE)
    assert agreement.card_on(date(2025, 12, 31)).version == 1
    assert agreement.card_on(NEXT).version == 2
    assert codes(session, AuditEntry) == [
        *("amendment.prepare", "amendment.offer", "amendment.accept", "amendment.accept"),
    ]
    assert codes(session, RecordedEvent) == [
        *("royalties.AmendmentOffered", "royalties.AmendmentAgreed"),
    ]


def test_who_wrote_it_does_not_offer_it(fay: Person, flo: Person, agreement: Agreement) -> None:
    card = prepare(agreement, a_change(), by=fay)
    with pytest.raises(Refused, match=r"approval\.own"):
        offer(card, by=fay, seen=seen(agreement, card))
    read = seen(agreement, card)
    edit(card, a_change(reason="Another"), by=flo)
    with pytest.raises(Refused, match=r"amendment\.changed_since"):
        offer(card, by=fay, seen=read)
    with pytest.raises(Refused, match=r"approval\.own"):
        offer(card, by=flo, seen=seen(agreement, card))
    offer(card, by=fay, seen=seen(agreement, card))
    with pytest.raises(Refused, match=r"amendment\.fixed"):
        edit(card, a_change(), by=flo)
    with pytest.raises(Refused, match=r"amendment\.fixed"):
        offer(card, by=fay, seen=seen(agreement, card))


def test_a_change_of_nothing_is_not_offered(fay: Person, flo: Person, agreement: Agreement) -> None:
    card = prepare(agreement, a_change(card=agreement.card.rule, text=TEXT), by=fay)
    with pytest.raises(Refused, match=r"amendment\.nothing"):
        offer(card, by=flo, seen=seen(agreement, card))


def test_one_at_a_time_and_nobody_their_own(
    session: Session, fay: Person, ada: Person, agreement: Agreement
) -> None:
    mine = a_person("Max", Role.FINANCE)
    own = an_active_agreement(fay, [(mine, 10_000, 0)])
    with pytest.raises(Refused, match=r"agreement\.own_idea"):
        prepare(own, a_change(), by=mine)
    prepare(agreement, a_change(), by=fay)
    with pytest.raises(Refused, match=r"amendment\.under_way"):
        prepare(agreement, a_change(), by=fay)
    end(own, by=fay, reason="Over")
    with pytest.raises(Refused, match=r"amendment\.not_active"):
        prepare(own, a_change(), by=fay)


def test_a_refusal_ends_it_and_the_old_terms_hold(
    session: Session, fay: Person, flo: Person, agreement: Agreement
) -> None:
    card = offered(agreement, fay, flo)
    ada, ben = agreement.shares
    accept(card, ada, Signature("Ada"), by=ada.person)
    with pytest.raises(Refused, match=r"amendment\.accepted"):
        refuse_amendment(card, ada, by=ada.person, reason="On second thought")
    with pytest.raises(Refused, match=r"agreement\.not_yours"):
        refuse_amendment(card, ben, by=ada.person, reason="For Ben")
    refuse_amendment(card, ben, by=ben.person, reason=" Too little ")
    session.commit()
    ended = session.scalars(sa.select(AmendmentEnd)).one()
    assert (ended.reason, ended.share_id, card.state) == ("Too little", ben.id, "withdrawn")
    assert agreement.card.version == 1
    with pytest.raises(Refused, match=r"amendment\.not_offered"):
        accept(card, ben, Signature("Ben"), by=ben.person)
    assert codes(session, RecordedEvent)[-1] == "royalties.AmendmentEnded"
    third = offered(agreement, fay, flo)
    accept_all(agreement, third)
    assert (third.version, agreement.card_on(NEXT).version) == (3, 3)


def test_finance_withdraws_before_everybody_accepted(
    session: Session, fay: Person, flo: Person, agreement: Agreement
) -> None:
    card = offered(agreement, fay, flo)
    withdraw(card, by=flo, reason="A slip")
    with pytest.raises(Refused, match=r"amendment\.settled"):
        withdraw(card, by=flo, reason="A slip")
    accepted = offered(agreement, fay, flo)
    accept_all(agreement, accepted)
    with pytest.raises(Refused, match=r"amendment\.settled"):
        withdraw(accepted, by=flo, reason="Regret")


def test_nothing_begins_within_what_is_closed(
    session: Session, fay: Person, flo: Person, agreement: Agreement, period: Period
) -> None:
    ada, ben = agreement.shares
    card = offered(agreement, fay, flo, first_on=date(2025, 12, 31))
    accept(card, ada, Signature("Ada"), by=ada.person)
    session.commit()
    close(fay, period)
    with pytest.raises(Refused, match=r"amendment\.closed"):
        accept(card, ben, Signature("Ben"), by=ben.person)
    withdraw(card, by=fay, reason="Too late")
    with pytest.raises(Refused, match=r"amendment\.closed"):
        prepare(agreement, a_change(first_on=date(2025, 12, 31)), by=fay)
    assert prepare(agreement, a_change(), by=fay).version == 3


def test_a_minor_signs_with_a_guardian(session: Session, fay: Person, flo: Person) -> None:
    ben = a_person("Ben")
    agreement = an_active_agreement(fay, [(ben, 10_000, 0)])
    take_write_lock()
    ben.age_band = AgeBand.MINOR
    session.commit()
    card = offered(agreement, fay, flo)
    with pytest.raises(Refused, match=r"agreement\.no_guardian"):
        accept(card, agreement.shares[0], Signature("Ben"), by=ben)
    tom = Guardian("Tom", "tom@example.org", "guardian")
    accept(card, agreement.shares[0], Signature("Ben", tom), by=ben)
    session.commit()
    assert (card.state, agreement.card.version) == ("offered", 1)
    take_write_lock()
    begin = "UPDATE rate_cards SET state = 'active', active_at = prepared_at WHERE version = 2"
    with pytest.raises(sqlalchemy.exc.DBAPIError, match="every guardian has signed"):
        session.execute(sa.text(begin))
    session.rollback()
    token = token_sent(session)
    with pytest.raises(Refused, match=r"guardian\.link_gone"):
        signing.sign_as_guardian(token, "Tom")
    given = sign_as_guardian(token, "Tom Wood")
    assert (given.text_hash, given.relation) == (card.text_hash, "guardian")
    assert (card.state, agreement.card.version) == ("active", 2)


def test_an_agreement_that_ends_takes_its_change_along(
    session: Session, fay: Person, flo: Person, ada: Person
) -> None:
    agreement = an_active_agreement(fay, [(ada, 10_000, 0)])
    card = offered(agreement, fay, flo)
    end(agreement, by=fay, reason="Not made")
    with pytest.raises(Refused, match=r"amendment\.not_offered"):
        accept(card, agreement.shares[0], Signature("Ada"), by=ada)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            "UPDATE rate_cards SET state = 'active', active_at = prepared_at WHERE version = 2",
            "everybody",
        ),
        ("UPDATE rate_cards SET text = '{}' WHERE version = 2", "fixed"),
        ("UPDATE rate_cards SET reason = 'x' WHERE version = 2", "fixed"),
        ("UPDATE amendment_acceptances SET name = 'x'", "append-only"),
        ("DELETE FROM amendment_acceptances", "append-only"),
        (
            "INSERT INTO amendment_acceptances SELECT card_id, (SELECT MAX(id) FROM shares), "
            "name, guardian, 'other', accepted_at FROM amendment_acceptances",
            "as it was read",
        ),
    ],
)
def test_the_database_keeps_it(
    session: Session, fay: Person, flo: Person, agreement: Agreement, change: str, said: str
) -> None:
    card = offered(agreement, fay, flo)
    share = agreement.shares[0]
    accept(card, share, Signature("Ada"), by=share.person)
    session.commit()
    take_write_lock()
    with pytest.raises(sqlalchemy.exc.DBAPIError, match=said):
        session.execute(sa.text(change))


def test_the_database_keeps_it_out_of_what_is_closed(
    session: Session, fay: Person, flo: Person, agreement: Agreement, period: Period
) -> None:
    card = offered(agreement, fay, flo, first_on=date(2025, 8, 1))
    close(fay, period)
    take_write_lock()
    for share in agreement.shares:
        given = {"share_id": share.id, "name": "x", "accepted_at": card.prepared_at}
        given |= {"card_id": card.id, "text_hash": card.text_hash}
        session.execute(sa.insert(AmendmentAcceptance).values(**given))
    begin = "UPDATE rate_cards SET state = 'active', active_at = prepared_at WHERE id = :id"
    with pytest.raises(sqlalchemy.exc.DBAPIError, match="after every closed period"):
        session.execute(sa.text(begin), {"id": card.id})


def test_two_accept_at_once(
    app: Flask, session: Session, fay: Person, flo: Person, agreement: Agreement
) -> None:
    card_id = offered(agreement, fay, flo).id
    shares = [share.id for share in agreement.shares]
    assert at_once(app, *(_accepting(card_id, share) for share in shares)) == ["", ""]
    session.expire_all()
    assert session.get_one(RateCard, card_id).state == "active"
    assert codes(session, RecordedEvent).count("royalties.AmendmentAgreed") == 1


def _accepting(card_id: int, share_id: int) -> Callable[[], object]:
    def deed() -> object:
        share = db.session.get_one(Share, share_id)
        card = db.session.get_one(RateCard, card_id)
        return accept(card, share, Signature("Yes"), by=share.person)

    return deed


def test_withdrawn_while_the_last_accepts(
    app: Flask, session: Session, fay: Person, flo: Person, agreement: Agreement
) -> None:
    card = offered(agreement, fay, flo)
    ada, ben = agreement.shares
    accept(card, ada, Signature("Ada"), by=ada.person)
    session.commit()
    card_id, share_id, fay_id = card.id, ben.id, fay.id

    def withdrawing() -> None:
        finance = db.session.get_one(Person, fay_id)
        withdraw(db.session.get_one(RateCard, card_id), by=finance, reason="A slip")

    (won, lost) = at_once(app, _accepting(card_id, share_id), withdrawing)
    session.expire_all()
    state = session.get_one(RateCard, card_id).state
    ends = session.scalars(sa.select(AmendmentEnd)).all()
    accepted = session.scalars(sa.select(AmendmentAcceptance)).all()
    assert won == ""
    outcome = {"amendment.settled": ("active", 0, 2), "amendment.not_offered": ("withdrawn", 1, 1)}
    assert (state, len(ends), len(accepted)) == outcome[lost]
