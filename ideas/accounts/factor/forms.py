"""The forms of the second factor."""

from typing import Any

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from ideas.accounts.entry.forms import NextForm
from ideas.accounts.rules import LONGEST_PASSWORD
from ideas.web.languages import lazy_gettext as _l

LONGEST_CODE = 40


class CodeForm(NextForm):
    """A code to prove oneself."""

    code = StringField(_l("Code"), [InputRequired(), Length(max=LONGEST_CODE)])


class SetUpForm(CodeForm):
    """A code of the authenticator that is being set up; ``sealed`` is its secret, encrypted.

    ``present`` is asked for when it takes the place of another.
    """

    sealed = HiddenField()
    present = PasswordField(_l("Present password"), [InputRequired(), Length(max=LONGEST_PASSWORD)])

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_first:
            del self.present
