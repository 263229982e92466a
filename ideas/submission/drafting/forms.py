"""The forms of the first two steps."""

import secrets
from collections.abc import Mapping
from typing import Any

from babel import Locale
from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length

from ideas.submission.models import Rights
from ideas.submission.rules import (
    LONGEST_BODY,
    LONGEST_CHANGE,
    LONGEST_PROPERTY,
    LONGEST_SPECS,
    LONGEST_SUMMARY,
    LONGEST_TAG,
    LONGEST_TITLE,
    MOST_TAGS,
    SHORTEST_TAG,
    is_tag,
    tags_in,
)
from ideas.web.forms import Form, choice
from ideas.web.languages import lazy_gettext as _l
from ideas.web.speak import label_of

LONGEST_NONCE = 64
WRITTEN_IN = ("en", "fr", "de", "es", "it", "ja", "nl", "pl", "pt", "sv")


class Wanted:
    """Marks a field that is needed before the idea can be handed in, though not to be saved."""

    field_flags = {"required": True}  # noqa: RUF012

    def __call__(self, form: Form, field: Any) -> None:
        """Everything may be saved."""


def _at_most(length: int) -> Length:
    return Length(max=length, message=_l("At most %(max)d characters."))


class RightsForm(Form):
    """Whose property is in the idea."""

    nonce = HiddenField(validators=[Length(max=LONGEST_NONCE)])
    rights = RadioField(
        _l("Whose is everything in this idea?"),
        validators=[InputRequired(_l("Choose one answer."))],
    )
    property_named = StringField(
        _l("Whose property is it, and what is it called?"), validators=[_at_most(LONGEST_PROPERTY)]
    )

    campaign = RadioField(_l("Where does it belong?"), coerce=int, default=0)

    def __init__(self, *args: Any, campaigns: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign.choices = [
            choice(0, _l("Open ideas: anything, at any time")),
            *(choice(key, name) for key, name in campaigns.items()),
        ]
        if not campaigns:
            del self.campaign
        self.rights.choices = [choice(each.value, label_of("rights", each)) for each in Rights]
        if not self.nonce.data:
            self.nonce.data = secrets.token_urlsafe(16)

    def campaign_id(self) -> int | None:
        """The campaign chosen; None for the standing one, and where nothing was asked."""
        return (self.campaign.data or None) if "campaign" in self else None

    def validate_property_named(self, field: StringField) -> None:
        """What belongs to somebody else needs a name."""
        if self.rights.data == Rights.THIRD_PARTY and not (field.data or "").strip():
            raise ValidationError(_l("Name it, so that the brand can ask its owner."))


class IdeaForm(Form):
    """The idea in words; saved finished or not. ``pen`` names the window, ``seen`` what it saw.

    ``over`` is a version to write over knowingly. ``changed`` is asked of an idea that takes up
    an earlier one.
    """

    pen = HiddenField(validators=[Length(max=LONGEST_NONCE)])
    changed = TextAreaField(
        _l("What has changed since the earlier idea"),
        validators=[Wanted(), _at_most(LONGEST_CHANGE)],
    )
    title = StringField(_l("Title"), validators=[Wanted(), _at_most(LONGEST_TITLE)])
    summary = StringField(_l("In one line"), validators=[Wanted(), _at_most(LONGEST_SUMMARY)])
    body = TextAreaField(_l("Its story"), validators=[Wanted(), _at_most(LONGEST_BODY)])
    specs = TextAreaField(_l("Details"), validators=[_at_most(LONGEST_SPECS)])
    tags = StringField(_l("Tags"))
    language = SelectField(_l("Language you write in"))

    def __init__(self, *args: Any, is_again: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_again:
            del self.changed
        if not self.pen.data:
            self.pen.data = secrets.token_urlsafe(8)
        self.language.choices = [
            choice(code, (Locale.parse(code).get_display_name() or code).capitalize())
            for code in WRITTEN_IN
        ]

    def validate_tags(self, field: StringField) -> None:
        """A handful of words."""
        tags = tags_in(field.data or "")
        if len(tags) > MOST_TAGS:
            raise ValidationError(
                _l("Up to %(most)s tags; you wrote %(count)s.", most=MOST_TAGS, count=len(tags))
            )
        odd = [tag for tag in tags if not is_tag(tag)]
        if odd:
            raise ValidationError(
                _l(
                    "“%(tag)s” is no tag: use %(least)s to %(most)s letters and digits.",
                    tag=odd[0],
                    least=SHORTEST_TAG,
                    most=LONGEST_TAG,
                )
            )
