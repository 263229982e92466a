"""Another address."""

from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from ideas.accounts.entry.forms import LONGEST_ADDRESS, Address
from ideas.accounts.rules import LONGEST_PASSWORD
from ideas.web.forms import Form
from ideas.web.languages import lazy_gettext as _l


class MoveForm(Form):
    """The present password and the new address."""

    present = PasswordField(_l("Present password"), [InputRequired(), Length(max=LONGEST_PASSWORD)])
    email = Address(_l("New e-mail address"), [InputRequired(), Length(max=LONGEST_ADDRESS)])
