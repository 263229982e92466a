"""The forms of the team step."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wtforms import StringField, ValidationError
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length

from ideas.accounts.rules import address_of
from ideas.journey.models import TeamMember
from ideas.submission.team.models import Invitation
from ideas.submission.team.rules import basis_points
from ideas.web.forms import Form
from ideas.web.languages import lazy_gettext as _l

LONGEST_WHO = 254
BEFORE, BEFORE_MARK = "share_", "asked_"


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
    """Whom to ask, and for which share. ``address`` is the address typed, folded, if one was."""

    who = StringField(
        _l("Handle or e-mail address"), validators=[InputRequired(), Length(max=LONGEST_WHO)]
    )
    share = PercentField(_l("Share, in percent"), validators=[InputRequired()])

    address: str | None = None

    def validate_who(self, field: StringField) -> None:
        """What has an @ behind its beginning is an address, or a slip."""
        who = (field.data or "").strip()
        if "@" not in who.removeprefix("@"):
            return
        self.address = address_of(who)
        if self.address is None:
            raise ValidationError(_l("Write an e-mail address like name@example.org."))


def shares_form(
    members: Sequence[TeamMember], invitations: Sequence[Invitation], **options: Any
) -> Form:
    """A form with a share for each member, and for each address that has not answered."""
    named = [(f"{BEFORE}{each.person_id}", each.person.name, each.share_bp) for each in members]
    named += [(f"{BEFORE_MARK}{each.mark}", each.address, each.share_bp) for each in invitations]
    fields = {
        field: PercentField(
            _l("Share of %(name)s, in percent", name=name),
            validators=[InputRequired()],
            default=percent_of(share_bp),
        )
        for field, name, share_bp in named
    }
    made: Form = type("SharesForm", (Form,), fields)(**options)
    return made


def shares_in(form: Form) -> tuple[dict[int, int], dict[str, int]]:
    """Basis points by person, and by the mark of an invitation."""
    typed = {field.name: field.points for field in form if isinstance(field, PercentField)}
    people = {int(name.removeprefix(BEFORE)): typed[name] for name in typed if _is_share(name)}
    marks = {name.removeprefix(BEFORE_MARK): typed[name] for name in typed if not _is_share(name)}
    return people, marks


def _is_share(name: str) -> bool:
    return name.startswith(BEFORE)
