"""What somebody wants to take away."""

from wtforms import RadioField
from wtforms.validators import InputRequired, Optional

from ideas.insights.exports.rules import FOR_AUDITORS, FileKind, Subject, Wanted
from ideas.web.forms import Day, Form, choice
from ideas.web.languages import lazy_gettext as _l
from ideas.web.speak import label_of

OFFERED = (FileKind.CSV, FileKind.XLSX)


class ExportForm(Form):
    """What, as what, and of which days."""

    subject = RadioField(_l("What"), [InputRequired(_l("Choose one."))], coerce=Subject)
    file_kind = RadioField(_l("As"), [InputRequired()], coerce=FileKind, default=FileKind.CSV)
    since_on = Day(_l("From"), [Optional()])
    until_on = Day(_l("Until"), [Optional()])

    def __init__(self, *, may_audit: bool) -> None:
        super().__init__()
        subjects = [each for each in Subject if may_audit or each not in FOR_AUDITORS]
        self.subject.choices = [choice(each, label_of("exported", each)) for each in subjects]
        self.file_kind.choices = [choice(each, label_of("file_kind", each)) for each in OFFERED]

    @property
    def wanted(self) -> Wanted:
        """The same for the action."""
        days = (self.since_on.data, self.until_on.data)
        return Wanted(self.subject.data, self.file_kind.data, *days)
