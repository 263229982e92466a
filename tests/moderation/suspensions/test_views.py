"""Suspending, reading why without signing in, appealing, and deciding, through HTTP."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.db import db
from ideas.jobs.worker import drain
from ideas.mail.letters import letter_of
from ideas.moderation.appeals.models import MeasureAppeal
from ideas.policy import Role
from tests.accounts.making import mails_to, sign_in_by_form, token_to, with_password
from tests.conftest import Clock
from tests.factories import a_person, sign_in, the_campaign

FORM = {"ground": "insult", "reason_en": "Called people <names>."}


@pytest.fixture
def adam(session: Session, clock: Clock) -> Person:
    """Who suspends."""
    the_campaign()
    return a_person("Adam", Role.ADMIN)


@pytest.fixture
def eve(adam: Person, session: Session) -> Person:
    """Who is suspended."""
    return with_password(a_person("Eve", email="eve@example.org"), session)


def suspend(client: FlaskClient, adam: Person, eve: Person) -> str:
    """Suspend her by the form; answers the page in her mail."""
    sign_in(client, adam)
    sent = client.post(f"/desk/people/{eve.handle}/suspension", data=FORM)
    assert sent.location == f"/desk/people/{eve.handle}"
    client.post("/sign-out")
    return f"/suspended/{token_to(db.session(), 'eve@example.org')}"


def test_an_admin_suspends_and_lifts_without_script(
    client: FlaskClient, adam: Person, eve: Person
) -> None:
    sign_in(client, adam)
    here = f"/desk/people/{eve.handle}"
    for told in (
        {"reason_en": "Spam"},
        {"ground": "spam", "reason_en": " "},
        FORM | {"ground": "looks"},
        FORM | {"reason_fr": "x" * 501},
    ):
        assert client.post(f"{here}/suspension", data=told).status_code == 422
    assert client.post(f"{here}/suspension", data=FORM).location == here
    assert "Lift the suspension" in client.get(here).text
    assert client.post(f"{here}/suspension", data=FORM).status_code == 409
    client.post(f"{here}/suspension", data={"_method": "DELETE"})
    assert "Lift the suspension" not in client.get(here).text
    own = client.post(f"/desk/people/{adam.handle}/suspension", data=FORM)
    assert (own.status_code, "cannot suspend yourself" in own.text) == (409, True)


def test_whoever_is_out_reads_why_and_appeals_without_signing_in(
    client: FlaskClient, adam: Person, eve: Person
) -> None:
    page = suspend(client, adam, eve)
    shown = client.get(page)
    assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "no-store")
    said = (
        "Called people &lt;names&gt;.",
        "Attacks somebody",
        "Our guidelines",
        "a person, without",
    )
    assert [words for words in said if words not in shown.text] == []
    assert "Adam" not in shown.text
    empty = client.post(f"{page}/appeal", data={"words": " "})
    assert (empty.status_code, "Write why the decision is wrong." in empty.text) == (409, True)
    long = client.post(f"{page}/appeal", data={"words": "a" * 2_001})
    assert (long.status_code, long.headers["Refusal"]) == (409, "objection.long_words")
    assert client.post(f"{page}/appeal", data={"words": "It was <i>irony</i>."}).status_code == 303
    assert "It was &lt;i&gt;irony" in client.get(page).text
    assert client.post(f"{page}/appeal", data={"words": "Again"}).status_code == 409


def test_signing_in_leads_to_the_reasons(client: FlaskClient, adam: Person, eve: Person) -> None:
    page = suspend(client, adam, eve)
    assert page not in sign_in_by_form(client, "eve@example.org", "no such word here").text
    assert f'href="{page}"' in sign_in_by_form(client, "eve@example.org").text
    assert client.get("/decisions").status_code == 303


def test_an_address_of_ones_own_making_leads_nowhere(
    client: FlaskClient, adam: Person, eve: Person
) -> None:
    page = suspend(client, adam, eve)
    for token in (f"{page}x", "/suspended/WzEsMl0.nothing"):
        assert client.get(token).status_code == 404
        assert client.post(f"{token}/appeal", data={"words": "Me"}).status_code == 404


def test_too_late_to_appeal(client: FlaskClient, adam: Person, eve: Person, clock: Clock) -> None:
    page = suspend(client, adam, eve)
    clock.go(days=184)
    assert "The time to appeal is over." in client.get(page).text
    assert client.post(f"{page}/appeal", data={"words": "Late"}).status_code == 409


def test_another_than_who_suspended_decides(
    app: Flask, client: FlaskClient, adam: Person, eve: Person, session: Session
) -> None:
    page = suspend(client, adam, eve)
    client.post(f"{page}/appeal", data={"words": "It was irony."})
    place = f"/desk/appeals/{session.scalars(sa.select(MeasureAppeal.id)).one()}"
    upheld = {"outcome": "upheld", "answer_en": "It was.", "answer_fr": "En effet."}
    assert client.get(place).status_code == 303
    sign_in(client, a_person("Vera"))
    assert client.post(f"{place}/decision", data=upheld).status_code == 403
    sign_in(client, adam)
    queue = client.get("/desk/appeals").text
    assert "for somebody else" in queue
    assert ">Eve<" in queue
    assert client.post(f"{place}/decision", data=upheld).status_code == 409
    sign_in(client, a_person("Max", Role.MODERATOR))
    assert "It was irony." in client.get(place).text
    assert client.post(f"{place}/decision", data=upheld).status_code == 303
    assert client.post(f"{place}/decision", data=upheld).status_code == 409
    client.post("/sign-out")
    shown = client.get(page).text
    assert ("It was." in shown, "Your account was suspended" in shown) == (True, True)
    assert sign_in_by_form(client, "eve@example.org").status_code == 303
    assert "Suspended" in client.get("/decisions").text
    drain(app)
    last = mails_to(session, "eve@example.org")[-1]
    assert "It was." in letter_of(last).as_string()


def test_the_letter_speaks_the_language_of_its_reader(
    client: FlaskClient, adam: Person, eve: Person, session: Session
) -> None:
    page = suspend(client, adam, eve)
    (told,) = mails_to(session, "eve@example.org")
    plain = letter_of(told).get_body(("plain",))
    assert plain is not None
    assert f"http://127.0.0.1:8000{page}" in plain.get_content().replace("=\n", "")
