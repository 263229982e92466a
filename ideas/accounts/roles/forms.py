"""The forms of people and roles."""

from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

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
    """Why somebody is kept out."""

    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(), Length(max=LONGEST_REASON, message=_l("Use at most 500 characters."))],
    )
