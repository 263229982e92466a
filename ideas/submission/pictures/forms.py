"""The forms of the pictures step."""

from flask_wtf.file import FileField, FileRequired, MultipleFileField
from wtforms import IntegerField, StringField
from wtforms.validators import Length, NumberRange, Optional

from ideas.submission.pictures.rules import LONGEST_ALT, MOST_PICTURES
from ideas.web.forms import Form
from ideas.web.languages import lazy_gettext as _l

KINDS = "image/jpeg,image/png,image/webp"


class UploadForm(Form):
    """Files to show."""

    file = MultipleFileField(
        _l("Choose pictures"),
        validators=[FileRequired(_l("Choose a file first."))],
        render_kw={"accept": KINDS},
    )


class ReplacementForm(Form):
    """A file to show in place of another."""

    file = FileField(
        _l("Choose another file"),
        validators=[FileRequired(_l("Choose a file first."))],
        render_kw={"accept": KINDS},
    )


class PictureForm(Form):
    """What a picture shows, and whether to move it."""

    alt = StringField(
        _l("What does it show?"),
        validators=[Length(max=LONGEST_ALT, message=_l("At most %(max)d characters."))],
    )
    steps = IntegerField(validators=[Optional(), NumberRange(-MOST_PICTURES, MOST_PICTURES)])
