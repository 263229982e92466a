"""Marking a payment as sent."""

from wtforms import StringField
from wtforms.validators import Length, Optional

from ideas.web.forms import Form
from ideas.web.languages import lazy_gettext as _l


class SentForm(Form):
    """The bank's reference."""

    reference = StringField(_l("Reference"), [Optional(), Length(max=120)])
