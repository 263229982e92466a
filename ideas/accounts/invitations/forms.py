"""Whom to ask, and for which role."""

from typing import Any

from wtforms import SelectField
from wtforms.validators import InputRequired, Length

from ideas.accounts.entry.forms import LONGEST_ADDRESS, Address
from ideas.accounts.invitations.rules import ASKED_FOR
from ideas.policy import Role
from ideas.web.forms import Form, choice
from ideas.web.languages import lazy_gettext as _l
from ideas.web.speak import label_of


class StaffInvitationForm(Form):
    """An address and a role."""

    staff = Address(_l("E-mail address"), [InputRequired(), Length(max=LONGEST_ADDRESS)])
    role = SelectField(_l("Role"), [InputRequired()], coerce=Role)

    def __init__(self, **kept: Any) -> None:
        super().__init__(**kept)
        self.role.choices = [choice(role, label_of("role", role)) for role in ASKED_FOR]
