"""The forms of the second factor."""

from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from ideas.accounts.entry.forms import NextForm
from ideas.web.languages import lazy_gettext as _l

LONGEST_CODE = 40


class CodeForm(NextForm):
    """A code to prove oneself."""

    code = StringField(_l("Code"), [InputRequired(), Length(max=LONGEST_CODE)])


class SetUpForm(CodeForm):
    """A code of the authenticator that is being set up; ``sealed`` is its secret, encrypted."""

    sealed = HiddenField()
