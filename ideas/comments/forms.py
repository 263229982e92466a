"""What is typed under an idea."""

from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from ideas.comments.models import RemovalReason
from ideas.comments.rules import UPDATE_TIMES, refusal_to_entitle, refusal_to_say
from ideas.comments.settings import Conversation
from ideas.settings.queries import dials
from ideas.web.forms import Form
from ideas.web.languages import lazy_gettext as _l
from ideas.web.speak import label_of, sentence_of

LONGEST_TITLE = 120


def _as_long_as(times: int) -> Any:
    """A validator: what the rules would refuse, said beside the field."""

    def check(form: Form, field: Any) -> None:
        refusal = refusal_to_say(field.data or "", dials(Conversation).longest * times)
        if refusal:
            raise ValidationError(sentence_of(refusal))

    check.field_flags = {"required": True}  # type: ignore[attr-defined]
    return check


def _some_headline(form: Form, field: Any) -> None:
    refusal = refusal_to_entitle(field.data or "")
    if refusal:
        raise ValidationError(sentence_of(refusal))


class CommentForm(Form):
    """A comment, a reply, a correction."""

    body = TextAreaField(
        _l("Your comment"),
        [_as_long_as(1)],
        description=_l("Markdown works: **bold**, *italic*, lists and links."),
    )


class AnswerForm(Form):
    """The brand's answer."""

    body = TextAreaField(
        _l("Official answer"),
        [_as_long_as(1)],
        description=_l("It is pinned, and everybody who follows the idea is told."),
    )


class UpdateForm(Form):
    """A team's news."""

    title = StringField(
        _l("Headline"),
        [
            DataRequired(),
            _some_headline,
            Length(max=LONGEST_TITLE, message=_l("At most 120 characters, please.")),
        ],
    )
    body = TextAreaField(
        _l("News"),
        [_as_long_as(UPDATE_TIMES)],
        description=_l("Everybody who follows the idea is told."),
    )


class RemovalForm(Form):
    """A moderator's reason."""

    reason = SelectField(_l("Reason"))

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.reason.choices = [
            (reason.value, label_of("removal_reason", reason))
            for reason in RemovalReason
            if reason is not RemovalReason.OWN
        ]
