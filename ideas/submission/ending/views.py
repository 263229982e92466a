"""Handing in, withdrawing, taking up again."""

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.journey.rules import refusal_to_move
from ideas.journey.stages import Stage
from ideas.policy import Permission
from ideas.refusals import refuse
from ideas.submission import actions
from ideas.submission.blueprint import blueprint, own_idea
from ideas.submission.rules import refusal_to_resubmit
from ideas.web.answer import answer, see
from ideas.web.guard import guarded


@blueprint.post("/drafts/<slug>/submission")
@guarded(Permission.IDEA_EDIT)
def submission(slug: str) -> Response:
    """Hand the idea in."""
    actions.submit(own_idea(slug), by=current_user.person)
    return see(url_for("workshop.handed_in", slug=own_idea(slug).slug))


@blueprint.route("/ideas/<slug>/withdrawal", methods=["GET", "POST"])
@guarded(Permission.IDEA_EDIT)
def withdrawal(slug: str) -> Response:
    """Ask, then withdraw an idea for good."""
    idea = own_idea(slug)
    if request.method == "POST":
        actions.withdraw(idea, by=current_user.person)
        flash(_("The idea is withdrawn."), "success")
        return see(url_for("workshop.home"))
    refuse(refusal_to_move(idea.stage, Stage.WITHDRAWN, left=None))
    return answer("submission/withdrawal.html", idea=idea)


@blueprint.route("/ideas/<slug>/resubmission", methods=["GET", "POST"])
@guarded(Permission.IDEA_EDIT)
def resubmission(slug: str) -> Response:
    """Say what taking an idea up again means, then do it."""
    idea = own_idea(slug)
    if request.method == "POST":
        newer = actions.resubmit(idea, by=current_user.person)
        return see(url_for("submission.idea", slug=newer.slug))
    refuse(refusal_to_resubmit(idea.stage))
    return answer("submission/resubmission.html", idea=idea)
