"""Taking a judgement back."""

from typing import Any

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.moderation.judgements import actions, queries
from ideas.moderation.judgements.models import Judgement
from ideas.moderation.judgements.rules import Ruling
from ideas.policy import Permission
from ideas.web.answer import see
from ideas.web.guard import found, guarded

blueprint = Blueprint("judgements", __name__)


@blueprint.delete("/desk/judgements/<int:judgement_id>")
@guarded(Permission.IDEA_MODERATE)
def undo(judgement_id: int) -> Response:
    """Take it back, and look at its thing again."""
    judgement = found(queries.judgement_with(judgement_id))
    actions.undo(judgement, by=current_user.person)
    flash(_("Taken back. Nobody was told of it."), "good")
    return see(_place_of(judgement))


def _place_of(judgement: Judgement) -> str:
    """The thing again, with the words that were typed."""
    if judgement.report_id:
        return url_for("reports.item", report_id=judgement.report_id)
    slug, ruling = judgement.idea.slug if judgement.idea else "", judgement.ruling
    if ruling is Ruling.PUBLISH:
        return url_for("moderation.item", slug=slug)
    typed: dict[str, Any] = {"verdict": ruling.value, "reason": judgement.reason}
    return url_for("moderation.item", slug=slug, undone=judgement.id, **typed)
