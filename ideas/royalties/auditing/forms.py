"""Who will look at the books, and what finance answers."""

from typing import Any

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ideas.royalties.auditing.rules import LONGEST_AUDITOR, Reply
from ideas.royalties.disputes.rules import LONGEST_WORDS
from ideas.web.forms import Form, choice
from ideas.web.languages import lazy_gettext as _l
from ideas.web.speak import label_of

_NOT_TOO_LONG = Length(max=LONGEST_WORDS, message=_l("At most 2,000 characters, please."))


class AuditForm(Form):
    """Who will look, and at what."""

    auditor = StringField(_l("Who will look"), [InputRequired(), Length(max=LONGEST_AUDITOR)])
    words = TextAreaField(_l("What you want to have checked"), [Optional(), _NOT_TOO_LONG])


class ReplyForm(Form):
    """Whether the books are given out, and words."""

    reply = RadioField(_l("What comes of it?"), [InputRequired()])
    answer = TextAreaField(_l("Your answer to the payee"), [Optional(), _NOT_TOO_LONG])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.reply.choices = [choice(each.value, label_of("audit_reply", each)) for each in Reply]
