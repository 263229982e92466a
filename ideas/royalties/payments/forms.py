"""Marking a payment as sent."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import Length, Optional

from ideas.web.forms import Form


class ProposalForm(Form):
    """Which statement or which share's advance is paid."""

    statement = IntegerField(_l("Statement"), [Optional()])
    share = IntegerField(_l("Share"), [Optional()])


class SentForm(Form):
    """The bank's reference."""

    reference = StringField(_l("Reference"), [Optional(), Length(max=120)])
