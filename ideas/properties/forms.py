"""A property as the staff type it."""

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ideas.properties.models import PropertyKind
from ideas.properties.rules import LONGEST_NAME, LONGEST_NOTE
from ideas.web.forms import Form, choice
from ideas.web.languages import lazy_gettext as _l

MISSING = _l("Please fill this in.")
KINDS = [
    choice(PropertyKind.BLOCKED.value, _l("Blocked: we cannot make what rests on it")),
    choice(PropertyKind.LICENSED.value, _l("Licensed: we may use it, and look at how")),
]


class PropertyForm(Form):
    """Its name, its other names, what it means, a note."""

    name = StringField(
        _l("Name"),
        [
            InputRequired(MISSING),
            Length(max=LONGEST_NAME, message=_l("Keep it within 80 characters.")),
        ],
    )
    kind = RadioField(_l("What it means"), choices=KINDS, validators=[InputRequired(MISSING)])
    aliases = TextAreaField(
        _l("Other names"),
        [Optional(), Length(max=2_000, message=_l("Keep them within 2,000 characters."))],
    )
    note = TextAreaField(
        _l("Note for staff"),
        [Optional(), Length(max=LONGEST_NOTE, message=_l("Keep it within 1,000 characters."))],
    )
