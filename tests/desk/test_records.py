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
from ideas.audit.queries import entries_before, first_broken_entry
from ideas.policy import Role
from ideas.web.speak import label_of
from tests.conftest import Clock
from tests.factories import a_person, an_idea, sign_in
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
    assert re.findall(r"<td[^>]*>(round:\d)</td>", first) == ["round:2", "round:1"]
    assert "<code>terms.publish" not in first
    (onward,) = re.findall(r'href="(/desk/audit\?[^"]*before=[^"]*)"', first)
    last = client.get(onward.replace("&amp;", "&")).text
    assert re.findall(r"<td[^>]*>(round:\d)</td>", last) == ["round:0"]
    assert client.get("/desk/audit?before=nonsense&kind=%25").status_code == 200


def test_a_changed_entry_breaks_the_chain(
    client: FlaskClient, session: Session, adam: Person
) -> None:
    for number in range(3):
        note("idea.pick", f"idea:{number}", by=adam.id)
    session.commit()
    assert "3 entries were checked." in client.get("/desk/audit/chain").text
    second = entries_before(None, limit=3)[1]
    if session.get_bind().dialect.name == "sqlite":
        session.execute(sa.text("DROP TRIGGER audit_entries_no_update"))
    else:
        session.execute(sa.text("ALTER TABLE audit_entries DISABLE TRIGGER ALL"))
    session.execute(
        sa.text("UPDATE audit_entries SET subject = 'idea:7' WHERE id = :id"), {"id": second.id}
    )
    session.commit()
    broken = first_broken_entry()
    assert broken is not None
    assert broken.id == second.id
    assert f"broken at entry {second.id}" in client.get("/desk/audit/chain").text
    if session.get_bind().dialect.name != "sqlite":
        session.execute(sa.text("ALTER TABLE audit_entries ENABLE TRIGGER ALL"))
        session.commit()


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
    assert client.get("/desk/audit?by=nobody-here").status_code == 404
