"""What reviewers type on a scorecard."""

from wtforms import TextAreaField
from wtforms.validators import Length, Optional

from ideas.web.forms import Form
from ideas.web.languages import lazy_gettext as _l

LONGEST_NOTE = 4_000


class NoteForm(Form):
    """The note of a scorecard; its points are read by criterion."""

    note = TextAreaField(_l("Private note"), [Optional(), Length(max=LONGEST_NOTE)])
