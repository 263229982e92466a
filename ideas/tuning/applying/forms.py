"""Why a version is to be applied."""

from wtforms import StringField
from wtforms.validators import InputRequired, Length

from ideas.web.forms import Form
from ideas.web.languages import lazy_gettext as _l

MOST_REASON = 500


class ApplicationForm(Form):
    """The reason, for the second admin and the record."""

    reason = StringField(
        _l("Why open ideas should have it, too"),
        [InputRequired(), Length(max=MOST_REASON, message=_l("Use at most 500 characters."))],
    )
