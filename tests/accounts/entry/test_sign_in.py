"""Signing in and out, and choosing a new password."""

from unittest.mock import Mock

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts import handover, hashing
from ideas.accounts.entry import queries
from ideas.accounts.links.models import Link
from ideas.accounts.models import Person
from ideas.accounts.sessions.queries import session_by_token, sessions_of
from ideas.limits.rules import LIMITS
from ideas.policy import Role
from ideas.refusals import Refusal, Refused
from tests.accounts.making import (
    PASSWORD,
    mails_to,
    sign_in_by_form,
    sign_up,
    token_to,
    with_password,
)
from tests.conftest import NOON, Clock
from tests.factories import a_person, sign_in

VERA = "vera@example.org"
NEW = "nine boats beside a red crane"
WRONG = "This address and this password do not belong together."


@pytest.fixture
def vera(session: Session, clock: Clock) -> Person:
    """A fan with a password."""
    return with_password(a_person("Vera", email=VERA), session)


def token_in(client: FlaskClient) -> str:
    """The token of the browser's cookie."""
    with client.session_transaction() as kept:
        return str(kept.get("_user_id", ""))


def is_signed_in(client: FlaskClient) -> bool:
    """Does the browser get its own settings?"""
    return client.get("/account").status_code == 200


def test_address_and_password_open_a_session(client: FlaskClient, vera: Person) -> None:
    answered = sign_in_by_form(client, "Vera@Example.org ")
    assert (answered.status_code, is_signed_in(client)) == (303, True)
    assert answered.headers["Cache-Control"] == "no-store"


def test_one_lands_where_one_wanted_to_go(client: FlaskClient, vera: Person) -> None:
    turned = client.get("/account/sessions?x=1")
    assert (turned.status_code, turned.location) == (303, "/sign-in?next=/account/sessions?x%3D1")
    assert 'value="/account/sessions?x=1"' in client.get(turned.location).text
    sent = {"email": VERA, "password": PASSWORD, "next": "/account/sessions?x=1"}
    assert client.post("/sign-in", data=sent).location == "/account/sessions?x=1"


