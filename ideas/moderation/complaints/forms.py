"""What a visitor who complains types."""

from wtforms import EmailField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from ideas.moderation.appeals.rules import LONGEST_WORDS
from ideas.moderation.reports.forms import LONGEST_ADDRESS, fold_address
from ideas.web.forms import Form
from ideas.web.languages import lazy_gettext as _l


class VisitorComplaintForm(Form):
    """Why, and where to write the answer; without an address it stands on the page alone."""

    words = TextAreaField(
        _l("Tell us why"),
        [
            DataRequired(_l("Write why it should not stand.")),
            Length(max=LONGEST_WORDS, message=_l("At most 2,000 characters, please.")),
        ],
    )
    address = EmailField(_l("Your e-mail address"), [Optional(), Length(max=LONGEST_ADDRESS)])

    def validate_address(self, field: EmailField) -> None:
        """Refuse a slip; an address is kept folded."""
        fold_address(field)
