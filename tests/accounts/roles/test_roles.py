"""Roles, suspensions and the desk's pages about people."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.imports.actions import import_people
from ideas.accounts.models import NOBODY, Person
from ideas.accounts.roles import actions, rules
from ideas.accounts.roles.queries import people_found
from ideas.accounts.sessions.queries import sessions_of
from ideas.audit.models import AuditEntry
from ideas.db import take_write_lock
from ideas.policy import Role
from ideas.refusals import Refused
from tests.conftest import NOON, Clock
from tests.factories import a_person, sign_in

ADMIN, MODERATOR = Role.ADMIN, Role.MODERATOR
NONE: frozenset[Role] = frozenset()


@pytest.fixture
def adam(session: Session, clock: Clock) -> Person:
    """The only admin."""
    return a_person("Adam", ADMIN)


def test_roles_are_for_verified_people_who_lack_them() -> None:
    assert rules.refusal_to_grant(MODERATOR, held=NONE, is_verified=True) is None
    refused = rules.refusal_to_grant(MODERATOR, held=NONE, is_verified=False)
    assert refused is not None
    assert refused.code == "role.unverified"
    refused = rules.refusal_to_grant(ADMIN, held=frozenset({ADMIN}), is_verified=True)
    assert refused is not None
    assert refused.code == "role.held"


@pytest.mark.parametrize(
    ("role", "held", "admins", "code"),
    [
        (ADMIN, {ADMIN}, 2, None),
        (ADMIN, {ADMIN}, 1, "role.last_admin"),
        (MODERATOR, {ADMIN, MODERATOR}, 1, None),
        (MODERATOR, {ADMIN}, 2, "role.not_held"),
    ],
)
def test_an_admin_stays(role: Role, held: set[Role], admins: int, code: str | None) -> None:
    refused = rules.refusal_to_take(role, held=frozenset(held), admins=admins)
    assert (refused.code if refused else None) == code


@pytest.mark.parametrize(
    ("reason", "held", "is_self", "is_suspended", "code"),
    [
        ("Spam", NONE, False, False, None),
        ("Spam", frozenset({ADMIN}), False, False, "role.last_admin"),
        (" ", NONE, False, False, "suspension.no_reason"),
        ("Spam", NONE, True, False, "suspension.self"),
        ("Spam", NONE, False, True, "suspension.twice"),
    ],
)
def test_suspending_has_its_bounds(
    reason: str, held: frozenset[Role], is_self: bool, is_suspended: bool, code: str | None
) -> None:
    refused = rules.refusal_to_suspend(
        reason, held=held, admins=1, is_self=is_self, is_suspended=is_suspended
    )
    assert (refused.code if refused else None) == code


def test_a_role_is_given_with_a_trace_and_ends_sessions(
    client: FlaskClient, adam: Person, session: Session
) -> None:
    vera = a_person("Vera")
    sign_in(client, vera)
    actions.grant_role(vera, MODERATOR, by=adam)
    session.commit()
    assert vera.roles == {MODERATOR}
    assert vera.grants[0].granted_by_id == adam.id
    assert sessions_of(vera.id) == []
    entry = session.scalars(sa.select(AuditEntry)).one()
    assert (entry.action, entry.subject) == ("roles.grant", f"person:{vera.id}")
    assert (entry.actor_id, entry.detail) == (adam.id, {"role": "moderator"})
    with pytest.raises(Refused):
        actions.grant_role(vera, MODERATOR, by=adam)


def test_a_role_is_taken_but_never_the_last_admins(adam: Person, session: Session) -> None:
    with pytest.raises(Refused) as refused:
        actions.take_role(adam, ADMIN, by=adam)
    assert refused.value.refusal.code == "role.last_admin"
    ann = a_person("Ann", ADMIN, suspended_at=NOON)
    with pytest.raises(Refused):
        actions.take_role(adam, ADMIN, by=adam)
    actions.lift(ann, by=adam)
    session.commit()
    actions.take_role(adam, ADMIN, by=adam)
    session.commit()
    assert (adam.is_staff, ann.is_staff) == (False, True)


def test_the_suspended_are_out(client: FlaskClient, adam: Person, session: Session) -> None:
    eve = a_person("Eve", email="eve@example.org")
    sign_in(client, eve)
    assert actions.suspend(eve, " Twelve adverts. ", by=adam) == eve.suspended_at
    session.commit()
    assert client.get("/account").status_code == 303
    assert eve.suspended_reason == "Twelve adverts."
    trace = session.scalars(sa.select(AuditEntry)).one()
    assert "adverts" not in repr(trace.detail)
    assert [actions.lift(eve, by=adam), actions.lift(eve, by=adam)] == [True, False]
    session.commit()
    assert eve.is_verified


def test_people_are_found_by_name_and_address(session: Session, clock: Clock) -> None:
    vera, ada = a_person("Véra 100%"), a_person("Ada", email="ada@example.org")
    assert people_found("100%", before_id=None, limit=9) == [vera]
    assert people_found("ADA@EX", before_id=None, limit=9) == [ada]
    assert people_found("%", before_id=None, limit=9) == [vera]
    assert people_found("", before_id=ada.id, limit=9) == [vera]


def test_nobody_is_no_person_to_be_found(session: Session, clock: Clock) -> None:
    take_write_lock()
    import_people(NOBODY, ["None of these"])
    vera = a_person("Vera")
    assert people_found("", before_id=None, limit=9) == [vera]


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.REVIEWER, Role.FINANCE, None])
def test_only_admins_see_people(
    role: Role | None, client: FlaskClient, adam: Person, session: Session
) -> None:
    person = a_person("Max", *([role] if role else []))
    sign_in(client, person)
    here = f"/desk/people/{adam.handle}"
    for answered in (
        client.get("/desk/people"),
        client.get(here),
        client.post(f"{here}/roles", data={"role": "admin"}),
        client.delete(f"{here}/roles/admin"),
        client.post(f"{here}/suspension", data={"reason_en": "No"}),
    ):
        assert answered.status_code == 403
    session.rollback()
    assert (adam.is_staff, adam.suspended_at) == (True, None)


def test_visitors_are_sent_to_sign_in(client: FlaskClient, adam: Person) -> None:
    assert client.get("/desk/people").location.startswith("/sign-in")


def test_an_admin_gives_and_takes_without_script(
    client: FlaskClient, adam: Person, session: Session
) -> None:
    vera = a_person("Vera")
    sign_in(client, adam)
    here = f"/desk/people/{vera.handle}"
    assert client.post(f"{here}/roles", data={"role": "moderator"}).location == here
    assert "Moderator" in client.get(here).text
    taken = client.post(f"{here}/roles/moderator", data={"_method": "DELETE"})
    assert taken.location == here
    again = client.post(f"{here}/roles/moderator", data={"_method": "DELETE"})
    assert (again.status_code, "is not “Moderator”" in again.text) == (409, True)
    assert client.post(f"{here}/roles", data={"role": "king"}).status_code == 404
    assert client.delete(f"{here}/roles/king").status_code == 404
    assert client.get("/desk/people/nobody").status_code == 404


def test_the_list_is_searched_and_paged(
    client: FlaskClient, adam: Person, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ideas.accounts.roles.views.PER_PAGE", 2)
    names = ["Ben", "Cleo", "Dora"]
    for name in names:
        a_person(name)
    sign_in(client, adam)
    first = client.get("/desk/people?q=example.org").text
    assert ("Dora" in first, "Cleo" in first, "Ben" in first) == (True, True, False)
    after = first.split("after=")[1].split('"')[0]
    second = client.get(f"/desk/people?q=example.org&after={after}").text
    assert ("Ben" in second, "Dora" in second) == (True, False)
    assert "Nobody was found." in client.get("/desk/people?q=zebra").text


def test_an_admin_signs_somebody_out_everywhere(
    client: FlaskClient, session: Session, adam: Person
) -> None:
    mia = a_person("Mia", MODERATOR)
    sign_in(client, mia)
    sign_in(client, adam)
    page = client.get(f"/desk/people/{mia.handle}").text
    assert f'action="/desk/people/{mia.handle}/sessions"' in page
    assert f'href="/desk/audit?by={mia.handle}"' in page
    assert client.delete(f"/desk/people/{mia.handle}/sessions").status_code == 303
    session.rollback()
    assert not sessions_of(mia.id)
    assert sessions_of(adam.id)
    done = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert done is not None
    assert (done.action, done.actor_id) == ("people.sign_out", adam.id)
    assert "Nowhere." in client.get(f"/desk/people/{mia.handle}").text


def test_only_an_admin_signs_others_out(client: FlaskClient, adam: Person) -> None:
    sign_in(client, a_person("Mia", MODERATOR))
    assert client.delete(f"/desk/people/{adam.handle}/sessions").status_code == 403
