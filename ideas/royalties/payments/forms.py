"""Marking a payment as sent."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length, Optional

from ideas.web.forms import Form


class SentForm(Form):
    """The bank's reference."""

    reference = StringField(_l("Reference"), [Optional(), Length(max=120)])
