"""The desk's page of an adjustment, where it can be taken back."""

from typing import Any

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.policy import Permission
from ideas.royalties.settlements.actions import reverse
from ideas.royalties.settlements.forms import ReversalForm
from ideas.royalties.settlements.queries import adjustment_by_id, is_reversal, taken_back_by
from ideas.web.answer import answer, see
from ideas.web.guard import found, guarded

blueprint = Blueprint("adjustments", __name__)


@blueprint.route("/desk/royalties/adjustments/<int:adjustment_id>", methods=["GET", "POST"])
@guarded(Permission.PERIOD_CLOSE)
def show(adjustment_id: int) -> Any:
    """An adjustment and its reason; taken back, with another."""
    adjustment, form = found(adjustment_by_id(adjustment_id)), ReversalForm()
    if form.was_sent():
        made = reverse(adjustment, by=current_user.person, reason=form.said("reason"))
        flash(_("The adjustment is taken back."), "good")
        return see(url_for("royalties.periods.show", period_id=made.period_id))
    return answer(
        "royalties/adjustment.html",
        status=form.status,
        form=form,
        adjustment=adjustment,
        reversal=taken_back_by(adjustment),
        is_reversal=is_reversal(adjustment),
    )