@pytest.mark.parametrize("goal", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_nobody_is_sent_to_another_site(goal: str, client: FlaskClient, vera: Person) -> None:
    sent = {"email": VERA, "password": PASSWORD, "next": goal}
    assert "evil" not in client.post("/sign-in", data=sent).location


def test_a_wrong_password_and_an_unknown_address_look_alike(
    client: FlaskClient, vera: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    matches = Mock(wraps=hashing.matches)
    monkeypatch.setattr(queries, "matches", matches)
    wrong = sign_in_by_form(client, VERA, NEW)
    unknown = sign_in_by_form(client, "eve1@example.org", NEW)
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert WRONG in wrong.text
    assert wrong.text == unknown.text.replace("eve1@example.org", VERA)
    assert matches.call_count == 2
    assert not is_signed_in(client)


def test_what_was_typed_stays_but_the_password(client: FlaskClient, vera: Person) -> None:
    answered = sign_in_by_form(client, VERA, "not this one")
    assert f'value="{VERA}"' in answered.text
    assert "not this one" not in answered.text


def test_the_session_is_another_one_after_signing_in(
    client: FlaskClient, vera: Person, session: Session
) -> None:
    sign_in(client, a_person("Eve"))
    planted = token_in(client)
    sign_in_by_form(client, VERA)
    assert token_in(client) != planted
    assert session_by_token(planted) is None
    own = session_by_token(token_in(client))
    assert own is not None
    assert own.person_id == vera.id


def test_signing_out_ends_the_session_for_every_copy_of_the_cookie(
    client: FlaskClient, vera: Person, session: Session
) -> None:
    sign_in_by_form(client, VERA)
    token = token_in(client)
    gone = client.post("/sign-out")
    assert (gone.status_code, gone.headers["Clear-Site-Data"]) == (303, '"storage"')
    assert not is_signed_in(client)
    with client.session_transaction() as kept:
        kept["_user_id"] = token
    assert not is_signed_in(client)


def test_the_suspended_learn_why_once_they_prove_who_they_are(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    eve = a_person(
        "Eve", email="eve@example.org", suspended_at=NOON, suspended_reason="Rude <words>."
    )
    with_password(eve, session)
    assert "Rude" not in sign_in_by_form(client, "eve@example.org", NEW).text
    answered = sign_in_by_form(client, "eve@example.org")
    assert answered.status_code == 422
    assert "The reason given: Rude &lt;words&gt;." in answered.text
    assert not is_signed_in(client)


def test_the_unconfirmed_are_shown_what_to_do(client: FlaskClient, session: Session) -> None:
    sign_up(client)
    assert sign_in_by_form(client, VERA).location.startswith("/account/confirmation")


def test_staff_go_on_to_the_second_factor(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    with_password(a_person("Max", Role.MODERATOR, email="max@example.org"), session)
    answered = sign_in_by_form(client, "max@example.org")
    assert answered.location.startswith("/account/second-factor")


def test_an_errand_is_run_when_somebody_signs_in(
    client: FlaskClient, vera: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wave(subject: str, *, by: Person) -> None:
        raise Refused(Refusal("suspension.self"))

    monkeypatch.setattr(handover, "_errands", {"wave": wave})
    sent = {"email": VERA, "password": PASSWORD, "errand": "wave:ada", "next": "/account"}
    assert client.post("/sign-in", data=sent).location == "/account"
    assert "You cannot suspend yourself." in client.get("/account").text


def test_guessing_is_slowed_where_it_comes_from_and_locks_nobody_out(
    client: FlaskClient, vera: Person
) -> None:
    for _ in range(LIMITS["sign_in"].most):
        assert sign_in_by_form(client, VERA, NEW).status_code == 422
    answered = sign_in_by_form(client, VERA)
    assert answered.status_code == 429
    assert 0 < int(answered.headers["Retry-After"]) <= 900
    sent = {"email": VERA, "password": PASSWORD}
    elsewhere = client.post("/sign-in", data=sent, environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert elsewhere.status_code == 303


def test_asking_for_a_new_password_tells_nothing(
    client: FlaskClient, vera: Person, session: Session
) -> None:
    known = client.post("/account/password/lost", data={"email": VERA})
    unknown = client.post("/account/password/lost", data={"email": "eve@example.org"})
    assert (known.status_code, known.text) == (303, unknown.text)
    for each in (known, unknown):
        assert each.headers.pop("X-Request-ID")  # one of its own
    assert dict(known.headers) == dict(unknown.headers)
    assert [mail.template for mail in mails_to(session, VERA)] == ["accounts/reset"]
    assert mails_to(session, "eve@example.org") == []
    assert session.scalar(sa.select(sa.func.count()).select_from(Link)) == 2


@pytest.mark.parametrize("address", [VERA, "eve@example.org"])
def test_asking_is_limited_for_known_and_unknown_alike(
    address: str, client: FlaskClient, vera: Person
) -> None:
    asked = [client.post("/account/password/lost", data={"email": address}) for _ in range(4)]
    assert [each.status_code for each in asked] == [303, 303, 303, 429]


def test_a_new_password_ends_every_other_session(
    client: FlaskClient, vera: Person, session: Session
) -> None:
    stolen = client.application.test_client()
    sign_in(stolen, vera)
    client.post("/account/password/lost", data={"email": VERA})
    address = f"/account/password/{token_to(session, VERA)}"
    assert client.get(address).status_code == 200
    refused = client.post(address, data={"password": "vera"})
    assert (refused.status_code, "at least 8" in refused.text) == (422, True)
    assert client.post(address, data={"password": NEW}).status_code == 303
    assert "Your new password is set" in client.get("/account").text
    assert is_signed_in(client)
    assert not is_signed_in(stolen)
    assert client.post(address, data={"password": NEW}).status_code == 410
    assert sign_in_by_form(client, VERA, PASSWORD).status_code == 422
    assert sign_in_by_form(client, VERA, NEW).status_code == 303
    assert mails_to(session, VERA)[-1].template == "accounts/password_changed"


def test_a_link_dies_with_the_password_it_was_made_for(
    client: FlaskClient, vera: Person, session: Session, clock: Clock
) -> None:
    client.post("/account/password/lost", data={"email": VERA})
    first = token_to(session, VERA)
    client.post("/account/password/lost", data={"email": VERA})
    client.post(f"/account/password/{token_to(session, VERA)}", data={"password": NEW})
    assert client.get(f"/account/password/{first}").status_code == 410
    client.post("/account/password/lost", data={"email": VERA})
    late = token_to(session, VERA)
    clock.go(hours=1)
    assert client.get(f"/account/password/{late}").status_code == 410


def test_who_reads_the_mail_owns_the_address(client: FlaskClient, session: Session) -> None:
    sign_up(client)
    client.post("/account/password/lost", data={"email": VERA})
    client.post(f"/account/password/{token_to(session, VERA)}", data={"password": NEW})
    session.rollback()
    person = session.scalars(sa.select(Person)).one()
    assert person.is_verified
    assert len(sessions_of(person.id)) == 1
