"""Asking somebody by mail to join the staff."""

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.invitations.actions import (
    accept,
    forget_staff_invitations,
    forget_staff_invitations_to,
    invite_staff,
)
from ideas.accounts.invitations.models import StaffInvitation
from ideas.accounts.invitations.rules import refusal_to_accept, refusal_to_ask
from ideas.accounts.models import Person
from ideas.accounts.roles.actions import take_role
from ideas.accounts.roles.rules import roles_held_alone
from ideas.audit.models import AuditEntry
from ideas.mail.letters import letter_of
from ideas.mail.models import Message
from ideas.policy import Role
from ideas.refusals import Refused
from tests.conftest import Clock
from tests.factories import a_person, sign_in

ADDRESS = "nora@example.org"
NONE = frozenset[Role]()


@pytest.fixture(autouse=True)
def adam(client: FlaskClient, session: Session, clock: Clock) -> Person:
    """An admin, signed in."""
    person = a_person("Adam Brook", Role.ADMIN)
    sign_in(client, person)
    return person


def invite(client: FlaskClient, address: str = ADDRESS, role: str = "moderator") -> int:
    data = {"staff": address, "role": role}
    return client.post("/desk/people/invitations", data=data).status_code


def the_invitation(session: Session) -> StaffInvitation:
    session.expire_all()
    return session.scalars(sa.select(StaffInvitation)).one()


@pytest.mark.parametrize(
    ("held", "is_asked", "code"),
    [
        (NONE, False, None),
        (frozenset({Role.MODERATOR}), False, "role.held"),
        (frozenset({Role.ADMIN}), False, None),
        (NONE, True, "staff.asked"),
    ],
)
def test_one_is_asked_once_for_what_one_is_not(
    held: frozenset[Role], is_asked: bool, code: str | None
) -> None:
    refusal = refusal_to_ask(Role.MODERATOR, held=held, is_asked=is_asked)
    assert (refusal.code if refusal else None) == code


@pytest.mark.parametrize(
    ("is_over", "may_still_give", "accepted"),
    [(False, True, True), (True, True, False), (False, False, False)],
)
def test_a_late_yes_and_one_to_nobody_do_not_count(
    is_over: bool, may_still_give: bool, accepted: bool
) -> None:
    refusal = refusal_to_accept(is_over=is_over, may_still_give=may_still_give)
    assert (refusal is None) is accepted


def test_somebody_is_asked_by_mail_says_yes_and_is_staff(
    client: FlaskClient, session: Session, adam: Person
) -> None:
    assert invite(client, " Nora@Example.org ") == 303
    mark = the_invitation(session).mark
    letter = letter_of(session.scalars(sa.select(Message)).one())
    assert letter["To"] == ADDRESS
    assert "Adam Brook asks you to join the staff" in letter["Subject"]
    assert "/account/staff" in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    page = client.get("/desk/people").text
    assert ADDRESS in page

    nora = a_person("Nora", email=ADDRESS)
    sign_in(client, nora, second_factor=False)
    assert "Adam Brook asks you to take this role" in client.get("/account/staff").text
    answer = client.post(f"/account/staff/{mark}")
    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["Location"]
    session.expire_all()
    assert nora.roles == {Role.MODERATOR}
    (grant,) = nora.grants
    assert grant.granted_by_id == adam.id
    assert client.get("/account").status_code == 303, "signed out"
    sign_in(client, nora, second_factor=False)
    assert client.get("/desk").status_code == 303, "a role works with a second factor only"
    entries = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(each.action, each.actor_id) for each in entries] == [
        ("roles.invite", adam.id),
        ("roles.accept", nora.id),
        ("roles.grant", adam.id),
    ]
    assert not any(ADDRESS in str(each.detail) + each.subject for each in entries)
    sign_in(client, adam)
    page = client.get("/desk/people").text
    assert "No second factor yet" in page


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"email": "other@example.org"}, "another address"),
        ({"email": ADDRESS, "confirmed": False}, "an address nobody confirmed"),
    ],
)
def test_an_invitation_is_for_the_confirmed_address(
    client: FlaskClient, session: Session, fields: dict[str, object], why: str
) -> None:
    invite(client)
    mark = the_invitation(session).mark
    somebody = a_person("Eve", **fields)  # type: ignore[arg-type]
    sign_in(client, somebody, second_factor=False)
    for method in ("POST", "DELETE"):
        assert client.open(f"/account/staff/{mark}", method=method).status_code == 404, why
    assert "asks you to take this role" not in client.get("/account/staff").text
    session.expire_all()
    assert not somebody.roles


def test_one_says_no_and_one_takes_it_back(client: FlaskClient, session: Session) -> None:
    invite(client)
    assert invite(client) == 422, "asked twice"
    nora = a_person("Nora", email=ADDRESS)
    sign_in(client, nora, second_factor=False)
    assert client.delete(f"/account/staff/{the_invitation(session).mark}").status_code == 303
    assert session.query(StaffInvitation).count() == 0
    sign_in(client, a_person("Bea", Role.ADMIN))
    assert invite(client, role="finance") == 303
    mark = the_invitation(session).mark
    assert client.delete(f"/desk/people/invitations/{mark}").status_code == 303
    assert client.delete(f"/desk/people/invitations/{mark}").status_code == 404
    session.rollback()
    assert not nora.roles


@pytest.mark.parametrize(
    ("address", "role", "sentence"),
    [
        ("nobody", "moderator", "Write an e-mail address"),
        ("", "moderator", "Please fill this in."),
        (ADDRESS, "king", "Choose one of the list."),
        (ADDRESS, "juror", "Choose one of the list."),
    ],
)
def test_what_is_wrong_is_said(client: FlaskClient, address: str, role: str, sentence: str) -> None:
    answer = client.post("/desk/people/invitations", data={"staff": address, "role": role})
    assert answer.status_code == 422
    assert sentence in answer.text


def test_an_invitation_ends_and_with_who_may_give_roles_no_more(
    session: Session, clock: Clock, adam: Person
) -> None:
    bea, nora = a_person("Bea", Role.ADMIN), a_person("Nora", email=ADDRESS)
    first = invite_staff(ADDRESS, Role.MODERATOR, by=adam)
    second = invite_staff(ADDRESS, Role.REVIEWER, by=bea)
    take_role(bea, Role.ADMIN, by=adam)
    with pytest.raises(Refused):
        accept(second, by=nora)
    clock.go(days=7)
    with pytest.raises(Refused):
        accept(first, by=nora)
    assert not nora.roles
    invite_staff(ADDRESS, Role.MODERATOR, by=adam)
    forget_staff_invitations()
    session.commit()
    assert the_invitation(session).role is Role.MODERATOR
    forget_staff_invitations_to(nora.id)
    assert session.query(StaffInvitation).count() == 0


def test_only_admins_invite(client: FlaskClient) -> None:
    for role in (Role.MODERATOR, Role.FINANCE, Role.REVIEWER):
        sign_in(client, a_person("Mia", role))
        assert invite(client) == 403


def test_a_role_that_one_person_holds_alone_is_named(
    client: FlaskClient, session: Session, adam: Person
) -> None:
    page = client.get("/desk/people").text
    assert re.search("Two people are needed for some decisions", page)
    a_person("Bea", Role.ADMIN)
    rita = a_person("Rita", Role.REVIEWER)
    gone = a_person("Gone", Role.REVIEWER, suspended_at=adam.created_at)
    assert roles_held_alone([adam, rita, gone]) == [Role.REVIEWER, Role.ADMIN]
