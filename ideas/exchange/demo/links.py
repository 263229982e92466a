"""Links by which one comes in as somebody of the story."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app, url_for

from ideas.accounts.actions import make_sign_in_link
from ideas.accounts.queries import person_by_email
from ideas.config import Config
from ideas.db import db

GUESTS = (
    ("fan", ("vera",)),
    ("creator", ("ada",)),
    ("moderator", ("maren", "idris")),
    ("reviewer", ("yuki", "otto")),
    ("finance", ("fenna", "bruno")),
    ("admin", ("adele", "kofi")),
)


@dataclass(frozen=True)
class Door:
    """Who one is behind a link, which works once."""

    role: str
    name: str
    url: str


def doors() -> Iterator[Door]:
    """A new link for everybody one can be."""
    config: Config = current_app.extensions["ideas.config"]
    for role, keys in GUESTS:
        for key in keys:
            person = person_by_email(f"{key}@example.org")
            if person is None:
                raise LookupError(f"{key} is not there")
            token = make_sign_in_link(person)
            with current_app.test_request_context():
                path = url_for("accounts.sign_in_by_link", token=token)
            yield Door(role, person.name, config.base_url + path)
    db.session.commit()
