"""A form that means nothing: one field of every kind."""

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from ideas.web.forms import Day, Form, choice
from ideas.web.languages import lazy_gettext as _l

CHOICES = [choice("light", _l("Light")), choice("dark", _l("Dark"))]
MISSING = _l("Please fill this in.")


class SampleForm(Form):
    """Every kind of field."""

    text = StringField(
        _l("Title"), description=_l("A short sentence."), validators=[InputRequired()]
    )
    area = TextAreaField(_l("Story"), validators=[Optional(), Length(max=400)])
    number = IntegerField(_l("Votes"), validators=[InputRequired()])
    day = Day(_l("When"), validators=[InputRequired()])
    password = PasswordField(_l("Password"), validators=[InputRequired()])
    select = SelectField(_l("Theme"), choices=CHOICES)
    file = FileField(_l("Choose pictures"), validators=[Optional()])
    radio = RadioField(_l("Theme"), choices=CHOICES, validators=[InputRequired()])
    several = SelectMultipleField(
        _l("Theme"), choices=CHOICES, widget=ListWidget(), option_widget=CheckboxInput()
    )
    agree = BooleanField(_l("I have read the guidelines."), validators=[InputRequired()])


def empty_form() -> SampleForm:
    """As it comes, one field filled."""
    return SampleForm(formdata=None, prefix="empty-", number=2_688, radio="light")


def wrong_form() -> SampleForm:
    """As it comes back when everything is wrong."""
    form = SampleForm(formdata=None, prefix="wrong-")
    for field in form:
        if field.name != "wrong-csrf_token":
            field.errors = [MISSING]
    return form
