"""What the tests about accounts share: forms filled in, and the mail that came of them."""

from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from ideas.accounts.hashing import hashed
from ideas.accounts.models import Person
from ideas.db import take_write_lock
from ideas.mail.models import Message

PASSWORD = "seven lamps on the old pier"

FORM = {
    "name": "Vera Voter",
    "email": "vera@example.org",
    "password": PASSWORD,
    "country": "FR",
    "age": "18",
    "agree": "y",
}


def sign_up(client: FlaskClient, **changed: str) -> TestResponse:
    """Send the form of somebody who joins."""
    return client.post("/sign-up", data=FORM | changed)


def sign_in_by_form(client: FlaskClient, email: str, password: str = PASSWORD) -> TestResponse:
    """Send the form of somebody who signs in."""
    return client.post("/sign-in", data={"email": email, "password": password})


def with_password(person: Person, session: Session, password: str = PASSWORD) -> Person:
    """Give a person of the factory a password."""
    kept = hashed(password)
    take_write_lock()
    person.password_hash = kept
    session.commit()
    return person


def mails_to(session: Session, address: str) -> list[Message]:
    """Every message to an address, oldest first."""
    session.rollback()
    sent = sa.select(Message).where(Message.address == address).order_by(Message.id)
    return list(session.scalars(sent))


def token_to(session: Session, address: str) -> str:
    """The token in the last message to an address."""
    values: dict[str, Any] = mails_to(session, address)[-1].values
    return str(values["token"])
