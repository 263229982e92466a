"""The forms at the entrance."""

from typing import Any

from flask import request
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    PasswordField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.form import BaseForm
from wtforms.validators import DataRequired, InputRequired, Length

from ideas.accounts.countries import countries
from ideas.accounts.rules import LONGEST_PASSWORD, address_of, name_of
from ideas.web.answer import back_or
from ideas.web.forms import Form, choice
from ideas.web.languages import language
from ideas.web.languages import lazy_gettext as _l

LONGEST_NAME, LONGEST_ADDRESS = 60, 254
AGES = [
    choice("", ""),
    choice("0", _l("Under 13")),
    choice("13", "13"),
    choice("14", "14"),
    choice("15", "15"),
    choice("16", _l("16 or 17")),
    choice("18", _l("18 or older")),
]


class Address(EmailField):
    """An e-mail address, folded; its ``data`` is what is kept."""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is no address."""
        folded = address_of(self.data or "")
        if folded is None:
            raise ValidationError(_l("Write an e-mail address like name@example.org."))
        self.data = folded


class NextForm(Form):
    """A form that remembers where its reader wants to go and what they came for."""

    next = HiddenField()
    errand = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.next.data = back_or("")
        self.errand.data = request.values.get("errand", "")


class SignInForm(NextForm):
    """Address and password."""

    email = Address(_l("E-mail address"), [InputRequired(), Length(max=LONGEST_ADDRESS)])
    password = PasswordField(_l("Password"), [InputRequired(), Length(max=LONGEST_PASSWORD)])


class NewcomerForm(NextForm):
    """What somebody says of themselves when joining."""

    name = StringField(
        _l("Name"),
        [DataRequired(), Length(max=LONGEST_NAME, message=_l("Use at most 60 characters."))],
        filters=[lambda text: name_of(text or "")],
    )
    email = Address(_l("E-mail address"), [InputRequired(), Length(max=LONGEST_ADDRESS)])
    password = PasswordField(_l("Password"), [InputRequired()])
    country = SelectField(_l("Country"), [InputRequired()])
    age = SelectField(_l("Age"), [InputRequired()], choices=AGES)
    agree = BooleanField(_l("I agree to the guidelines and the privacy page"), [InputRequired()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = countries(language())
        self.country.choices = [choice("", ""), *(choice(*each) for each in named)]


class AddressForm(Form):
    """An address alone."""

    email = Address(_l("E-mail address"), [InputRequired(), Length(max=LONGEST_ADDRESS)])


class NewPasswordForm(Form):
    """A new password."""

    password = PasswordField(_l("New password"), [InputRequired()])


class ButtonForm(NextForm):
    """Nothing but a button to press."""


class OwnPasswordForm(NextForm):
    """The password one signed up with."""

    password = PasswordField(_l("Password"), [InputRequired(), Length(max=LONGEST_PASSWORD)])
