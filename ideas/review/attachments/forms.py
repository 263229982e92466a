"""Sending a file."""

from flask_wtf.file import FileField, FileRequired

from ideas.web.forms import Form
from ideas.web.languages import lazy_gettext as _l

ENDINGS = ".pdf,.jpg,.jpeg,.png,.webp,.xlsx"


class AttachmentForm(Form):
    """A file to put beside a case."""

    attachment = FileField(
        _l("A PDF, a picture or a workbook (.xlsx), up to 8 MB"),
        validators=[FileRequired(_l("Choose a file first."))],
        render_kw={"accept": ENDINGS},
    )
