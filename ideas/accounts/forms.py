"""The forms of one's own account."""

from wtforms import BooleanField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from ideas.accounts.entry.forms import LONGEST_NAME
from ideas.accounts.rules import LONGEST_PASSWORD, name_of
from ideas.web.forms import Form, choice
from ideas.web.languages import LANGUAGES
from ideas.web.languages import lazy_gettext as _l

LONGEST_ABOUT = 1_000


class ProfileForm(Form):
    """What others see of a person, and the language they read."""

    name = StringField(
        _l("Name"),
        [DataRequired(), Length(max=LONGEST_NAME, message=_l("Use at most 60 characters."))],
        filters=[lambda text: name_of(text or "")],
    )
    about = TextAreaField(
        _l("About you"),
        [Length(max=LONGEST_ABOUT, message=_l("Use at most 1,000 characters."))],
        filters=[lambda text: (text or "").strip()],
    )
    language = SelectField(_l("Language"), choices=[choice(*each) for each in LANGUAGES.items()])


class PasswordForm(Form):
    """The present password and a new one."""

    present = PasswordField(_l("Present password"), [InputRequired(), Length(max=LONGEST_PASSWORD)])
    password = PasswordField(_l("New password"), [InputRequired()])


class AdultForm(Form):
    """A minor's word that they are an adult by now."""

    adult = BooleanField(_l("I am 18 or older"), [InputRequired()])


class LeavingForm(Form):
    """The present password, to leave for good."""

    present = PasswordField(_l("Present password"), [InputRequired(), Length(max=LONGEST_PASSWORD)])
