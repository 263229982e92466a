"""The forms of people and roles."""

from typing import Any

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ideas.accounts.roles.rules import SuspensionGround
from ideas.policy import Role
from ideas.web.forms import Form, choice
from ideas.web.languages import LANGUAGES
from ideas.web.languages import lazy_gettext as _l
from ideas.web.speak import label_of

LONGEST_REASON = 500
_LENGTH = Length(max=LONGEST_REASON, message=_l("Use at most 500 characters."))


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
    reason_en = TextAreaField(_l("Reason in English"), [Optional(), _LENGTH])
    reason_fr = TextAreaField(_l("Reason in French"), [Optional(), _LENGTH])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.ground.choices = [
            choice(each.value, label_of("ground", each)) for each in SuspensionGround
        ]

    def validate(self, extra_validators: object = None) -> bool:
        """Also: there is a reason in one language at least."""
        is_good = super().validate(extra_validators)
        if not any(self.reason.values()):
            self.say("reason_en", _l("Write why, in one language at least."))
        return is_good and not self.errors

    @property
    def reason(self) -> dict[str, str]:
        """What was typed, per language."""
        said = {language: self.said(f"reason_{language}").strip() for language in LANGUAGES}
        return {language: text for language, text in said.items() if text}
