"""A payee asks for an audit; finance gives the books out by a promised day, or says why not."""

import csv
import io
import zipfile

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.accounts.personal import erase
from ideas.agreements.models import Agreement
from ideas.db import take_write_lock
from ideas.jobs.worker import drain
from ideas.notifications.models import Notice
from ideas.refusals import Refused
from ideas.royalties.auditing import actions, rules
from ideas.royalties.auditing.models import AuditRequest
from ideas.royalties.auditing.rules import Reply
from ideas.royalties.periods.models import Period
from tests.conftest import Clock
from tests.factories import a_person, sign_in
from tests.money import (
    WORKED_EXAMPLE,
    a_period,
    a_product,
    a_rate,
    a_row,
    an_active_agreement,
    close,
    take_in,
)


@pytest.fixture
def agreement(fay: Person, ada: Person, ben: Person) -> Agreement:
    """The worked example's, with a clause of two paragraphs."""
    clause = {"en": "Once a **year**.\n\nYou ask here."}
    parts = [(ada, 6_000, 100_000), (ben, 4_000, 0)]
    agreement = an_active_agreement(fay, parts, audit=clause)
    a_product(fay, agreement)
    return agreement


@pytest.fixture
def closed(fay: Person, agreement: Agreement, period: Period) -> Agreement:
    """The worked example, closed, and something beyond it that is not."""
    a_rate(fay, period)
    take_in(fay, *WORKED_EXAMPLE)
    close(fay, period)
    a_period(fay, "2026-H1")
    take_in(fay, a_row("later", period="2026-H1"))
    return agreement


