"""Reading the audit log."""

import ast
import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.audit.chain.actions import check_chain
from ideas.audit.chain.listeners import seal_entries
from ideas.audit.models import AuditCheck
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.web.speak import label_of
from tests.audit.tampering import by_hand
from tests.conftest import Clock
from tests.factories import a_person, an_idea, sign_in
from tests.money import a_period
from tests.shape.source import constant, modules


@pytest.fixture(autouse=True)
def adam(client: FlaskClient, session: Session, clock: Clock) -> Person:
    """An admin, signed in."""
    person = a_person("Adam Brook", Role.ADMIN)
    sign_in(client, person)
    return person


def test_entries_name_people_and_ideas(client: FlaskClient, adam: Person) -> None:
    idea, vera = an_idea("Tidepool puzzle"), a_person("Vera Stone")
    note("idea.pick", f"idea:{idea.id}", by=adam.id)
    note("people.suspend", f"person:{vera.id}", by=None, days="<3>")
    note("idea.pick", "idea:999999", by=999999)
    page = client.get("/desk/audit").text
    assert f'<a href="/ideas/{idea.slug}">Tidepool puzzle</a>' in page
    assert "Vera Stone" in page
    assert page.count("Adam Brook</td>") == 1
    assert page.count("the site</td>") == 2
    assert "&lt;3&gt;" in page
    assert "idea:999999" in page


def test_entries_name_what_money_is_about(client: FlaskClient, adam: Person) -> None:
    period = a_period(a_person("Fay", Role.FINANCE), "2025-H2")
    note("period.close", f"period:{period.id}", by=adam.id)
    note("jobs.retry", "job:7", by=adam.id)
    note("batch.export", "batch:5", by=adam.id)
    page = client.get("/desk/audit").text
    assert f'about=period:{period.id}">Period 2025-H2</a>' in page
    assert ">Job 7</a>" in page
    assert ">batch:5</a>" in page


