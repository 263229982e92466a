"""Two admins give a role."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ideas.accounts import personal
from ideas.accounts.appointing.actions import approve, give, take, take_back
from ideas.accounts.appointing.models import Appointment
from ideas.accounts.appointing.queries import appointments_waiting
from ideas.accounts.appointing.rules import takes_two
from ideas.accounts.invitations.actions import accept, invite_staff
from ideas.accounts.models import Person
from ideas.audit.models import AuditEntry
from ideas.db import db
from ideas.jobs.worker import drain
from ideas.mail.models import Message
from ideas.notifications.models import Notice
from ideas.policy import Role
from ideas.refusals import Refused
from tests.conftest import Clock
from tests.factories import a_person, sign_in, the_campaign
from tests.races import at_once

FINANCE, ADMIN = Role.FINANCE, Role.ADMIN


@pytest.fixture
def adam(session: Session, clock: Clock) -> Person:
    the_campaign()
    return a_person("Adam", ADMIN)


@pytest.fixture
def anna(adam: Person) -> Person:
    return a_person("Anna", ADMIN)


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, match=f"^{code}$")


@pytest.mark.parametrize(
    ("role", "gives", "is_self", "other_admins", "two"),
    [
        (FINANCE, True, False, 1, True),
        (ADMIN, True, False, 1, True),
        (FINANCE, True, True, 1, True),
        (ADMIN, True, False, 0, False),
        (FINANCE, False, False, 1, False),
        (ADMIN, False, False, 1, True),
        (ADMIN, False, True, 1, False),
    ],
)
def test_when_it_takes_two(
    role: Role, gives: bool, is_self: bool, other_admins: int, two: bool
) -> None:
    assert takes_two(role, gives=gives, is_self=is_self, other_admins=other_admins) is two


def test_a_lone_admin_gives_the_second_the_role(adam: Person) -> None:
    ben = a_person("Ben")
    assert give(ben, ADMIN, by=adam) is None
    assert ben.roles == {ADMIN}


def test_another_admin_agrees(session: Session, adam: Person, anna: Person) -> None:
    ben = a_person("Ben")
    made = give(ben, FINANCE, by=adam)
    assert made is not None
    assert give(ben, FINANCE, by=adam) is made
    assert (list(appointments_waiting()), ben.roles) == ([made], frozenset())
    with refused("approval.own"):
        approve(made, by=adam)
    approve(made, by=anna)
    session.commit()
    assert ben.roles == {FINANCE}
    assert not appointments_waiting()
    with refused("appointment.over"):
        approve(made, by=anna)
    with refused("appointment.over"):
        take_back(made, by=anna)
    assert session.scalars(sa.select(Message.template)).all() == ["accounts/role_given"]
    assert take(ben, FINANCE, by=adam) is None
    done = session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert done == ["appointment.propose", "appointment.approve", "roles.grant", "roles.take"]


def test_nobody_becomes_the_only_admin(session: Session, adam: Person, anna: Person) -> None:
    made = take(anna, ADMIN, by=adam)
    assert made is not None
    assert anna.roles == {ADMIN}
    anna.suspended_at = anna.created_at
    session.commit()
    assert give(a_person("Puppet"), ADMIN, by=adam) is not None
    take_back(made, by=adam)
    anna.suspended_at, adam.suspended_at = None, adam.created_at
    (waiting,) = appointments_waiting()
    with refused("appointment.over"):
        approve(waiting, by=anna)


def test_an_invitation_that_was_accepted_waits_as_well(
    session: Session, adam: Person, anna: Person
) -> None:
    ben = a_person("Ben", email="ben@example.org")
    invitation = invite_staff("ben@example.org", FINANCE, by=adam)
    assert accept(invitation, by=ben) is False
    assert ben.roles == frozenset()
    assert len(appointments_waiting(ben.id)) == 1
    personal.erase(ben)
    session.commit()
    assert list(appointments_waiting()) == []
    with pytest.raises(IntegrityError):
        session.execute(
            sa.insert(Appointment).values(
                person_id=anna.id,
                role=FINANCE,
                gives=True,
                proposed_by_id=adam.id,
                proposed_at=adam.created_at,
                approved_by_id=adam.id,
                approved_at=adam.created_at,
            )
        )
    session.rollback()


def test_who_proposed_and_who_was_to_get_it_hear_that_it_was_turned_down(
    app: Flask, session: Session, adam: Person, anna: Person
) -> None:
    ben = a_person("Ben")
    for by in (adam, anna, anna):
        made = give(ben, FINANCE, by=adam)
        assert made is not None
        take_back(made, by=by)
        session.commit()
    losing = take(anna, ADMIN, by=adam)
    assert losing is not None
    take_back(losing, by=anna)
    session.commit()
    drain(app)
    session.expire_all()
    notices = session.scalars(sa.select(Notice).order_by(Notice.id)).all()
    told = [(each.person_id, each.variant) for each in notices]
    assert sorted(told) == sorted(
        [(adam.id, "not_given"), (ben.id, "not_got"), (adam.id, "not_taken")]
    )
    assert "name" not in next(each for each in notices if each.person_id == ben.id).words


def test_agreeing_at_once_gives_it_once(app: Flask, adam: Person, anna: Person) -> None:
    ben, alva = a_person("Ben"), a_person("Alva", ADMIN)
    made = give(ben, FINANCE, by=adam)
    assert made is not None
    db.session.commit()
    ids = made.id, anna.id, alva.id

    def press(place: int) -> None:
        approve(db.session.get_one(Appointment, ids[0]), by=db.session.get_one(Person, ids[place]))

    said = at_once(app, lambda: press(1), lambda: press(2))
    assert sorted(said) == ["", "appointment.over"]


def test_the_pages(client: FlaskClient, session: Session, adam: Person, anna: Person) -> None:
    ben = a_person("Ben")
    page = f"/desk/people/{ben.handle}"
    sign_in(client, adam)
    assert client.post(f"{page}/roles", data={"role": "finance"}).location == page
    (made,) = appointments_waiting()
    place = f"/desk/people/appointments/{made.id}"
    assert "Ben is to become: Finance." in client.get(page).text
    assert f"{place}/approval" not in client.get(page).text
    assert client.post(f"{place}/approval").status_code == 409
    assert "Roles to agree to" not in client.get("/desk").text
    for person, status in ((None, 303), (a_person("Max", Role.MODERATOR), 403), (ben, 403)):
        client.post("/sign-out")
        if person is not None:
            sign_in(client, person)
        assert client.post(f"{place}/approval").status_code == status
        assert client.delete(place).status_code == status
    sign_in(client, anna)
    assert "Roles to agree to" in client.get("/desk").text
    assert f"{place}/approval" in client.get("/desk/people").text
    assert client.post(f"{place}/approval").location == page
    assert client.post(f"{place}/approval").status_code == 404
    session.expire_all()
    assert ben.roles == {FINANCE}
    client.delete(f"/desk/people/{adam.handle}/roles/admin")
    (losing,) = appointments_waiting()
    assert "Adam is to lose the role: Admin." in client.get("/desk/people").text
    assert client.delete(f"/desk/people/appointments/{losing.id}").status_code == 303
    assert list(appointments_waiting()) == []
