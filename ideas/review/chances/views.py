"""Choosing ideas for a second chance; the invitation, and the whole answer, for their teams."""

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.journey.models import Idea
from ideas.journey.queries import idea_visible_to
from ideas.journey.stages import RESUBMITTABLE
from ideas.policy import Permission
from ideas.review.blueprint import blueprint
from ideas.review.chances.actions import offer_chances
from ideas.review.chances.forms import ChanceForm
from ideas.review.chances.queries import candidates, chance_of, chances, ideas_with
from ideas.review.decisions.queries import answers_to
from ideas.review.scoring.queries import summary_for_creator
from ideas.submission.queries import heir_of
from ideas.web.answer import answer, see
from ideas.web.forms import numbered
from ideas.web.guard import demand, found, guarded

DESK = "/desk/second-chances"


@blueprint.get(DESK)
@guarded(Permission.ROUND_MANAGE)
def second_chances() -> Response:
    """The ideas that may be given one, and those that were."""
    return _chances(ChanceForm(formdata=None))


def _chances(form: ChanceForm) -> Response:
    chosen = set(request.form.getlist("idea"))
    return answer(
        "review/chances/chances.html",
        status=form.status,
        form=form,
        candidates=candidates(),
        chosen=chosen,
        offered=chances(),
    )


@blueprint.post(DESK)
@guarded(Permission.ROUND_MANAGE)
def offer() -> Response:
    """Invite the creators of the ideas that were ticked."""
    form = ChanceForm()
    if not form.was_sent():
        return _chances(form)
    ids = [number for each in request.form.getlist("idea") if (number := numbered(each))]
    with form.refusals_beside(chance="words_en"):
        offer_chances(ideas_with(ids), form.words(), by=current_user.person)
    if form.errors:
        return _chances(form)
    flash(_("Their creators are being told."), "good")
    return see(url_for(".second_chances"))


@blueprint.get("/ideas/<slug>/second-chance")
@guarded(Permission.IDEA_EDIT)
def chance(slug: str) -> Response:
    """The invitation, and one press to begin."""
    idea = _idea(slug, Permission.IDEA_EDIT)
    can_begin = idea.stage in RESUBMITTABLE and heir_of(idea.id) is None
    offered = found(chance_of(idea.id))
    return answer("review/chances/chance.html", idea=idea, chance=offered, can_begin=can_begin)


@blueprint.get("/ideas/<slug>/answer")
@guarded(Permission.IDEA_SHARE)
def whole_answer(slug: str) -> Response:
    """Every answer to an idea with what was said to its creators alone."""
    idea = _idea(slug, Permission.IDEA_SHARE)
    answers = answers_to(idea.id)
    if not answers:
        return found(None)
    summaries = {each.id: summary_for_creator(each.case_id) for each in answers}
    return answer("review/chances/answer.html", idea=idea, answers=answers, summaries=summaries)


def _idea(slug: str, permission: Permission) -> Idea:
    idea = found(idea_visible_to(current_user, slug))
    demand(permission, idea)
    return idea