def test_a_full_page_asks_no_more_than_a_short_one(
    client: FlaskClient,
    adam: Person,
    sent_statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    asked = []
    for _ in range(2):
        for number in range(5):
            note("idea.pick", f"idea:{an_idea(f'Number {number}').id}", by=adam.id)
        with sent_statements() as sent:
            client.get("/desk/audit")
        asked.append(len(sent))
    assert asked[0] == asked[1] <= 12


def test_a_kind_is_filtered_by_its_beginning_and_paged(
    client: FlaskClient, adam: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ideas.desk.records.views.A_PAGE", 2)
    for number in range(3):
        note("idea.pick", f"round:{number}", by=adam.id)
        note("terms.publish", "terms:1", by=adam.id)
    first = client.get("/desk/audit?kind=idea.").text
    assert re.findall(r">(round:\d)</a></td>", first) == ["round:2", "round:1"]
    assert "<code>terms.publish" not in first
    (onward,) = re.findall(r'href="(/desk/audit\?[^"]*before=[^"]*)"', first)
    last = client.get(onward.replace("&amp;", "&")).text
    assert re.findall(r">(round:\d)</a></td>", last) == ["round:0"]
    assert client.get("/desk/audit?before=nonsense&kind=%25").status_code == 200


def test_the_chain_is_checked_on_its_page_and_a_fault_stays_until_it_is_seen(
    client: FlaskClient, session: Session, adam: Person
) -> None:
    for number in range(3):
        note("idea.pick", f"idea:{number}", by=adam.id)
    session.commit()
    assert "3, the oldest since" in client.get("/desk/audit/chain").text
    seal_entries()
    assert client.post("/desk/audit/chain").status_code == 303
    assert "3 entries were checked" in client.get("/desk/audit/chain").text
    by_hand("UPDATE audit_entries SET subject = 'idea:7' WHERE id = 2")
    assert check_chain() is not None
    assert "does not hold at place 2" in client.get("/desk/audit/chain").text
    assert "Faults in the audit log" in client.get("/desk").text
    check = session.scalars(sa.select(AuditCheck).order_by(AuditCheck.id.desc())).first()
    assert check is not None
    assert client.post(f"/desk/audit/chain/{check.id}/seen").status_code == 303
    assert "Somebody has looked at it" in client.get("/desk/audit/chain").text
    assert "Faults in the audit log" not in client.get("/desk").text
    assert client.post("/desk/audit/chain/999/seen").status_code == 404


def test_an_entry_that_waits_too_long_for_its_seal_is_told(
    client: FlaskClient, adam: Person, clock: Clock
) -> None:
    note("idea.pick", "idea:1", by=adam.id)
    assert "without a seal" not in client.get("/desk").text
    clock.go(minutes=11)
    assert "without a seal" in client.get("/desk").text


def test_every_kind_of_entry_has_a_name(app: Flask, client: FlaskClient) -> None:
    kinds = {
        action.partition(".")[0]
        for module in modules()
        for call in module.calls("note", "_note", "write_audit")
        if call.args and (action := _beginning(call.args[0]))
    }
    assert {"idea", "terms", "dials"} <= kinds
    with app.test_request_context():
        assert {kind for kind in kinds if label_of("audit", kind) == kind} == set()
    page = client.get("/desk/audit").text
    offered = set(re.findall(r"/desk/audit\?kind=(\w+)\.", page))
    assert offered <= kinds


def _beginning(action: ast.expr) -> str:
    """An action's text, or what stands before its first hole."""
    if isinstance(action, ast.JoinedStr):
        action = action.values[0]
    text = constant(action) or ""
    return text if "." in text else ""


def test_the_log_is_read_for_one_person(client: FlaskClient, adam: Person) -> None:
    bea, idea = a_person("Bea", Role.ADMIN), an_idea("Tidepool puzzle")
    note("idea.pick", f"idea:{idea.id}", by=adam.id)
    note("jobs.retry", "job:1", by=bea.id)
    page = client.get(f"/desk/audit?by={bea.handle}").text
    assert "Bea</td>" in page
    assert "Adam Brook</td>" not in page
    assert f"by={bea.handle}" in page
    assert "Bea</td>" not in client.get(f"/desk/audit?by={bea.handle}&kind=idea.").text
    assert "No entries" in client.get("/desk/audit?by=nobody-here").text


def test_entries_are_found_by_thing_and_day(
    client: FlaskClient, adam: Person, clock: Clock
) -> None:
    idea, vera = an_idea("Tidepool puzzle", stage=Stage.LIVE), a_person("Vera")
    note("idea.pick", f"idea:{idea.id}", by=adam.id)
    note("people.lift", f"person:{vera.id}", by=adam.id)
    clock.go(days=2)
    sign_in(client, adam)
    note("jobs.retry", "job:5", by=adam.id)

    def found(**asked: str) -> set[str]:
        page = client.get("/desk/audit", query_string=asked).text
        return set(re.findall(r"<code class=\"small muted\">([\w.]+)</code>", page))

    assert found(about=idea.slug) == {"idea.pick"}
    assert found(about=vera.handle) == {"people.lift"}
    assert found(about="job:5") == {"jobs.retry"}
    assert found(about="no such thing") == set()
    assert found(since="2026-03-03") == {"jobs.retry"}
    assert found(until="2026-03-02") == {"idea.pick", "people.lift"}
    assert "Write a date like" in client.get("/desk/audit?since=soon").text


def test_staff_read_what_they_did_themselves(client: FlaskClient, adam: Person) -> None:
    mia = a_person("Mia", Role.MODERATOR)
    note("idea.pick", "idea:1", by=mia.id)
    note("jobs.retry", "job:1", by=adam.id)
    sign_in(client, mia)
    page = client.get("/desk/record").text
    assert "idea.pick" in page
    assert "jobs.retry" not in page
    assert client.get("/desk/audit").status_code == 403
    sign_in(client, a_person("Vera"))
    assert client.get("/desk/record").status_code == 403
