"""What somebody who reports types, and what a moderator presses."""

from typing import Any, Self

from wtforms import EmailField, HiddenField, RadioField, TextAreaField, ValidationError
from wtforms.validators import AnyOf, Length, Optional

from ideas.accounts.rules import address_of
from ideas.comments.models import RemovalReason
from ideas.moderation.reports.rules import LONGEST_WORDS, ReportReason
from ideas.web.forms import Form
from ideas.web.languages import lazy_gettext as _l
from ideas.web.speak import label_of

KEEP, WITH_NAME = "keep", "name-{}"
LONGEST_ADDRESS = 254
REMOVALS = tuple(reason for reason in RemovalReason if reason is not RemovalReason.OWN)


class ReportForm(Form):
    """A reason, and words for those who have some."""

    reason = RadioField(_l("What is wrong?"))
    words = TextAreaField(
        _l("What should the moderators know?"),
        [
            Optional(),
            Length(max=LONGEST_WORDS, message=_l("At most 1,000 characters, please.")),
        ],
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.reason.choices = _choices(*ReportReason)

    def without(self, reason: ReportReason) -> Self:
        """The same form without a reason that does not fit."""
        self.reason.choices = _choices(*(each for each in ReportReason if each is not reason))
        return self


def _choices(*reasons: ReportReason) -> list[tuple[str, str]]:
    return [(each.value, label_of("report_reason", each)) for each in reasons]


class VisitorForm(ReportForm):
    """The same without an account; whoever leaves an address is written to."""

    address = EmailField(_l("Your e-mail address"), [Optional(), Length(max=LONGEST_ADDRESS)])

    def validate_address(self, field: EmailField) -> None:
        """Refuse a slip; an address is kept folded."""
        fold_address(field)


def fold_address(field: EmailField) -> None:
    """Keep an address folded; raises ValidationError for a slip."""
    folded = address_of(field.data or "")
    if folded is None:
        raise ValidationError(_l("Write an e-mail address like name@example.org."))
    field.data = folded


class ReportedForm(Form):
    """Leave it as it is, or the reason for which it, or it with the name, is taken down."""

    verdict = HiddenField(validators=[AnyOf([KEEP, *REMOVALS, *map(WITH_NAME.format, REMOVALS)])])

    @property
    def removal(self) -> RemovalReason | None:
        """For which it is taken down; None to leave it."""
        verdict = self.said("verdict").removeprefix(WITH_NAME.format(""))
        return None if verdict == KEEP else RemovalReason(verdict)

    @property
    def with_name(self) -> bool:
        """Is the name of a profile taken, too?"""
        return self.said("verdict").startswith(WITH_NAME.format(""))
