"""The form every form is made of: translated, protected, and keeping what was typed."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import DateField, SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import StopValidation

from ideas.db import db
from ideas.refusals import Refused
from ideas.web.languages import lazy_gettext as _l
from ideas.web.speak import sentence_of

Lazy = Any
NUMBER = re.compile("[0-9]{1,18}")
FIRST_YEAR, LAST_YEAR = 2000, 2199
_SENTENCES = {
    "This field is required.": _l("Please fill this in."),
    "Not a valid integer value.": _l("Write a whole number."),
    "Not a valid integer value": _l("Write a whole number."),
    "Not a valid decimal value.": _l("Write a number."),
    "Not a valid date value.": _l("Write a date like 2030-12-31."),
    "Not a valid choice.": _l("Choose one of the list."),
    "Not a valid choice": _l("Choose one of the list."),
    "Not a valid time value.": _l("Write a time like 12:00."),
    "Field cannot be longer than %(max)d character.": _l("At most %(max)d characters."),
    "Field cannot be longer than %(max)d characters.": _l("At most %(max)d characters."),
    "Field must be at least %(min)d character long.": _l("At least %(min)d characters."),
    "Field must be at least %(min)d characters long.": _l("At least %(min)d characters."),
    "Number must be at least %(min)s.": _l("Write a number not below %(min)s."),
    "Number must be at most %(max)s.": _l("Write a number up to %(max)s."),
    "Number must be between %(min)s and %(max)s.": _l("Write a number from %(min)s to %(max)s."),
    "Invalid Choice: could not coerce.": _l("Choose one of the list."),
    "Invalid email address.": _l("Write an e-mail address like name@example.org."),
}


class _Sentences:
    """Gives WTForms' own messages in our words and the reader's language."""

    def gettext(self, string: str) -> str:
        return str(_SENTENCES.get(string, string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.gettext(singular if n == 1 else plural)


class Form(FlaskForm):  # type: ignore[misc]
    """Base of every form."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """WTForms' settings."""

        def get_translations(self, form: Any) -> _Sentences:
            """Our sentences."""
            return _Sentences()

    def was_sent(self) -> bool:
        """True when the form was posted and everything in it is valid."""
        return bool(self.validate_on_submit())

    def say(self, field: str, sentence: Lazy) -> None:
        """Put a sentence beside a field."""
        self[field].errors = [*self[field].errors, sentence]

    def said(self, field: str) -> str:
        """The text in a field, empty when there is none."""
        return str(self[field].data or "")

    @contextmanager
    def refusals_beside(self, **fields: str) -> Iterator[None]:
        """Say a refusal beside the field its code begins with, or the one named for it here.

        ``age.too_young`` is said beside ``age``; with ``claim="email"``, ``claim.done`` beside it.
        A whole code may be named, too, and goes before its beginning.
        """
        try:
            yield
        except Refused as refused:
            code = refused.refusal.code
            kind = code.partition(".")[0]
            field = fields.get(code, fields.get(kind, kind))
            if field not in self:
                raise
            db.session.rollback()
            self.say(field, sentence_of(refused.refusal))

    @property
    def status(self) -> int:
        """200 before it was sent; 422 when it comes back."""
        return 422 if self.is_submitted() else 200

    @property
    def problems(self) -> Mapping[str, Any]:
        """Field names and their sentences, for the summary above the form."""
        return {name: errors for name, errors in self.errors.items() if errors}


class InOneLanguage:
    """Marks what is needed in one of several languages; a rule refuses it when it is in none."""

    field_flags: Mapping[str, Any] = {"in_one_language": True}

    def __call__(self, form: Any, field: Any) -> None:
        """Any language is right."""


class OneOfTwo:
    """Marks each of two fields of which one is needed; a rule refuses none, and both."""

    field_flags: Mapping[str, Any] = {"one_of_two": True}

    def __call__(self, form: Any, field: Any) -> None:
        """Either is right."""


class Day(DateField):
    """A day of these two centuries: others are slips, and some are no moment in every zone."""

    def pre_validate(self, form: Any) -> None:
        """Refuse a slip."""
        if self.data is not None and not FIRST_YEAR <= self.data.year <= LAST_YEAR:
            raise StopValidation(
                _l("Write a day from %(first)s to %(last)s.", first=FIRST_YEAR, last=LAST_YEAR)
            )


def choice(value: Any, label: Lazy) -> Any:
    """An option of a select or of radio buttons."""
    return SelectChoice(value, label)


def typed(name: str) -> str:
    """What was typed in a field that belongs to no form class."""
    return request.form.get(name, "").strip()


def numbered(text: str) -> int | None:
    """The number of a row that somebody sent, as far as the database counts; else None."""
    return int(text) if NUMBER.fullmatch(text) else None
