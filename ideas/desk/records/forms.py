"""What one looks for in the audit log."""

import re
from datetime import UTC, datetime, time, timedelta
from typing import Any

from flask import request
from flask_login import current_user
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import Optional

from ideas.accounts.models import Person
from ideas.accounts.queries import person_by_handle
from ideas.accounts.roles.queries import staff
from ideas.audit.queries import Wanted
from ideas.journey.queries import idea_shown_to
from ideas.web.forms import Day, Form, choice
from ideas.web.languages import lazy_gettext as _l

SUBJECT = re.compile(r"[a-z_]+:\S+")
NOTHING = "nothing:0"


class RecordFilter(Form):
    """Who did what to what, and when; read from the address."""

    class Meta(Form.Meta):
        """A filter changes nothing and needs no token."""

        csrf = False

    kind = HiddenField()
    by = SelectField(_l("Who"), validate_choice=False)
    about = StringField(_l("About"))
    since = Day(_l("From"), [Optional()])
    until = Day(_l("Until"), [Optional()])

    def __init__(self) -> None:
        super().__init__(formdata=request.args)
        self.validate()
        self.person = person_by_handle(self.by.data) if self.by.data else None
        self.by.choices = [choice("", _l("Everybody")), *map(_named, self._offered())]

    def _offered(self) -> list[Person]:
        """The staff, and whoever is asked for though they are on the staff no more."""
        people = list(staff())
        return people if self.person is None or self.person in people else [*people, self.person]

    @property
    def wanted(self) -> Wanted:
        """The same for the query; whom or what nobody knows did nothing."""
        is_unknown = bool(self.by.data) and self.person is None
        return Wanted(
            action=self.said("kind").strip(),
            by=self.person.id if self.person else None,
            subject=NOTHING if is_unknown else subject_named(self.said("about").strip()),
            since=_begins(self.since),
            until=_begins(self.until, days=1),
        )

    @property
    def asked(self) -> dict[str, str]:
        """What was asked for, to stand in an address."""
        given = {name: request.args.get(name, "").strip() for name in self.data}
        return {name: text for name, text in given.items() if text}


def subject_named(text: str) -> str:
    """``idea:12`` of an idea's slug, ``person:3`` of a handle; what is so already stays."""
    if not text or SUBJECT.fullmatch(text):
        return text
    if (idea := idea_shown_to(current_user, text)) is not None:
        return f"idea:{idea.id}"
    person = person_by_handle(text.removeprefix("@"))
    return f"person:{person.id}" if person else NOTHING


def _begins(field: Any, *, days: int = 0) -> datetime | None:
    if field.data is None or field.errors:
        return None
    return datetime.combine(field.data + timedelta(days=days), time(), UTC)


def _named(person: Person) -> Any:
    return choice(person.handle, person.name)
