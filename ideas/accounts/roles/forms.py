"""The forms of people and roles."""

from typing import Any

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from ideas.accounts.roles.rules import SuspensionGround
from ideas.policy import Role
from ideas.web.forms import Form, choice
from ideas.web.languages import lazy_gettext as _l
from ideas.web.speak import label_of

LONGEST_REASON = 500


class RoleForm(Form):
    """A role to give."""

    role = SelectField(_l("Role"), [InputRequired()], coerce=Role)

    def __init__(self, held: frozenset[Role]) -> None:
        super().__init__()
        self.role.choices = [
            choice(role, label_of("role", role)) for role in Role if role not in held
        ]


class SuspensionForm(Form):
    """Why somebody is kept out: the ground, and what happened."""

    ground = RadioField(_l("Ground"))
    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(), Length(max=LONGEST_REASON, message=_l("Use at most 500 characters."))],
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.ground.choices = [
            choice(each.value, label_of("ground", each)) for each in SuspensionGround
        ]
