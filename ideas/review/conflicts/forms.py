"""Declaring a conflict of interest."""

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from ideas.review.conflicts.rules import LONGEST_REASON
from ideas.web.forms import Form
from ideas.web.languages import lazy_gettext as _l


class ConflictForm(Form):
    """Why somebody must not judge an idea."""

    nearness = TextAreaField(
        _l("How are you connected to it?"),
        [InputRequired(_l("Please fill this in.")), Length(max=LONGEST_REASON)],
    )
