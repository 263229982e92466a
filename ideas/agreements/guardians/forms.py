"""Who signs with a minor, and their yes."""

from typing import Any

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ideas.accounts.entry.forms import LONGEST_ADDRESS, Address
from ideas.agreements.guardians.models import Relation
from ideas.agreements.guardians.rules import Guardian
from ideas.web.forms import Form, choice
from ideas.web.languages import lazy_gettext as _l
from ideas.web.speak import label_of

MOST_NAME = 120
MOST_WORDS = 500


class TheirAddress(Address):
    """An e-mail address, or nothing."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is neither."""
        if (self.data or "").strip():
            super().pre_validate(form)


class AskedForm(Form):
    """Who one's guardian is; empty for adults."""

    guardian = StringField(
        _l("Full name of your parent or guardian"), [Optional(), Length(max=MOST_NAME)]
    )
    relation = SelectField(_l("They are your"), [Optional()])
    address = TheirAddress(_l("Their e-mail address"), [Optional(), Length(max=LONGEST_ADDRESS)])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.relation.choices = [choice(each, label_of("relation", each)) for each in Relation]

    def asked(self) -> Guardian | None:
        """The guardian as typed; None where nobody was named."""
        name, relation = self.said("guardian"), self.said("relation") or Relation.PARENT.value
        return Guardian(name, self.said("address"), relation) if name.strip() else None


class GuardianNoForm(Form):
    """A guardian's no, with or without words."""

    words = TextAreaField(_l("What should they know?"), [Optional(), Length(max=MOST_WORDS)])


class GuardianForm(Form):
    """A guardian's yes: their name as a signature."""

    name = StringField(_l("Your full name"), [InputRequired(), Length(max=MOST_NAME)])
    agree = BooleanField(
        _l("I have read this, I may sign for this person, and I accept it with them."),
        [InputRequired()],
    )