def refused(act: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(Refused) as told:
        act(*args, **kwargs)  # type: ignore[operator]
    return told.value.refusal.code


def rows_in(packed: bytes, name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        return list(csv.DictReader(io.StringIO(file.read(name).decode())))


def test_the_books_hold_what_the_share_rests_on_and_nothing_of_others(
    session: Session, clock: Clock, fay: Person, flo: Person, ada: Person, closed: Agreement
) -> None:
    share = closed.shares[0]
    asked = actions.ask_for_audit(share, "Audit & Sons", "", by=ada)
    assert actions.ask_for_audit(share, "Again", "", by=ada).id == asked.id
    assert (asked.due_on - asked.asked_at.date()).days == 30
    assert actions.fetch_books(asked, by=ada) is None
    assert refused(actions.answer_request, asked, Reply.REFUSED, " ", by=fay) == "answer.no_words"
    assert refused(actions.answer_request, asked, Reply.GRANTED, "", by=ada) == "audit.own"
    asked = actions.answer_request(asked, Reply.GRANTED, "", by=flo)
    assert refused(actions.answer_request, asked, Reply.GRANTED, "", by=fay) == "audit.answered"
    session.commit()
    packed = actions.fetch_books(asked, by=ada) or b""
    (came_to,) = rows_in(packed, "settlements.csv")
    assert (came_to["earned"], came_to["pool"]) == ("710700", "639630")
    assert sum(int(each["earned"]) for each in rows_in(packed, "sales.csv")) == 710_700
    assert [each["gross"] for each in rows_in(packed, "statements.csv")] == ["383778"]
    assert sum(int(each["share_bp"]) for each in rows_in(packed, "shares.csv")) == 10_000
    assert [each["rate"] for each in rows_in(packed, "rates.csv")] == ["100"]
    assert {each["rate"] for each in rows_in(packed, "exchange.csv")} == {"0.9200"}
    own = {f"reserve:{closed.id}", *(f"{name}:{share.id}" for name in ("payee", "payable"))}
    assert {each["account"] for each in rows_in(packed, "postings.csv")} <= {
        *own,
        f"advance:{share.id}",
    }
    for name in ("steps.csv", "adjustments.csv"):
        assert rows_in(packed, name) == []
    assert rows_in(packed, "periods.csv")[0]["ledger_hash"]
    assert b"255852" not in packed
    clock.go(days=40)
    assert actions.fetch_books(asked, by=ada) == packed
    assert refused(actions.ask_for_audit, share, "Me", "", by=ada) == "audit.once_a_year"
    clock.go(days=330)
    assert actions.ask_for_audit(share, "Me", "", by=ada).id != asked.id
    take_write_lock()
    with pytest.raises(DatabaseError, match="answered request stays"):
        session.execute(sa.update(AuditRequest).values(answer="No"))


@pytest.mark.once
@pytest.mark.parametrize(
    ("auditor", "words", "there", "code"),
    [
        ("Ada", "", True, None),
        (" ", "", True, "auditor.missing"),
        ("Ada", "x" * 2_001, True, "audit.long_words"),
        ("Ada", "", False, "audit.nothing_yet"),
    ],
)
def test_when_an_audit_can_be_asked_for(
    auditor: str, words: str, there: bool, code: str | None, clock: Clock
) -> None:
    told = {"has_statements": there, "last_granted": None, "today": clock.moment.date()}
    refusal = rules.refusal_to_ask(auditor, words, **told)  # type: ignore[arg-type]
    assert (refusal.code if refusal else None) == code


def test_a_creator_asks_finance_answers_and_nobody_else_sees(
    app: Flask, client: FlaskClient, session: Session, fay: Person, ada: Person, closed: Agreement
) -> None:
    address = f"/workshop/agreements/{closed.id}/audit"
    assert client.get(address).status_code == 303
    sign_in(client, a_person("Eve"))
    assert client.get(address).status_code == 404
    sign_in(client, ada)
    assert "Have the figures checked" in client.get(f"/workshop/agreements/{closed.id}").text
    page = client.get(address).text
    assert "<strong>year</strong>.</p>\n<p>You ask" in page
    assert 'href="/workshop/agreements" aria-current="page"' in page
    assert 'href="/workshop/statements" aria-current="page"' not in page
    assert client.post(address, data={"auditor": ""}).status_code == 422
    assert client.post(address, data={"auditor": "Audit & Sons"}).status_code == 303
    assert "An answer is promised by" in client.get(address).text
    asked = session.scalars(sa.select(AuditRequest)).one()
    books, desk = f"{address}/{asked.id}/books", f"/desk/royalties/audits/{asked.id}"
    assert client.post(books).status_code == 404
    assert client.get(desk).status_code in (403, 404)
    sign_in(client, fay)
    assert "Audit &amp; Sons" in client.get("/desk/royalties/audits").text
    assert client.post(f"{desk}/answer", data={"reply": "refused"}).status_code == 422
    assert client.post(f"{desk}/answer", data={"reply": "granted"}).status_code == 303
    assert client.post(f"{desk}/answer", data={"reply": "granted"}).status_code == 409
    assert client.get(desk).status_code == 200
    assert client.post(books).status_code == 404
    sign_in(client, ada)
    page = client.get(address).text
    assert ("again from" in page, 'name="auditor"' in page) == (True, False)
    fetched = client.post(books)
    assert (fetched.status_code, fetched.mimetype) == (200, "application/zip")
    drain(app)
    told = session.execute(sa.select(Notice.person_id, Notice.variant)).all()
    assert (ada.id, "audit_granted") in told
    assert (fay.id, "audit_asked") in told


def test_who_leaves_with_an_open_request_is_answered_without_a_name(
    app: Flask, client: FlaskClient, session: Session, fay: Person, ada: Person, closed: Agreement
) -> None:
    asked = actions.ask_for_audit(closed.shares[0], "Audit & Sons", "", by=ada)
    session.commit()
    erase(ada)
    session.commit()
    desk = f"/desk/royalties/audits/{asked.id}"
    sign_in(client, fay)
    for page in ("/desk/royalties/audits", desk):
        text = client.get(page).text
        assert ("Former member" in text, "Ada" in text) == (True, False)
    assert client.post(f"{desk}/answer", data={"reply": "granted"}).status_code == 303
    drain(app)
    told = sa.select(Notice.variant).where(Notice.person_id == ada.id)
    assert "audit_granted" not in session.scalars(told).all()
    assert actions.fetch_books(asked, by=fay) is not None
