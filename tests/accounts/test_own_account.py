"""One's own account: profile, password, sessions, data, leaving."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.actions import come_of_age
from ideas.accounts.links.actions import make_link
from ideas.accounts.links.models import Link, Purpose
from ideas.accounts.models import AgeBand, Consent, Person
from ideas.accounts.rules import AGES_VERSION
from ideas.accounts.sessions.queries import sessions_of
from ideas.mail.models import Message
from ideas.policy import Role
from tests.accounts.making import FORM, PASSWORD, mails_to, sign_in_by_form, sign_up, with_password
from tests.conftest import NOON, Clock
from tests.factories import a_person, sign_in

VERA = "vera@example.org"
NEW = "nine boats beside a red crane"


@pytest.fixture
def vera(client: FlaskClient, session: Session, clock: Clock) -> Person:
    """A fan who is signed in by password."""
    person = with_password(a_person("Vera", email=VERA), session)
    sign_in_by_form(client, VERA)
    return person


@pytest.mark.parametrize(
    "address",
    ["/account", "/account/password", "/account/sessions", "/account/data", "/account/leaving"],
)
def test_visitors_are_sent_to_sign_in(address: str, client: FlaskClient) -> None:
    answered = client.get(address)
    assert (answered.status_code, answered.location) == (303, f"/sign-in?next={address}")


def test_a_profile_is_changed(client: FlaskClient, vera: Person, session: Session) -> None:
    sent = {"name": " Vera  V. ", "about": "<b>I</b> like lamps.", "language": "fr"}
    assert client.post("/account", data=sent).location == "/account"
    session.rollback()
    assert (vera.name, vera.about, vera.language) == ("Vera V.", "<b>I</b> like lamps.", "fr")
    assert "&lt;b&gt;I&lt;/b&gt; like lamps." in client.get("/account").text


def test_a_profile_keeps_what_was_typed(client: FlaskClient, vera: Person) -> None:
    sent = {"name": "", "about": "Lamps.", "language": "xx"}
    answered = client.post("/account", data=sent)
    assert (answered.status_code, "Lamps." in answered.text) == (422, True)


def test_a_new_password_asks_for_the_present_one(
    client: FlaskClient, vera: Person, session: Session
) -> None:
    wrong = client.post("/account/password", data={"present": NEW, "password": NEW})
    assert (wrong.status_code, "not your present password" in wrong.text) == (422, True)
    weak = client.post("/account/password", data={"present": PASSWORD, "password": "12345678"})
    assert (weak.status_code, "easy to guess" in weak.text) == (422, True)
    other = client.application.test_client()
    sign_in(other, vera)
    with client.session_transaction() as kept:
        before = kept["_user_id"]
    sent = {"present": PASSWORD, "password": NEW}
    assert client.post("/account/password", data=sent).location == "/account"
    with client.session_transaction() as kept:
        assert kept["_user_id"] != before
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 303
    assert mails_to(session, VERA)[-1].template == "accounts/password_changed"


def test_staff_keep_their_second_factor_through_a_new_password(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    adam = with_password(a_person("Adam", Role.ADMIN), session)
    sign_in(client, adam)
    client.post("/account/password", data={"present": PASSWORD, "password": NEW})
    assert client.get("/desk/people").status_code == 200


def test_sessions_are_listed_and_ended(client: FlaskClient, vera: Person, session: Session) -> None:
    other = client.application.test_client()
    sign_in(other, vera)
    page = client.get("/account/sessions").text
    assert (page.count("<tr>"), page.count("This one")) == (3, 1)
    last = max(each.id for each in sessions_of(vera.id))
    client.post(f"/account/sessions/{last}", data={"_method": "DELETE"})
    assert other.get("/account").status_code == 303
    sign_in(other, vera)
    client.post("/account/sessions", data={"_method": "DELETE"})
    assert other.get("/account").status_code == 303
    assert client.get("/account").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(
    client: FlaskClient, vera: Person, session: Session
) -> None:
    eve = client.application.test_client()
    sign_in(eve, a_person("Eve"))
    eve.delete(f"/account/sessions/{sessions_of(vera.id)[0].id}")
    assert client.get("/account").status_code == 200


def test_ones_data_holds_what_was_given_and_no_secrets(
    client: FlaskClient, vera: Person, session: Session
) -> None:
    sign_up(client.application.test_client(), email="eve@example.org")
    answered = client.get("/account/data")
    assert answered.headers["Content-Disposition"].startswith("attachment")
    assert answered.json is not None
    (person,) = answered.json["people"]
    assert (person["email"], person["created_at"]) == (VERA, NOON.isoformat())
    assert len(answered.json["auth_sessions"]) == 1
    for secret in ("password_hash", "token_hash", "argon2", "eve@"):
        assert secret not in answered.text


def test_leaving_erases_the_person_and_keeps_the_row(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    sign_up(client, email=VERA)
    sign_in_by_form(client, VERA)
    vera = session.scalars(sa.select(Person)).one()
    make_link(Purpose.RESET, vera)
    session.commit()
    assert client.post("/account/leaving", data={"present": NEW}).status_code == 422
    assert client.post("/account/leaving", data={"present": PASSWORD}).status_code == 303
    session.rollback()
    assert (vera.name, vera.erased_at) == ("Former member", NOON)
    assert vera.email is vera.password_hash is vera.country is vera.age_band is None
    assert "vera" not in vera.handle
    assert sessions_of(vera.id) == []
    for table in (Link, Message):
        assert session.scalar(sa.select(sa.func.count()).select_from(table)) == 0
    assert session.scalar(sa.select(sa.func.count()).select_from(Consent)) == 3
    assert client.get("/account").status_code == 303
    assert sign_in_by_form(client, VERA).status_code == 422
    assert sign_up(client, **FORM).status_code == 303


def test_the_last_admin_cannot_leave(client: FlaskClient, session: Session, clock: Clock) -> None:
    adam = with_password(a_person("Adam", Role.ADMIN), session)
    sign_in(client, adam)
    answered = client.post("/account/leaving", data={"present": PASSWORD})
    assert (answered.status_code, "must stay admin" in answered.text) == (409, True)
    session.rollback()
    assert adam.erased_at is None


def test_a_minor_comes_of_age_once_and_signs_alone(
    client: FlaskClient, vera: Person, session: Session
) -> None:
    assert client.get("/account/age").location == "/account"  # an adult has nothing to say
    vera.age_band = AgeBand.MINOR
    session.commit()
    assert "I am 18 now" in client.get("/account").text
    assert client.post("/account/age", data={}).status_code == 422
    assert client.post("/account/age", data={"adult": "y"}).location == "/account"
    session.rollback()
    session.expire_all()
    assert vera.age_band is AgeBand.ADULT
    assert "I am 18 now" not in client.get("/account").text
    kept = sa.select(Consent.version).where(
        Consent.person_id == vera.id, Consent.document == "of age"
    )
    assert list(session.scalars(kept)) == [AGES_VERSION]
    come_of_age(vera)
    session.commit()
    assert len(list(session.scalars(kept))) == 1
