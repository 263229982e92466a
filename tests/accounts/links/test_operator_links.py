"""Links that only the operator makes: to become admin, to claim, to come in on loopback."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.actions import make_admin_link, make_claim_link, make_sign_in_link
from ideas.accounts.links.actions import forget_old_links
from ideas.accounts.links.models import Link
from ideas.accounts.models import Person
from ideas.accounts.queries import person_by_email
from ideas.audit.models import AuditEntry
from ideas.policy import Role
from ideas.refusals import Refused
from tests.accounts.making import FORM, token_to
from tests.conftest import Clock
from tests.factories import a_person, sign_in

VERA = "vera@example.org"


@pytest.fixture
def admin_link(session: Session, clock: Clock) -> str:
    """The address the operator was shown."""
    token = make_admin_link()
    session.commit()
    return f"/account/admin/{token}"


@pytest.fixture
def imported(session: Session, clock: Clock) -> Person:
    """Somebody from another site."""
    return a_person("Wish 12", confirmed=False, email=None, imported_from="w", imported_id="12")


def found(session: Session) -> Person:
    """Vera, read anew."""
    session.rollback()
    person = person_by_email(VERA)
    assert person is not None
    return person


def test_the_operator_becomes_admin_without_mail(
    client: FlaskClient, session: Session, admin_link: str
) -> None:
    assert "Sign up as admin" in client.get(admin_link).text
    assert client.post(admin_link, data=FORM | {"password": "short"}).status_code == 422
    answered = client.post(admin_link, data=FORM)
    assert answered.location.startswith("/account/second-factor")
    person = found(session)
    assert person.is_verified
    assert person.roles == {Role.ADMIN}
    assert client.post(admin_link, data=FORM).status_code == 410
    entry = session.scalars(sa.select(AuditEntry)).one()
    assert (entry.action, entry.actor_id) == ("roles.grant", None)


def test_an_address_in_use_leaves_the_link_unused(
    client: FlaskClient, session: Session, admin_link: str
) -> None:
    a_person("Vera", email=VERA)
    answered = client.post(admin_link, data=FORM)
    assert (answered.status_code, "already has an account" in answered.text) == (422, True)
    assert client.get(admin_link).status_code == 200


def test_somebody_with_an_account_is_promoted(
    client: FlaskClient, session: Session, admin_link: str
) -> None:
    vera = a_person("Vera")
    sign_in(client, vera, second_factor=False)
    assert "makes Vera admin" in client.get(admin_link).text
    assert client.post(admin_link).location.startswith("/account/second-factor")
    session.rollback()
    assert vera.roles == {Role.ADMIN}
    assert client.get(admin_link).status_code == 410


def test_an_admin_link_lasts_a_day(client: FlaskClient, clock: Clock, admin_link: str) -> None:
    clock.go(days=1)
    assert client.post(admin_link, data=FORM).status_code == 410


def test_an_imported_account_is_claimed_once(
    client: FlaskClient, session: Session, imported: Person
) -> None:
    token = make_claim_link(imported)
    session.commit()
    here = f"/account/claim/{token}"
    assert 'value="Wish 12"' in client.get(here).text
    assert client.post(here, data=FORM).location.startswith("/account/confirmation")
    person = found(session)
    assert (person.id, person.name, person.imported_id) == (imported.id, "Vera Voter", "12")
    assert not person.is_verified
    client.post(f"/account/confirmation/{token_to(session, VERA)}")
    assert found(session).is_verified
    assert client.get(here).status_code == 410
    with pytest.raises(Refused):
        make_claim_link(found(session))


def test_the_account_of_everybody_unnamed_is_nobodys_to_claim(
    session: Session, clock: Clock
) -> None:
    unknown = a_person("Unknown", confirmed=False, email=None, imported_from="w", imported_id="")
    with pytest.raises(Refused, match=r"claim\.nobody"):
        make_claim_link(unknown)


def test_a_claim_takes_no_address_of_somebody_else(
    client: FlaskClient, session: Session, imported: Person
) -> None:
    a_person("Vera", email=VERA)
    token = make_claim_link(imported)
    session.commit()
    answered = client.post(f"/account/claim/{token}", data=FORM)
    assert (answered.status_code, "already has an account" in answered.text) == (422, True)


def test_a_printed_link_lets_in_with_every_role(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    token = make_sign_in_link(a_person("Adam", Role.ADMIN))
    session.commit()
    here = f"/account/door/{token}"
    assert client.get(here).status_code == 200
    assert client.post(here).status_code == 303
    assert client.get("/desk/people").status_code == 200
    assert client.post(here).status_code == 410


def test_printed_links_work_on_loopback_alone(
    app: Flask, client: FlaskClient, session: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = make_sign_in_link(a_person("Adam", Role.ADMIN))
    session.commit()
    public = replace(app.extensions["ideas.config"], base_url="https://ideas.example.org")
    monkeypatch.setitem(app.extensions, "ideas.config", public)
    assert client.get(f"/account/door/{token}").status_code == 404
    assert client.post(f"/account/door/{token}").status_code == 404


def test_old_links_are_forgotten(session: Session, clock: Clock, admin_link: str) -> None:
    clock.go(days=30)
    forget_old_links()
    assert session.scalar(sa.select(Link.id)) is not None
    clock.go(days=1)
    forget_old_links()
    assert session.scalar(sa.select(Link.id)) is None
