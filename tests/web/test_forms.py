"""What WTForms says by itself is said in our words, in both languages."""

import re

import pytest
from flask import Flask
from flask_babel import force_locale
from wtforms import Field, IntegerField, StringField, TimeField
from wtforms.validators import Length, NumberRange

from ideas.web.forms import Form

THEIRS = re.compile(r"\b(Field|Number|Not a valid|Invalid)\b")


@pytest.mark.parametrize(
    ("field", "typed", "said", "dit"),
    [
        (StringField(validators=[Length(max=2)]), "abc", "At most 2 characters.", "2 caractères"),
        (StringField(validators=[Length(min=2)]), "a", "At least 2 characters.", "2 caractères"),
        (IntegerField(validators=[NumberRange(1, 3)]), "4", "from 1 to 3.", "de 1 à 3"),
        (IntegerField(validators=[NumberRange(min=1)]), "0", "not below 1.", "1"),
        (IntegerField(validators=[NumberRange(max=1)]), "2", "up to 1.", "1"),
        (IntegerField(), "one", "Write a whole number.", "nombre entier"),
        (TimeField(), "noon", "Write a time like 12:00.", "12:00"),
    ],
)
def test_errors_are_in_our_words(app: Flask, field: Field, typed: str, said: str, dit: str) -> None:
    class Sent(Form):
        value = field

    with app.test_request_context(method="POST", data={"value": typed}):
        for language, words in (("en", said), ("fr", dit)):
            with force_locale(language):
                form = Sent()
                assert not form.was_sent()
                (error,) = [str(each) for each in form.value.errors]
                assert words in error
                assert not THEIRS.search(error)
