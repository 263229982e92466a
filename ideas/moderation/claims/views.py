"""Taking an item to look at, and letting it go."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from ideas.moderation.claims import actions
from ideas.moderation.claims.models import Claim
from ideas.moderation.claims.queries import claim_on_idea, claim_on_report
from ideas.moderation.queries import idea_on_the_desk
from ideas.moderation.reports.queries import report_with
from ideas.moderation.reports.things import thing_of
from ideas.policy import Permission
from ideas.web.answer import answer, see, wants_parts
from ideas.web.guard import found, guarded

blueprint = Blueprint("claims", __name__)


@blueprint.post("/desk/moderation/<slug>/claim")
@guarded(Permission.IDEA_MODERATE)
def take_idea(slug: str) -> Response:
    """Look at an idea; others see it."""
    idea = found(idea_on_the_desk(slug))
    actions.take_idea(idea, by=current_user.person)
    return _taken("moderation.item", claim_on_idea(idea.id), slug=slug)


@blueprint.post("/desk/reports/<int:report_id>/claim")
@guarded(Permission.REPORT_DECIDE)
def take_reported(report_id: int) -> Response:
    """Look at something reported; others see it."""
    report = found(report_with(report_id))
    actions.take_reported(thing_of(report), by=current_user.person)
    return _taken("reports.item", claim_on_report(report.id), report_id=report_id)


def _taken(endpoint: str, claim: Claim | None, **place: Any) -> Response:
    if not wants_parts():
        return see(url_for(endpoint, **place))
    only = "moderation/_claim.html"
    return answer(only, part=only, claim=claim, taking=request.path)


@blueprint.delete("/desk/claim")
@guarded(Permission.IDEA_MODERATE)
def let_go() -> Response:
    """Leave what one looks at to the others."""
    actions.let_go(by=current_user.person)
    is_report = request.form.get("from") == "reports"
    return see(url_for("reports.queue" if is_report else "moderation.queue"))
