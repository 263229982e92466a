"""An account moves to another address, and whoever had it before can take it back."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts import personal
from ideas.accounts.addresses import actions
from ideas.accounts.addresses.rules import refusal_to_move
from ideas.accounts.entry.actions import set_password
from ideas.accounts.hashing import matches
from ideas.accounts.models import Person
from ideas.accounts.sessions.queries import sessions_of
from ideas.refusals import Refused
from tests.accounts.making import (
    PASSWORD,
    mails_to,
    sign_in_by_form,
    sign_up,
    token_to,
    with_password,
)
from tests.conftest import Clock
from tests.factories import a_person

OLD, NEW = "vera@example.org", "vera@elsewhere.example"
HERE = "/account/address"


@pytest.fixture
def vera(client: FlaskClient, session: Session, clock: Clock) -> Person:
    """A fan who is signed in by password."""
    person = with_password(a_person("Vera", email=OLD), session)
    sign_in_by_form(client, OLD)
    return person


def test_an_address_has_one_account() -> None:
    refusal = refusal_to_move(is_free=False)
    assert refusal is not None
    assert refusal.code == "address.taken"
    assert refusal_to_move(is_free=True) is None


def test_an_account_moves_once_the_new_address_has_answered(
    client: FlaskClient, vera: Person, session: Session
) -> None:
    other = client.application.test_client()
    sign_in_by_form(other, OLD)
    wrong = client.post(HERE, data={"present": "no", "email": NEW})
    assert (wrong.status_code, "not your present password" in wrong.text) == (422, True)
    same = client.post(HERE, data={"present": PASSWORD, "email": OLD})
    assert (same.status_code, "your address already" in same.text) == (422, True)
    assert client.post(HERE, data={"present": PASSWORD, "email": NEW}).location == "/account"
    session.rollback()
    assert vera.email == OLD  # nothing moved yet
    link = f"{HERE}/{token_to(session, NEW)}"
    stranger = client.application.test_client()
    assert "Password" in stranger.get(link).text  # who is not signed in types it
    assert stranger.post(link, data={"password": "no"}).status_code == 422
    assert client.get(link).status_code == 200
    session.rollback()
    assert vera.email == OLD  # reading changes nothing
    assert client.post(link).location == "/account"
    session.rollback()
    session.expire_all()
    assert (vera.email, vera.is_verified) == (NEW, True)
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 303  # every other session ended
    assert client.get(link).status_code == 410  # once
    told = mails_to(session, OLD)[-1]
    assert (told.template, NEW in str(told.values)) == ("accounts/address_changed", False)


def test_a_known_address_gets_the_same_answer(
    client: FlaskClient, vera: Person, session: Session
) -> None:
    ben = with_password(a_person("Ben", email=NEW), session)
    session.commit()
    assert client.post(HERE, data={"present": PASSWORD, "email": NEW}).location == "/account"
    assert [each.template for each in mails_to(session, NEW)] == ["accounts/known"]
    session.expire_all()
    assert (vera.email, ben.email) == (OLD, NEW)


def test_what_was_taken_is_taken_back_whatever_happened(
    client: FlaskClient, vera: Person, session: Session, clock: Clock
) -> None:
    actions.ask_move(vera, "eve@example.org")
    session.commit()
    actions.move(token_to(session, "eve@example.org"))
    set_password(vera, "what Eve chose")
    session.commit()
    clock.go(hours=24)
    actions.ask_move(vera, "eve@third.example")
    session.commit()
    actions.move(token_to(session, "eve@third.example"))
    session.commit()
    later = token_to(session, "eve@example.org")
    fresh = client.application.test_client()
    sign_up(fresh, email=OLD)  # Eve tries to keep the address busy
    session.rollback()
    back = f"{HERE}/back/{token_of_change(session)}"
    assert fresh.get(back).status_code == 200
    assert fresh.post(back).location == "/account/password/lost/sent"
    session.rollback()
    session.expire_all()
    assert (vera.email, vera.is_verified, vera.password_hash) == (OLD, True, None)
    assert list(sessions_of(vera.id)) == []
    assert not matches("what Eve chose", vera.password_hash)
    assert mails_to(session, OLD)[-1].template == "accounts/reset"
    assert fresh.get(f"{HERE}/back/{later}").status_code == 410  # Eve's own way back is shut
    assert fresh.get(back).status_code == 410


def token_of_change(session: Session) -> str:
    """The way back in the mail to the first address."""
    (told,) = [
        each for each in mails_to(session, OLD) if each.template == "accounts/address_changed"
    ]
    return str(told.values["token"])


def test_the_way_back_ends_after_two_days_and_frees_the_address(
    client: FlaskClient, vera: Person, session: Session, clock: Clock
) -> None:
    actions.ask_move(vera, NEW)
    session.commit()
    actions.move(token_to(session, NEW))
    session.commit()
    back = f"{HERE}/back/{token_of_change(session)}"
    with pytest.raises(Refused):
        actions.move("no such link")
    session.rollback()
    clock.go(hours=47)
    fresh = client.application.test_client()
    assert fresh.get(back).status_code == 200
    clock.go(hours=2)
    assert fresh.get(back).status_code == 410
    sign_up(fresh, email=OLD)
    assert mails_to(session, OLD)[-1].template == "accounts/confirm"


def test_two_who_move_to_one_address(session: Session, clock: Clock) -> None:
    people = [a_person(name, email=f"{name}@example.org") for name in ("ada", "ben")]
    tokens = []
    for person in people:
        actions.ask_move(person, NEW)
        session.commit()
        tokens.append(token_to(session, NEW))
    actions.move(tokens[0])
    session.commit()
    with pytest.raises(Refused, match=r"address\.taken"):
        actions.move(tokens[1])
    session.rollback()
    assert people[1].email == "ben@example.org"


def test_a_typing_error_at_sign_up_is_mended(session: Session, clock: Clock) -> None:
    una = a_person("Una", email="una@exmaple.org", confirmed=False)
    actions.ask_move(una, NEW)
    session.commit()
    actions.move(token_to(session, NEW))
    session.commit()
    assert (una.email, una.is_verified) == (NEW, True)
    assert mails_to(session, "una@exmaple.org") == []  # it never was shown to be theirs


def test_nobody_comes_back_to_an_erased_account(session: Session, clock: Clock) -> None:
    vera = a_person("Vera", email=OLD)
    actions.ask_move(vera, NEW)
    session.commit()
    actions.move(token_to(session, NEW))
    session.commit()
    token = token_of_change(session)
    personal.erase(vera)
    session.commit()
    with pytest.raises(Refused):
        actions.go_back(token)
