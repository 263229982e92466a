"""A proposal as it is typed, in an address: nothing is written, so nothing needs a token."""

from typing import Any

from flask import request
from wtforms import BooleanField, IntegerField
from wtforms.validators import NumberRange

from ideas.campaigns.forms import LadderField
from ideas.campaigns.ladder import PRESETS, ladder_from
from ideas.tuning.proposals import Proposal
from ideas.web.forms import Form
from ideas.web.languages import lazy_gettext as _l

MOST_HOURS, MOST_CAPACITY = 720, 1_000


class ProposalForm(Form):
    """A ladder, how long votes are checked, and how many ideas a round takes."""

    class Meta(Form.Meta):
        """WTForms' settings."""

        csrf = False

    ladder = LadderField(_l("Ladder"))
    hours = IntegerField(_l("Hours to check the votes"))
    capacity = IntegerField(_l("Ideas a round can take"))
    for_open = BooleanField(_l("Also for ideas that are open"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, least, most in ((self.hours, 0, MOST_HOURS), (self.capacity, 1, MOST_CAPACITY)):
            words = _l("Write a number from %(least)s to %(most)s.", least=least, most=most)
            field.flags.required = True
            field.validators = [NumberRange(least, most, message=words)]

    def proposal(self) -> Proposal:
        """What was typed."""
        return Proposal(
            ladder=self.ladder.data,
            hours=self.hours.data or 0,
            capacity=self.capacity.data or 1,
            for_open=bool(self.for_open.data),
        )

    def climb(self, preset: str) -> None:
        """Put a preset's ladder in the place of what was typed."""
        self.ladder.process_data(ladder_from(PRESETS[preset]))


def form_for(name: str, start: Proposal) -> ProposalForm:
    """The proposal of this name as it stands in the address, else as it starts."""
    is_typed = any(key.startswith(f"{name}-") for key in request.args)
    form = ProposalForm(
        formdata=request.args if is_typed else None,
        prefix=f"{name}-",
        ladder=start.ladder,
        hours=start.hours,
        capacity=start.capacity,
        for_open=start.for_open,
    )
    button, _, preset = request.args.get("preset", "").partition(".")
    if button == name and preset in PRESETS:
        form.climb(preset)
    return form
