"""The forms of the team step."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wtforms import StringField, ValidationError
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length

from ideas.journey.models import TeamMember
from ideas.submission.team.rules import basis_points
from ideas.web.forms import Form
from ideas.web.languages import lazy_gettext as _l

LONGEST_WHO = 254
BEFORE = "share_"


class PercentField(StringField):
    """A percentage typed with a point or a comma; ``points`` are its basis points."""

    points: int = 0

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is no share."""
        points = basis_points(self.data or "")
        if points is None:
            raise ValidationError(_l("Write a percentage from 0 to 100, like 12.5."))
        self.points = points


def percent_of(basis_points: int) -> str:
    """1,250 basis points as 12.5, to be typed over."""
    return f"{Decimal(basis_points) / 100:f}"


class InvitationForm(Form):
    """Whom to ask, and for which share."""

    who = StringField(
        _l("Handle or e-mail address"), validators=[InputRequired(), Length(max=LONGEST_WHO)]
    )
    share = PercentField(_l("Share, in percent"), validators=[InputRequired()])


def shares_form(members: Sequence[TeamMember], **options: Any) -> Form:
    """A form with a share for each member."""
    fields = {
        f"{BEFORE}{member.person_id}": PercentField(
            _l("Share of %(name)s, in percent", name=member.person.name),
            validators=[InputRequired()],
            default=percent_of(member.share_bp),
        )
        for member in members
    }
    made: Form = type("SharesForm", (Form,), fields)(**options)
    return made


def shares_in(form: Form) -> dict[int, int]:
    """Basis points by person."""
    typed = [field for field in form if isinstance(field, PercentField)]
    return {int(field.name.removeprefix(BEFORE)): field.points for field in typed}
