"""What finance types about batches and payments."""

from wtforms import StringField
from wtforms.validators import InputRequired, Length, Optional

from ideas.web.forms import Form
from ideas.web.languages import lazy_gettext as _l


class SentForm(Form):
    """The bank's reference."""

    reference = StringField(_l("Reference"), [Optional(), Length(max=120)])


class WhyForm(Form):
    """Why a batch is called off, a payment came back, or somebody is not paid for now."""

    reason = StringField(_l("Reason"), [InputRequired(), Length(max=300)])
